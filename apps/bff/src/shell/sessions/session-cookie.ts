import { sessionCookieName } from '@office365-email/shared/session'
import type { Context } from 'hono'
import { generateCookie } from 'hono/cookie'
import { cookieOptions, readCookie } from '../../ground/http/cookie-options.ts'
import type { Reply } from '../../ground/http/endpoint-route.ts'
import type { Environment } from '../../ground/http/environment.ts'

export function createSessionCookie(config: { publicUrl: string }) {
  const options = cookieOptions(config)
  return {
    read: (context: Context<Environment>): string | undefined => readCookie(context, sessionCookieName, options),
    write: (reply: Reply, token: string) => reply.cookies.push(generateCookie(sessionCookieName, token, options)),
    clear: (reply: Reply) => reply.cookies.push(generateCookie(sessionCookieName, '', { ...options, maxAge: 0 })),
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
