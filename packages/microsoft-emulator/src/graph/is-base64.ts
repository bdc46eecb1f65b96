/** Standard base64 with padding, or an empty string. A regular expression with groups overflows on megabytes. */
export function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return /^[A-Za-z0-9+/]*$/.test(text.slice(0, text.length - padding))
}
