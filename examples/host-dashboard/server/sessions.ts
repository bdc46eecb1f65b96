import { randomBytes } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Person } from './people.ts'

export interface Session {
  person: Person
  /** When the person last proved who they are, in milliseconds. */
  signedInAt: number
}

export interface Environment {
  Variables: { session: Session | null }
}

const cookieName = 'contoso-session'
const lifetimeSeconds = 8 * 60 * 60

/** By the value of the cookie. A dashboard with several servers keeps them in its database. */
const sessions = new Map<string, Session & { endsAt: number }>()

export const readSession: MiddlewareHandler<Environment> = async (http, next) => {
  const session = sessions.get(getCookie(http, cookieName) ?? '')
  http.set('session', session && session.endsAt > Date.now() ? session : null)
  await next()
}

export function endSession(http: Context): void {
  sessions.delete(deleteCookie(http, cookieName, { path: '/' }) ?? '')
}

export function beginSession(http: Context, session: Session): void {
  endSession(http)
  const id = randomBytes(32).toString('base64url')
  sessions.set(id, { ...session, endsAt: Date.now() + lifetimeSeconds * 1_000 })
  const secure = new URL(http.req.url).protocol === 'https:'
  setCookie(http, cookieName, id, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: lifetimeSeconds })
}
