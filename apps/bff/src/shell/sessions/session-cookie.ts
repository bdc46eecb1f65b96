import { sessionCookieName } from '@office365-email/shared/session'
import type { Context } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'
import type { Reply } from '../../ground/http/endpoint-route.ts'
import type { Environment } from '../../ground/http/environment.ts'

/** `__Host-` (RFC 6265bis) keeps other hosts of the domain from planting a session; it needs https. */
export function createSessionCookie({ publicUrl }: { publicUrl: string }) {
  const prefix = publicUrl.startsWith('https:') ? { prefix: 'host' as const } : {}
  const options = { ...prefix, path: '/', secure: 'prefix' in prefix, httpOnly: true, sameSite: 'Lax' as const }
  return {
    read: (context: Context<Environment>): string | undefined =>
      'prefix' in prefix ? getCookie(context, sessionCookieName, 'host') : getCookie(context, sessionCookieName),
    write: (reply: Reply, token: string) => reply.cookies.push(generateCookie(sessionCookieName, token, options)),
    clear: (reply: Reply) => reply.cookies.push(generateCookie(sessionCookieName, '', { ...options, maxAge: 0 })),
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
