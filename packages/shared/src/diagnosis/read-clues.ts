import { type ReportedFailure, type Stage, stageSchema } from './diagnosis.ts'
import { flattenText, normaliseText } from './normalise-text.ts'
import { readStatus } from './read-status.ts'
import { maxTextLength, readMember, walkValue } from './walk-value.ts'

/** All that the rules look at. Nothing in here is redacted: it never leaves this folder. */
export interface Clues {
  /** The failure's words, see `normaliseText`. */
  text: string
  /** The same with its case and on one line, for the evidence. */
  flat: string
  /** Every word of the text, so that a code is found in whatever form a library prints it. */
  words: ReadonlySet<string>
  /** Entra's AADSTS numbers in order of appearance. */
  numbers: readonly number[]
  status: number | null
  /** As given, else as the text shows. */
  stage: Stage | null
  /** `name: value` a line, lower case. */
  headerText: string
  headers: ReadonlyMap<string, string>
  /** Members of structured answers by plain name ("error_description" is "errordescription"), first come. */
  members: ReadonlyMap<string, string>
  html: boolean
}

const plainName = (key: string): string => key.toLowerCase().replace(/[^a-z]/g, '')

/** Headers whose value is Microsoft's own words about the failure. */
const tellingHeaders = [
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

/** Reads a failure into what the rules look at; whatever is not readable is left out. */
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
  const telling = tellingHeaders.flatMap((name) => headers.get(name) ?? [])
  const flat = flattenText([...parts, ...telling].join(' \n ').slice(0, maxTextLength))
  const text = normaliseText(flat)
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
