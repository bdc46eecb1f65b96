import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

type Claims = Record<string, unknown>

/** A provider without sign-in that returns the given claims, even those that a real one would never send. */
export interface LooseIdentityProvider {
  issuer: string
  /** The settings of a server that uses this provider. */
  environment: Record<string, string>
  /** Sets the claims of the next sign-in, in the ID token (undefined omits a claim) and in userinfo. */
  answer(idToken: Claims, userInfo?: Claims): void
  /** The parameters of each request to the authorization endpoint. */
  asked: URLSearchParams[]
  close(): Promise<void>
}

const client = { id: 'dashboard', secret: 'the-secret-of-the-client-at-the-provider' }

export async function startLooseIdentityProvider(): Promise<LooseIdentityProvider> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const asked: URLSearchParams[] = []
  const nonces = new Map<string, string>()
  let idTokenClaims: Claims = {}
  let userInfoClaims: Claims = {}

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const sub = () => String(idTokenClaims['sub'])

  async function signIdToken(nonce: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000)
    const claims = { iss: issuer, aud: client.id, iat: now, exp: now + 300, auth_time: now, nonce, ...idTokenClaims }
    return await new SignJWT(JSON.parse(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'RS256', kid: 'key' })
      .sign(privateKey)
  }

  async function respondTo(url: URL, body: URLSearchParams): Promise<unknown> {
    if (url.pathname.endsWith('/openid-configuration'))
      return {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      }
    if (url.pathname === '/jwks') return { keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256' }] }
    if (url.pathname === '/userinfo') return { sub: sub(), ...userInfoClaims }
    const idToken = await signIdToken(nonces.get(body.get('code') ?? '') ?? '')
    return { access_token: 'token', token_type: 'Bearer', expires_in: 300, id_token: idToken }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', issuer)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (url.pathname === '/auth') {
      asked.push(url.searchParams)
      const code = randomBytes(16).toString('hex')
      nonces.set(code, url.searchParams.get('nonce') ?? '')
      const target = new URL(url.searchParams.get('redirect_uri') ?? '')
      target.search = new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }).toString()
      return void response.writeHead(302, { location: target.href }).end()
    }
    const body = new URLSearchParams(Buffer.concat(chunks).toString())
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await respondTo(url, body)))
  }

  return {
    issuer,
    environment: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret },
    answer(idToken, userInfo = {}) {
      idTokenClaims = idToken
      userInfoClaims = userInfo
    },
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
