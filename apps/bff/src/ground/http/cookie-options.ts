import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { CookieOptions, CookiePrefixOptions } from 'hono/utils/cookie'
import { basePathOf } from './base-path.ts'
import type { Environment } from './environment.ts'

/**
 * The prefix `__Host-` (RFC 6265bis) keeps other hosts of the domain from planting a cookie. It needs https and the path
 * `/`, so below a path the prefix is `__Secure-`. Lax, also in a frame: only pages of the same site can show ours to a
 * person who signed in here.
 */
export function cookieOptions({ publicUrl }: { publicUrl: string }) {
  const basePath = basePathOf(publicUrl)
  const isSecure = publicUrl.startsWith('https:')
  const prefix: CookiePrefixOptions = basePath === '' ? 'host' : 'secure'
  return {
    ...(isSecure && { prefix }),
    path: basePath || '/',
    secure: isSecure,
    httpOnly: true,
    sameSite: 'Lax',
  } satisfies CookieOptions
}

export const readCookie = (
  context: Context<Environment>,
  name: string,
  { prefix }: { prefix?: CookiePrefixOptions },
): string | undefined => (prefix ? getCookie(context, name, prefix) : getCookie(context, name))
