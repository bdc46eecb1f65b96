/** A multiple of 4. Decoded in pieces, because each allocated megabyte brings the next garbage collection nearer. */
const pieceLength = 65_536
const scratch = Buffer.allocUnsafeSlow((pieceLength / 4) * 3)

/** Base64 as Graph reads it (RFC 4648, section 4): padded, without line breaks or the URL alphabet. */
function isBase64(content: string): boolean {
  if (content.length % 4 !== 0 || content.includes('-') || content.includes('_')) return false
  const padding = content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0
  // Decoding skips what is not base64, so the length shows it. This is much faster than a regular expression.
  let decoded = 0
  for (let start = 0; start < content.length; start += pieceLength)
    decoded += scratch.write(content.slice(start, start + pieceLength), 'base64')
  return decoded === (content.length / 4) * 3 - padding
}

/** The same bytes, with zeros for the bits below the last byte (RFC 4648, section 3.5). */
const withZeroBits = (base64: string): string =>
  base64.endsWith('=') ? base64.slice(0, -4) + Buffer.from(base64.slice(-4), 'base64').toString('base64') : base64

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
