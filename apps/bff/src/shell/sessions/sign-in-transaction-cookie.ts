import type { Context } from 'hono'
import { generateCookie } from 'hono/cookie'
import { z } from 'zod'
import { cookieOptions, readCookie } from '../../ground/http/cookie-options.ts'
import type { Reply } from '../../ground/http/endpoint-route.ts'
import type { Environment } from '../../ground/http/environment.ts'

const name = 'office365-email-sign-in'
const lifetimeSeconds = 600

const schema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  next: z.string(),
  /** Whether the person has to sign in at the provider after `begunAt`, in milliseconds since 1970. */
  isFresh: z.boolean(),
  begunAt: z.number(),
  /** The session whose person the identity is linked to; null for a sign-in. */
  linkTo: z.string().nullable(),
})
export type SignInTransaction = z.infer<typeof schema>

/** Lax, since the browser comes back from another site. Valid for ten minutes and one sign-in. */
export function createSignInTransactionCookie(config: { publicUrl: string }) {
  const options = cookieOptions(config)
  return {
    write(reply: Reply, content: SignInTransaction): void {
      const value = Buffer.from(JSON.stringify(content)).toString('base64url')
      reply.cookies.push(generateCookie(name, value, { ...options, maxAge: lifetimeSeconds }))
    },
    /** Reads and deletes the cookie. Null if it is missing or not valid. */
    take(context: Context<Environment>, reply: Reply): SignInTransaction | null {
      const text = readCookie(context, name, options)
      reply.cookies.push(generateCookie(name, '', { ...options, maxAge: 0 }))
      try {
        return schema.parse(JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8')))
      } catch {
        return null
      }
    },
  }
}

export type SignInTransactionCookie = ReturnType<typeof createSignInTransactionCookie>

/** Only to parse paths. */
const anyOrigin = 'http://localhost'

/** Returns a path of this server's own pages, below the base path, or `/` if `next` could lead elsewhere. */
export function toOwnPath(next: string | undefined): string {
  if (next === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || next.includes('\\')) return '/'
  const url = URL.canParse(next, anyOrigin) ? new URL(next, anyOrigin) : null
  const isOwn = url?.origin === anyOrigin && !url.pathname.startsWith('//') && !url.pathname.startsWith('/api/')
  return isOwn ? `${url.pathname}${url.search}${url.hash}` : '/'
}
