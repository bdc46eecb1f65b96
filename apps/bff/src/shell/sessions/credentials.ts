import type { Context } from 'hono'
import type { Environment } from '../../ground/http/environment.ts'
import { valuesOf } from '../../ground/http/raw-headers.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What identifies the caller of a request. Only one of several counts: a service key, then a token of the host. */
export type Credentials =
  | { kind: 'service-key'; authorization: string }
  /** Null: the header is empty, sent more than once, or has no token. */
  | { kind: 'host-token'; token: string | null }
  | { kind: 'session'; token: string }

const bearer = /^Bearer +([^ ]+) *$/i

/** A service key never contains a period, and a JSON Web Token does. */
const isToken = (text: string) => text.includes('.')

function readHostToken(header: string, values: string[]): string | null {
  const [value = '', ...others] = values
  const [, text] = bearer.exec(value) ?? []
  const token = text ?? (header === 'authorization' ? '' : value)
  return others.length === 0 && isToken(token) ? token : null
}

/** Whether the header `Authorization` presents a service key, valid or not. */
function presentsKey(authorization: string[]): boolean {
  const [, text] = bearer.exec(authorization.join(', ')) ?? []
  return text !== undefined && !isToken(text)
}

/** `hostHeader` is in lower case; null if no host signs people in. */
export const createCredentialsReader =
  (cookie: SessionCookie, hostHeader: string | null) =>
  (http: Context<Environment>): Credentials | null => {
    const { incoming } = http.env
    const authorization = valuesOf(incoming, 'authorization')
    const hostValues = hostHeader === null ? [] : valuesOf(incoming, hostHeader)
    // Proxies send other things in `Authorization` too, such as a name and a password for themselves.
    if (hostHeader !== null && hostValues.length > 0 && !presentsKey(authorization))
      return { kind: 'host-token', token: readHostToken(hostHeader, hostValues) }
    if (authorization.length > 0) return { kind: 'service-key', authorization: authorization.join(', ') }
    const token = cookie.read(http)
    return token === undefined ? null : { kind: 'session', token }
  }
