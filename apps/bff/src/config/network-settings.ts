import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** undici decodes name and password at the start, and fails with an error that does not name the setting. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`)
    return true
  } catch {
    return false
  }
}

const proxy = (protocols: string[] | null) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && (protocols?.includes(new URL(text).protocol) ?? true),
      'is not a URL such as http://proxy.example.com:8080',
    )
    .refine(
      (text) => !URL.canParse(text) || isDecodable(new URL(text)),
      'has a bare % in its name or password; write it as %25',
    )
    .optional()

const httpProxy = proxy(['http:', 'https:'])
/** `@azure/identity` parses it, although the requests that it makes go through our own client. */
const anyProxy = proxy(null)

/** Node ignores a file without certificates, and then every call through an inspecting proxy would fail. */
function hasCertificates(file: string): boolean {
  try {
    return new X509Certificate(readFileSync(file)).subject !== undefined
  } catch {
    return false
  }
}

export const certificates = z
  .string()
  .refine(hasCertificates, 'names a file that cannot be read or does not begin with a certificate in PEM form')
  .optional()

/** Variables that Node and the libraries read themselves. Their own errors would show the value, password included. */
export const networkSettings = {
  HTTPS_PROXY: httpProxy,
  https_proxy: httpProxy,
  HTTP_PROXY: httpProxy,
  http_proxy: httpProxy,
  ALL_PROXY: anyProxy,
  all_proxy: anyProxy,
  NODE_EXTRA_CA_CERTS: certificates,
  /** As for `psql`: the authority that signed the certificate of PostgreSQL. */
  PGSSLROOTCERT: certificates,
  NODE_TLS_REJECT_UNAUTHORIZED: z
    .string()
    .refine((value) => value !== '0', 'turns off certificate checks; use NODE_EXTRA_CA_CERTS instead')
    .optional(),
  /** `@azure/identity` would send every sign-in to another host than the one of the cloud. */
  AZURE_REGIONAL_AUTHORITY_NAME: z.undefined('is not supported; remove it').optional(),
}

type Given = Partial<Record<keyof typeof networkSettings, string | undefined>>

/** Settings that an operator may rely on, but that have no effect. */
export function listUnusedSettings(given: Given): string[] {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy } = given
  return (ALL_PROXY ?? all_proxy) !== undefined && (HTTPS_PROXY ?? https_proxy) === undefined ? ['ALL_PROXY'] : []
}
