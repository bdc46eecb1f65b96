import { type ReportedFailure, type Stage, stageSchema } from './diagnosis.ts'
import { flattenText, normalizeText } from './normalize-text.ts'
import { readStatus } from './read-status.ts'
import { maxTextLength, readMember, walkValue } from './walk-value.ts'

/** The input of the rules. It is not redacted, so it must not leave this folder. */
export interface Clues {
  /** The text of the failure, see `normalizeText`. */
  text: string
  /** The same text on one line with its case kept, for the evidence. */
  flat: string
  /** Every word of the text, so that a code is found in any form in which a library prints it. */
  words: ReadonlySet<string>
  /** Entra's AADSTS numbers in order of appearance. */
  numbers: readonly number[]
  status: number | null
  /** As given; otherwise inferred from the text. */
  stage: Stage | null
  /** One `name: value` per line, in lower case. */
  headerText: string
  headers: ReadonlyMap<string, string>
  /** Members of structured responses by plain name ("error_description" is "errordescription"); the first counts. */
  members: ReadonlyMap<string, string>
  html: boolean
}

const plainName = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, '')

/** Headers in which Microsoft describes the failure. */
const diagnosticHeaders = [
  'x-ms-diagnostics',
  'x-ms-diagnostic',
  'www-authenticate',
  'x-clientsafeerrormessage',
  'x-ms-error-code',
]

const numberForms = [
  /aadsts\s?:?(\d{4,9})\b/g,
  /error\?code=(\d{4,9})\b/g,
  /error\(s\): (\d{4,9})\b/g,
  /\b(\d{5,9}) - (?:timestamp|\[\d{4}-)/g,
  /error_?codes['"]?\s?(?::|=>|=)\s?\[\s?(\d{4,9})\b/g,
]

function findNumbers(text: string, listed: readonly number[]): number[] {
  const found = numberForms.flatMap((form) => [...text.matchAll(form)].map((match) => Number(match[1])))
  return [...new Set([...found, ...listed])]
}

function readHeaders(headers: unknown): Map<string, string> {
  const read = new Map<string, string>()
  walkValue(headers, (key, value) => {
    const name = key.toLowerCase()
    if (name !== '' && !read.has(name)) read.set(name, String(value).slice(0, maxTextLength))
  })
  return read
}

function inferStage(text: string, numbers: readonly number[]): Stage | null {
  if (
    /graph\.microsoft\.|microsoftgraph\.|"innererror"|\/sendmail\b|odataerror|graphserviceexception|graphapi/.test(text)
  )
    return 'graph'
  if (numbers.length > 0) return 'token'
  if (
    /login\.(?:microsoftonline|windows|partner|chinacloudapi)|oauth2\/(?:v2\.0\/)?token|error_description|\bmsal|client_credentials/.test(
      text,
    )
  )
    return 'token'
  return null
}

/** Reads a failure into the input of the rules; parts that are not readable are left out. */
export function readClues(failure: ReportedFailure): Clues {
  const parts: string[] = []
  const members = new Map<string, string>()
  const listed: number[] = []
  const note = (key: string, value: string | number | boolean) => {
    const name = plainName(key)
    if (name === 'errorcodes' || name === 'errorno') listed.push(...[Number(value)].filter(Number.isSafeInteger))
    if (!members.has(name)) members.set(name, String(value))
    parts.push(typeof value === 'string' ? value : `${key}: ${value}`)
  }
  walkValue(readMember(failure, 'body'), note)
  walkValue(readMember(failure, 'raw'), note)

  const headers = readHeaders(readMember(failure, 'headers'))
  const descriptions = diagnosticHeaders.flatMap((name) => headers.get(name) ?? [])
  const flat = flattenText([...parts, ...descriptions].join(' \n ').slice(0, maxTextLength))
  const text = normalizeText(flat)
  const numbers = findNumbers(text, listed)
  const stage = stageSchema.safeParse(readMember(failure, 'stage'))
  return {
    text,
    flat,
    words: new Set(text.split(/[^\w]+/)),
    numbers,
    status: readStatus(readMember(failure, 'status'), members, text),
    stage: stage.success ? stage.data : inferStage(text, numbers),
    headerText: [...headers].map(([name, value]) => `${name}: ${value}`.toLowerCase()).join('\n'),
    headers,
    members,
    html:
      /<!doctype html|<html\b|<head>|<body\b/.test(text) || (headers.get('content-type') ?? '').includes('text/html'),
  }
}
