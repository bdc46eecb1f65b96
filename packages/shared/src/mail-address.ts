/** Unquoted local part only: programs interpret quoted, commented, and grouped forms differently. */
const localPart = /^[^\s\p{C}\p{DI}\u2800"(),:;<>@[\\\]]{1,64}$/u
/** A top-level domain has only letters (RFC 1123, 2.1), or is an A-label. */
const domain = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/

/** The domain as A-labels (RFC 5890) in lower case; null if it is not a domain name. */
export function parseDomain(text: string): string | null {
  const trimmed = text.trim()
  // A lowercase ASCII domain needs no normalization. `new URL` validates `xn--` labels and encodes other characters.
  if (domain.test(trimmed) && !trimmed.includes('xn--')) return trimmed
  if (/[\s\u2800/\\?#@:%[\]]/.test(trimmed)) return null
  try {
    const { hostname } = new URL(`http://${trimmed}`)
    return domain.test(hostname) ? hostname : null
  } catch {
    return null
  }
}

/** An unquoted address as in RFC 5321, its domain as A-labels; null if the text is not one. */
export function parseMailAddress(text: string): string | null {
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf('@')
  if (at < 1 || trimmed.length > 254) return null
  const local = trimmed.slice(0, at)
  const host = parseDomain(trimmed.slice(at + 1))
  if (!host || !localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return null
  return `${local}@${host}`
}
