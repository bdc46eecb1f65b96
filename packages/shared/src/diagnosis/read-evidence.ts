import { toStorable } from '../text-rules.ts'
import type { Evidence, Owner, ReportedFailure } from './diagnosis.ts'
import { type Clues, readClues } from './read-clues.ts'
import { readSender, type Sender } from './read-sender.ts'
import { redactSecrets } from './redact.ts'
import { allRules } from './rules/all-rules.ts'

/** Characters of Microsoft's message that are kept. */
const maxMessageLength = 2_000

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const afterName = (name: string) =>
  new RegExp(`(?:${name})["'\\]]{0,2}\\s?(?:=>|[:=])?\\s?(?:string\\(36\\) )?["']?(${guid})`)
const clientRequestId = afterName('client[-_]?request[-_]?id')
const correlationId = afterName('correlation[ _-]?id')
const requestId = afterName('(?<!client[-_]?)request[ _-]?id')
const traceId = afterName('trace[ _-]?id')
const identifier = /^[\w.:-]{4,128}$/

const moment = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,7})?`
const timeForm = new RegExp(String.raw`\b(${moment})\s?(Z|[+-]\d\d:?\d\d)?`, 'i')
/** Microsoft's own times. A log has times of its own, in another zone. */
const entraTimes = [
  new RegExp(String.raw`timestamp["'\]]{0,2}\s?(?:=>|[:=])\s?["']?(${moment}\s?Z)`, 'i'),
  new RegExp(String.raw`\b\d{4,9} - \[(${moment}\s?Z)\]`, 'i'),
]
const graphTimes = [
  new RegExp(
    String.raw`innererror[\s\S]{0,200}?\bdate["'\]]{0,2}\s?(?:=>|[:=])\s?(?:string\(\d\d\) )?["']?(${moment}Z?)`,
    'i',
  ),
  new RegExp(
    String.raw`request-id["'\]]{0,2}\s?(?:=>|[:=])[\s\S]{0,80}?\bdate["'\]]{0,2}\s?(?:=>|[:=])\s?(?:string\(\d\d\) )?["']?(${moment}Z?)`,
    'i',
  ),
]
const exchangeTime = new RegExp(String.raw`\.outlook\.com (${moment}Z)`, 'i')

/** Codes that the rules know, as Microsoft writes them. */
const knownCodes = new Map(allRules.flatMap(({ codes }) => codes ?? []).map((code) => [code.toLowerCase(), code]))
/** Words that are codes only where an error names its code. */
const ambiguous = new Set(
  [
    'AccessDenied',
    'BadRequest',
    'InternalServerError',
    'UnknownError',
    'ServerError',
    'ResourceNotFound',
    'TimeoutError',
    'TooManyRequests',
    'ServiceUnavailable',
  ].map((code) => code.toLowerCase()),
)
const graphCode = /["'[]?\b(?:error)?_?code["'\]]?\s?(?:=>|[:=])\s?(?:string\(\d+\) )?["']?([a-z][a-z_.]{2,80})/gi
const exchangeCode =
  /\b(Error[A-Z][A-Za-z]{3,60}|Mailbox[A-Z][A-Za-z]{3,60}|(?:Authorization|Authentication|Request|Directory)_[A-Za-z]{3,60})\b/
const oauthError =
  /\b(invalid_(?:request|client|grant|scope|resource|tenant|token|target)|unauthorized_client|interaction_required|temporarily_unavailable|server_error|access_denied)\b/
const smtpCode = /\b[45]\d\d[ -](?:#)?([45]\.\d{1,3}\.\d{1,3})\b/
/** The end of a quoted text: the quotation mark before the next member, or before the end of the object. */
const messageOfCode =
  /"code"\s?(?:=>|[:=])\s?"[\w.]+"\s?,\s?"message"\s?(?:=>|[:=])\s?"([\s\S]{3,4000}?)"(?=\s?(?:[,}\]]|$))/i
/** "… | Error Message: Access is denied." */
const namedMessage = /\berror message: (.{3,2000}?)(?= \| |$)/i
const quotedMessage =
  /"(?:error_?description|error_?message|message)"\]?\s?(?:=>|[:=])\s?(?:string\(\d+\) )?"([\s\S]{3,4000}?)"(?=\s?(?:[,}\]]|\[?"|$))/i
const singleQuotedMessage =
  /'(?:error_?description|error_?message|message)'\]?\s?(?:=>|[:=])\s?u?["']([\s\S]{3,4000}?)["'](?=\s?(?:[,}\])]|$))/i

const ofMicrosoft: readonly Owner[] = ['entra', 'graph', 'exchange']

function readIdentifier(clues: Clues, names: readonly string[], headers: readonly string[], forms: readonly RegExp[]) {
  for (const name of names) {
    const member = clues.members.get(name)
    if (member !== undefined && identifier.test(member) && member !== 'null') return member.toLowerCase()
  }
  for (const name of headers) {
    const header = clues.headers.get(name)
    if (header !== undefined && identifier.test(header)) return header.toLowerCase()
  }
  for (const form of forms) {
    const found = form.exec(clues.text)?.[1]
    if (found !== undefined) return found
  }
  return null
}

/** ISO 8601 UTC, or null if the text contains no such time. Microsoft omits the zone when it means UTC. */
function parseTimestamp(text: string): string | null {
  const found = timeForm.exec(text)
  const time = new Date(
    found === null ? text : `${found[1]?.replace(' ', 'T').slice(0, 23)}${(found[2] ?? 'Z').toUpperCase()}`,
  )
  const year = time.getUTCFullYear()
  return Number.isNaN(year) || year < 2000 || year > 2100 ? null : time.toISOString().replace('.000Z', 'Z')
}

function readTimestamp(clues: Clues, owner: Owner): string | null {
  const { flat, members, headers } = clues
  const forms = owner === 'entra' ? entraTimes : owner === 'exchange' ? [exchangeTime, ...graphTimes] : graphTimes
  // The members of a log have the same names, but no identifier of Microsoft beside them.
  const member =
    owner === 'entra' && (members.has('traceid') || members.has('errorcodes'))
      ? members.get('timestamp')
      : owner !== 'entra' && members.has('requestid')
        ? members.get('date')
        : undefined
  const found = forms.map((form) => form.exec(flat)?.[1]).find((text) => text !== undefined)
  for (const text of [found, member, headers.get('date')]) {
    const parsed = text === undefined ? null : parseTimestamp(text)
    if (parsed !== null) return parsed
  }
  return null
}

function readCode(clues: Clues, owner: Owner): string | null {
  const number = clues.numbers[0]
  if (number !== undefined) return `AADSTS${number}`
  const written = [
    clues.members.get('code'),
    clues.members.get('errorcode'),
    ...[...clues.flat.matchAll(graphCode)].map((found) => found[1]),
  ]
  for (const code of written) {
    const known = code === undefined ? undefined : knownCodes.get(code.toLowerCase())
    if (known !== undefined) return known
    if (code !== undefined && exchangeCode.test(code)) return code
  }
  const exchange = exchangeCode.exec(clues.flat)?.[1]
  if (exchange !== undefined) return exchange
  const words = clues.flat.split(/[^\w]+/)
  // Without a sign of Microsoft, only codes of the network itself count.
  const isCode = (one: string) => ofMicrosoft.includes(owner) || /^[A-Z][A-Z0-9_]+$/.test(knownCodes.get(one) ?? '')
  const word = words
    .map((one) => one.toLowerCase())
    .find((one) => knownCodes.has(one) && !ambiguous.has(one) && isCode(one))
  const member = clues.members.get('code')
  const shaped =
    member !== undefined && /^[a-z]+[A-Z][A-Za-z]{2,60}$|^[A-Z][a-z]+[A-Z][A-Za-z]{2,60}$/.test(member)
      ? member
      : undefined
  return (
    shaped ??
    oauthError.exec(clues.flat)?.[1] ??
    (word === undefined ? undefined : knownCodes.get(word)) ??
    smtpCode.exec(clues.flat)?.[1] ??
    null
  )
}

const shorten = (text: string): string =>
  text.length > maxMessageLength ? `${text.slice(0, maxMessageLength - 1)}…` : text

function readMessage(clues: Clues): string | null {
  const { members, flat } = clues
  const member = members.get('errordescription') ?? members.get('message') ?? members.get('errormessage')
  const entra = /AADSTS\d{4,9}[\s\S]{0,4000}/
    .exec(flat)?.[0]
    .split(/[ .]?Trace ID:|["'] ?, ?["']error_codes|["'] ?[,}]|\[error_codes\]/i)[0]
  const quoted = quotedMessage.exec(flat)?.[1] ?? singleQuotedMessage.exec(flat)?.[1]
  const words = [entra, messageOfCode.exec(flat)?.[1], member, quoted, namedMessage.exec(flat)?.[1], flat].find(
    (text) => text !== undefined && text.trim() !== '',
  )
  return words === undefined ? null : toStorable(shorten(redactSecrets(words).trim()))
}

/** The evidence is Microsoft's own; the words of a program or of another service are not shown as if they were. */
export function presentEvidence(clues: Clues, { owner }: Pick<Sender, 'owner'>): Evidence {
  if (owner === 'other' || owner === 'caller') {
    return { code: null, message: null, status: clues.status, requestId: null, correlationId: null, timestamp: null }
  }
  const graphId = readIdentifier(clues, ['requestid'], ['request-id'], [requestId])
  const entraId = readIdentifier(clues, ['traceid'], ['x-ms-request-id'], [traceId])
  return {
    code: readCode(clues, owner),
    message: readMessage(clues),
    status: clues.status,
    requestId: clues.numbers.length > 0 ? (entraId ?? graphId) : (graphId ?? entraId),
    correlationId: readIdentifier(
      clues,
      ['correlationid', 'clientrequestid'],
      ['client-request-id', 'x-ms-client-request-id'],
      [correlationId, clientRequestId],
    ),
    timestamp: ofMicrosoft.includes(owner) || clues.isAnswer ? readTimestamp(clues, owner) : null,
  }
}

/** Code, redacted message, status, identifiers and Microsoft's own time (ISO 8601 UTC) of any failure. */
export function readEvidence(failure: ReportedFailure): Evidence {
  const clues = readClues(failure)
  return presentEvidence(clues, readSender(clues, null))
}
