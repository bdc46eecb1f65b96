/** Unquoted local part only: quoted, commented and grouped forms are read differently by different programs. */
const localPart = /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}$/u
/** A top-level domain has only letters (RFC 1123, 2.1), or is an A-label. */
const domain = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/

/** The domain as A-labels (RFC 5890) in lower case; null if it is not a domain name. */
export function parseDomain(text: string): string | null {
  const trimmed = text.trim()
  // Nearly all are A-labels already; what claims to be encoded is decoded to see whether it is.
  if (domain.test(trimmed) && !trimmed.includes('xn--')) return trimmed
  if (/[\s/\\?#@:%[\]]/.test(trimmed)) return null
  try {
    const { hostname } = new URL(`http://${trimmed}`)
    return domain.test(hostname) ? hostname : null
  } catch {
    return null
  }
}

/** An address as RFC 5321 has it without quoting, its domain as A-labels; null if it is none. */
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
