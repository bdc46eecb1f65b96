/** A multiple of 4. Decoded in pieces, because each allocated megabyte brings the next garbage collection nearer. */
const pieceLength = 65_536
const scratch = Buffer.allocUnsafeSlow((pieceLength / 4) * 3)

/** Padded base64, without line breaks or the URL alphabet (RFC 4648, section 4). */
export function isBase64(content: string): boolean {
  if (content.length % 4 !== 0 || content.includes('-') || content.includes('_')) return false
  // The decoder reads only the low byte of a letter above U+00FF.
  if (Buffer.byteLength(content) !== content.length) return false
  const padding = content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0
  // Decoding skips what is not base64, so the length shows it. This is much faster than a regular expression.
  let decoded = 0
  for (let start = 0; start < content.length; start += pieceLength)
    decoded += scratch.write(content.slice(start, start + pieceLength), 'base64')
  return decoded === (content.length / 4) * 3 - padding
}
