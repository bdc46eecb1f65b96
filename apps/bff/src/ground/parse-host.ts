export interface ParsedHost {
  /** With the port, unless that is the default of the scheme. */
  host: string
  hostname: string
}

/** Excludes what `URL` would remove or read as another part of an address, such as a user name or a path. */
const authority = /^[\w.:[\]-]+$/

function parseUrl(url: string): ParsedHost | null {
  if (!URL.canParse(url)) return null
  const { hostname, port } = new URL(url)
  const name = hostname.replace(/\.$/, '')
  if (name === '') return null
  return { hostname: name, host: port === '' ? name : `${name}:${port}` }
}

/** Nearly all requests name the same host. */
let last: { url: string; parsed: ParsedHost | null } | null = null

/**
 * Reads a host with an optional port, such as the value of `Host`. Returns one spelling for each host (RFC 9110, 4.2.3):
 * lower case, without the default port and without the dot at the end. Null if it is not a host.
 */
export function parseHost(text: string, protocol: string): ParsedHost | null {
  const url = `${protocol}//${text}`
  if (last?.url !== url) last = { url, parsed: authority.test(text) ? parseUrl(url) : null }
  return last.parsed
}

/** Returns one spelling for each origin; null if the text is not an origin. */
export function parseOrigin(text: string): string | null {
  const [, protocol, rest] = /^(https?:)\/\/(.*)$/i.exec(text) ?? []
  if (protocol === undefined || rest === undefined) return null
  const parsed = parseHost(rest, protocol.toLowerCase())
  return parsed && `${protocol.toLowerCase()}//${parsed.host}`
}
