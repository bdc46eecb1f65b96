import { isBase64 } from '../../../ground/base64.ts'

/** The same bytes, with zeros for the bits below the last byte (RFC 4648, section 3.5). */
function withZeroBits(base64: string): string {
  const end = base64.slice(-4)
  const canonical = Buffer.from(end, 'base64').toString('base64')
  // A new text of megabytes would also be compared with the old one.
  return canonical === end ? base64 : base64.slice(0, -4) + canonical
}

/** Base64 with line breaks (RFC 2045), in the URL alphabet or without padding, as Graph reads it. Null if it is not base64. */
export function canonicalBase64(content: string): string | null {
  if (isBase64(content)) return withZeroBits(content)
  const bare = content
    .replace(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '')
  const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')
  return isBase64(padded) ? withZeroBits(padded) : null
}
