import type { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as openid from 'openid-client'
import { z } from 'zod'
import { findPerson } from './people.ts'
import { beginSession, type Environment, endSession } from './sessions.ts'

const claimsSchema = z.object({ sub: z.string(), auth_time: z.number() })

interface SignInSettings {
  /** The address of this dashboard. */
  url: string
  issuer: string
  clientId: string
  clientSecret: string
}

interface Transaction {
  nonce: string
  codeVerifier: string
  /** The path to return to. */
  next: string
}

const stateCookie = 'contoso-sign-in'
const transactionSeconds = 10 * 60

/** Only a path of this dashboard, never the address of another site. */
function readNext(url: string, next = '/'): string {
  const address = URL.canParse(next, url) ? new URL(next, url) : null
  return address?.origin === url ? `${address.pathname}${address.search}${address.hash}` : '/'
}

/** Signs people in through the identity provider of the organization (OpenID Connect with PKCE). */
export function serveSignIn(app: Hono<Environment>, { url, issuer, clientId, clientSecret }: SignInSettings): void {
  const redirectUri = `${url}/sign-in/callback`
  const transactions = new Map<string, Transaction>()
  let discovered: Promise<openid.Configuration> | null = null
  const configure = () => {
    // The provider of this example has no certificate.
    discovered ??= openid.discovery(new URL(issuer), clientId, clientSecret, undefined, {
      execute: [openid.allowInsecureRequests],
    })
    discovered.catch(() => {
      discovered = null
    })
    return discovered
  }

  app.get('/sign-in', async (http) => {
    const [state, nonce, codeVerifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()]
    transactions.set(state, { nonce, codeVerifier, next: readNext(url, http.req.query('next')) })
    setTimeout(() => transactions.delete(state), transactionSeconds * 1_000).unref()
    setCookie(http, stateCookie, state, { path: '/sign-in', httpOnly: true, sameSite: 'Lax' })
    const address = openid.buildAuthorizationUrl(await configure(), {
      redirect_uri: redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      // A person who is sent here has to prove who they are, so that auth_time is new.
      max_age: '0',
    })
    return http.redirect(address.href)
  })

  app.get('/sign-in/callback', async (http) => {
    const state = getCookie(http, stateCookie) ?? ''
    deleteCookie(http, stateCookie, { path: '/sign-in' })
    const transaction = transactions.get(state)
    transactions.delete(state)
    if (!transaction) return http.redirect('/signed-out')
    const tokens = await openid
      .authorizationCodeGrant(await configure(), new URL(`${redirectUri}${new URL(http.req.url).search}`), {
        expectedState: state,
        expectedNonce: transaction.nonce,
        pkceCodeVerifier: transaction.codeVerifier,
      })
      .catch(() => null)
    const claims = claimsSchema.safeParse(tokens?.claims())
    const person = claims.success ? findPerson(claims.data.sub) : null
    if (!claims.success || !person) return http.redirect('/signed-out')
    beginSession(http, { person, signedInAt: claims.data.auth_time * 1_000 })
    return http.redirect(transaction.next)
  })

  app.post('/sign-out', (http) => {
    endSession(http)
    return http.redirect('/signed-out', 303)
  })
}
