import { basePathOf } from './base-path.ts'

/** One directive for each member. Pages load everything from this server. */
const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
  'object-src': "'none'",
}

/** The value of `Content-Security-Policy`. */
export const contentSecurityPolicy = (exceptions: Partial<typeof pagePolicy> = {}): string =>
  Object.entries({ ...pagePolicy, ...exceptions })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

export interface SecuritySettings {
  publicUrl: string
  /** Origins whose pages may show ours in a frame. */
  frameAncestors: readonly string[]
}

/** A host with pages of other products decides itself whether all of it needs https. */
const needsHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:') && basePathOf(publicUrl) === ''

/** Who may show the pages in a frame. `X-Frame-Options` cannot name origins, so browsers must not get it then. */
const framing = (origins: readonly string[]): Record<string, string> =>
  origins.length === 0
    ? { 'content-security-policy': contentSecurityPolicy(), 'x-frame-options': 'DENY' }
    : { 'content-security-policy': contentSecurityPolicy({ 'frame-ancestors': origins.join(' ') }) }

/** The security headers of every response, as OWASP's HTTP Security Response Headers Cheat Sheet lists them. */
export const securityHeaders = ({ publicUrl, frameAncestors }: SecuritySettings): Readonly<Record<string, string>> => ({
  ...framing(frameAncestors),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
  ...(needsHttps(publicUrl) && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
})
