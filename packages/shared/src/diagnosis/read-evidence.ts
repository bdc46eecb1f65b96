import type { Evidence, ReportedFailure } from './diagnosis.ts'
import { type Clues, readClues } from './read-clues.ts'
import { redactSecrets } from './redact.ts'

const maxMessageLength = 2_000

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const afterName = (name: string) => new RegExp(`(?:${name})["'\\]]{0,2}\\s?(?:=>|[:=])?\\s?["']?(${guid})`)
const clientRequestId = afterName('client[-_]?request[-_]?id')
const correlationId = afterName('correlation[ _-]?id')
const requestId = afterName('(?<!client[-_]?)request[ _-]?id')
const traceId = afterName('trace[ _-]?id')
const identifier = /^[\w.:-]{4,128}$/

const timeForm = /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,7})?)\s?(Z|[+-]\d\d:?\d\d)?/i
const graphCode = /["'[]?\b(?:error)?code["'\]]?\s?(?:=>|[:=])\s?["']?([a-z][a-z_.]{2,80})/i
const errorWord = /\b((?:error|mailbox|authorization_|authentication_|request_)[a-z]*[A-Z][A-Za-z]{2,60})\b/i
const nodeCode = /\b(E[A-Z]{3,}(?:_[A-Z]+)*|[A-Z]+(?:_[A-Z]+){1,6})\b/
const oauthError =
  /\b(invalid_[a-z]+|unauthorized_client|interaction_required|temporarily_unavailable|server_error|access_denied)\b/
const quotedMessage = /["']?(?:error_?description|error_?message|message)["'\]]?\s?(?:=>|[:=])\s?["']([^"]{3,2000})/i

function readIdentifier(clues: Clues, names: readonly string[], headers: readonly string[], forms: readonly RegExp[]) {
  for (const name of names) {
    const member = clues.members.get(name)
    if (member !== undefined && identifier.test(member)) return member.toLowerCase()
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
export function parseTimestamp(text: string): string | null {
  const found = timeForm.exec(text)
  const moment = new Date(
    found === null ? text : `${found[1]}T${found[2]?.slice(0, 12)}${(found[3] ?? 'Z').toUpperCase()}`,
  )
  const year = moment.getUTCFullYear()
  return Number.isNaN(year) || year < 2000 || year > 2100 ? null : moment.toISOString().replace('.000Z', 'Z')
}

function readTimestamp(clues: Clues): string | null {
  const member = clues.members.get('timestamp') ?? clues.members.get('date')
  const inText = timeForm.exec(clues.flat)?.[0]
  for (const text of [member, inText, clues.headers.get('date')]) {
    const parsed = text === undefined ? null : parseTimestamp(text)
    if (parsed !== null) return parsed
  }
  return null
}

function readCode(clues: Clues): string | null {
  const number = clues.numbers[0]
  if (number !== undefined) return `AADSTS${number}`
  const member = clues.members.get('code') ?? clues.members.get('errorcode')
  if (member !== undefined && /^[A-Za-z][\w.]{1,80}$/.test(member)) return member
  const smtp = /\b5\d\d (5\.\d\.\d{1,3})\b/.exec(clues.flat)?.[1]
  const forms = [graphCode, oauthError, errorWord, nodeCode]
  return forms.map((form) => form.exec(clues.flat)?.[1]).find((found) => found !== undefined) ?? smtp ?? null
}

const shorten = (text: string): string =>
  text.length > maxMessageLength ? `${text.slice(0, maxMessageLength - 1)}…` : text

function readMessage(clues: Clues): string | null {
  const { members, flat } = clues
  const member = members.get('errordescription') ?? members.get('message') ?? members.get('errormessage')
  const entra = /AADSTS\d{4,9}[\s\S]{0,2000}/.exec(flat)?.[0].split(/ ?Trace ID:|["'] ?, ?["']error_codes/i)[0]
  const words = [entra, member, quotedMessage.exec(flat)?.[1], flat].find(
    (text) => text !== undefined && text.trim() !== '',
  )
  return words === undefined ? null : shorten(redactSecrets(words).trim())
}

export function presentEvidence(clues: Clues): Evidence {
  const graphId = readIdentifier(clues, ['requestid'], ['request-id'], [requestId])
  const entraId = readIdentifier(clues, ['traceid'], ['x-ms-request-id'], [traceId])
  return {
    code: readCode(clues),
    message: readMessage(clues),
    status: clues.status,
    requestId: clues.numbers.length > 0 ? (entraId ?? graphId) : (graphId ?? entraId),
    correlationId: readIdentifier(
      clues,
      ['correlationid', 'clientrequestid'],
      ['client-request-id', 'x-ms-client-request-id'],
      [correlationId, clientRequestId],
    ),
    timestamp: readTimestamp(clues),
  }
}

/** Code, redacted message, status, identifiers and Microsoft's own time (ISO 8601 UTC) of any failure. */
export const readEvidence = (failure: ReportedFailure): Evidence => presentEvidence(readClues(failure))
