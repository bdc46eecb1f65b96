import type { IncomingMessage } from 'node:http'
import { Problem } from '../problem.ts'
import { readHeader } from './raw-headers.ts'

const json = /^(application\/json|text\/json|application\/[\w.+-]+\+json)$/i
const utf8 = /^(utf-?8|us-ascii)$/i
const parameter = /^\s*([\w-]+)\s*=\s*"?([^"]*?)"?\s*$/

/** Reads `Content-Type`. The charset is null if the header does not name one. */
function readType(header: string): { type: string; charset: string | null } {
  const [type = '', ...parameters] = header.split(';')
  const pairs = parameters.map((text) => parameter.exec(text) ?? [])
  const charset = pairs.find(([, name]) => name?.toLowerCase() === 'charset')?.[2]
  return { type: type.trim(), charset: charset ?? null }
}

const unsupported = (detail: string, headers: Record<string, string>) =>
  new Problem('unsupported-media-type', { detail, headers })
const accept = { accept: 'application/json' }

/** Refuses the headers of a body that is not uncompressed JSON in UTF-8. Any type of JSON is accepted. */
export function requireJson(request: IncomingMessage): void {
  const coding = request.headers['content-encoding'] ?? ''
  if (!/^(identity)?$/i.test(coding))
    throw unsupported('Send the body uncompressed, without Content-Encoding.', { 'accept-encoding': 'identity' })
  const header = readHeader(request, 'content-type') ?? ''
  if (header === 'application/json') return
  const { type, charset } = readType(header)
  if (!json.test(type)) throw unsupported('Send the body as JSON, with Content-Type: application/json', accept)
  if (charset !== null && !utf8.test(charset))
    throw unsupported('Send the body in UTF-8. JSON has no other charset.', accept)
}
