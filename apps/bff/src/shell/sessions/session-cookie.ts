import { sessionCookieName } from '@office365-email/shared/session'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Environment } from '../../ground/http/environment.ts'

/** `__Host-` (RFC 6265bis) keeps other hosts of the domain from planting a session; it needs https. */
export function createSessionCookie({ publicUrl }: { publicUrl: string }) {
  const prefix = publicUrl.startsWith('https:') ? { prefix: 'host' as const } : {}
  const options = { ...prefix, path: '/', secure: 'prefix' in prefix, httpOnly: true, sameSite: 'Lax' as const }
  return {
    read: (context: Context<Environment>): string | undefined =>
      'prefix' in prefix ? getCookie(context, sessionCookieName, 'host') : getCookie(context, sessionCookieName),
    write: (context: Context<Environment>, token: string) => setCookie(context, sessionCookieName, token, options),
    clear: (context: Context<Environment>) => deleteCookie(context, sessionCookieName, options),
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
