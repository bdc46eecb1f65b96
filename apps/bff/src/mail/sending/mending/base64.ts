/** Base64 as Graph reads it (RFC 4648, section 4): padded, without line breaks or the URL alphabet. */
function isBase64(content: string): boolean {
  if (content.length % 4 !== 0 || content.includes('-') || content.includes('_')) return false
  const padding = content.endsWith('==') ? 2 : content.endsWith('=') ? 1 : 0
  // Decoding skips what is not base64, so the length shows it. This is much faster than a regular expression.
  return Buffer.from(content, 'base64').length === (content.length / 4) * 3 - padding
}

/** Base64 with line breaks (RFC 2045), in the URL alphabet or without padding, as Graph reads it. Null if it is not base64. */
export function canonicalBase64(content: string): string | null {
  if (isBase64(content)) return content
  const bare = content
    .replace(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '')
  const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, '=')
  // Encoded again, as the bits below the last byte have to be zero.
  return isBase64(padded) ? Buffer.from(padded, 'base64').toString('base64') : null
}
