import { type ReportedFailure, type Stage, stageSchema } from './diagnosis.ts'
import { isCutOff } from './is-cut-off.ts'
import { flattenText, normalizeText } from './normalize-text.ts'
import { findNumbers } from './read-numbers.ts'
import { readStatus } from './read-status.ts'
import { maxTextLength, readMember, walkValue } from './walk-value.ts'

/** The input of the rules. It is not redacted, so it must not leave this folder. */
export interface Clues {
  /** The text of the failure, see `normalizeText`. */
  text: string
  /** The failure as it is written, with the names of its members, whose form shows who writes like this. */
  source: string
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
  /** A server responded, so the failure is not one of the network, whatever exception stands around the response. */
  isAnswer: boolean
  /** The text ends before its end. */
  isCutOff: boolean
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

/** A request ID exists only if a server received the request. */
const requestIdForm = /\brequest[-_ ]?id["'\]]{0,2}\s?(?:=>|[:=])\s?(?:string\(36\) )?["']?[0-9a-f]{8}-/

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
    /graph\.microsoft\.|microsoftgraph\.|\binnererror\b|\/sendmail\b|odataerror|graphserviceexception|graphapi/.test(
      text,
    )
  )
    return 'graph'
  if (numbers.length > 0) return 'token'
  if (/login\.(?:microsoftonline|windows|partner|chinacloudapi)|\bmsal/.test(text)) return 'token'
  return null
}

/** The failure as JSON. A value that cannot be written, such as one that contains itself, is left out. */
function writeSource(body: unknown, raw: unknown): string {
  try {
    const parts = [body, raw].map((part) => (typeof part === 'string' ? part : (JSON.stringify(part) ?? '')))
    return normalizeText(flattenText(parts.join(' ').slice(0, maxTextLength)))
  } catch {
    return ''
  }
}

const isHtml = (text: string, contentType: string): boolean =>
  /<!doctype html|<html\b|<head>|<body\b/.test(text) || contentType.includes('text/html')

/** Reads a failure into the input of the rules; parts that are not readable are left out. */
export function readClues(failure: ReportedFailure): Clues {
  const parts: string[] = []
  const members = new Map<string, string>()
  const listed: number[] = []
  let written = ''
  const note = (key: string, value: string | number | boolean, parentKey: string) => {
    const name = plainName(key)
    if (name === 'errorcodes' || name === 'errorno') listed.push(...[Number(value)].filter(Number.isSafeInteger))
    // A log has messages of its own; the ones inside an error are Microsoft's.
    const isInner = plainName(parentKey) === 'error' && (name === 'message' || name === 'code')
    if (isInner || !members.has(name)) members.set(name, String(value))
    if (key === '' && typeof value === 'string') written = value
    const isInnerError = plainName(parentKey) === 'innererror'
    const shown = typeof value === 'string' ? value : `${key}: ${value}`
    parts.push(isInnerError ? `innererror ${key}: ${value}` : shown)
  }
  walkValue(readMember(failure, 'body'), note)
  walkValue(readMember(failure, 'raw'), note)

  const headers = readHeaders(readMember(failure, 'headers'))
  const descriptions = diagnosticHeaders.flatMap((name) => headers.get(name) ?? [])
  const flat = flattenText([...parts, ...descriptions].join(' \n ').slice(0, maxTextLength))
  const text = normalizeText(flat)
  const numbers = findNumbers(text, listed)
  const stage = stageSchema.safeParse(readMember(failure, 'stage'))
  const status = readStatus(readMember(failure, 'status'), members, text)
  return {
    text,
    source: writeSource(readMember(failure, 'body'), readMember(failure, 'raw')),
    flat,
    words: new Set(text.split(/[^\w]+/)),
    numbers,
    status,
    stage: stage.success ? stage.data : inferStage(text, numbers),
    headerText: [...headers].map(([name, value]) => `${name}: ${value}`.toLowerCase()).join('\n'),
    headers,
    members,
    html: isHtml(text, headers.get('content-type') ?? ''),
    isAnswer:
      (status !== null && status >= 201) || numbers.length > 0 || headers.has('request-id') || requestIdForm.test(text),
    isCutOff: isCutOff(text, written),
  }
}
