import { createServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/** A pair of keys of the host. The public one is in its key set while it is listed. */
export interface HostKey {
  alg: string
  kid: string
  privateKey: GenerateKeyPairResult['privateKey']
  publicJwk: JWK
}

export async function makeHostKey(kid: string, alg = 'ES256'): Promise<HostKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { alg, kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg } }
}

export const hostIssuer = 'https://dashboard.example'
export const hostAudience = 'office365-email'

/** A token that is valid for five minutes, unless the claims say something else. An undefined claim is left out. */
export function signHostToken(key: HostKey, claims: JWTPayload = {}, header: Record<string, unknown> = {}) {
  const seconds = Math.floor(Date.now() / 1_000)
  const payload = { iss: hostIssuer, aud: hostAudience, sub: 'grace', iat: seconds, exp: seconds + 300, ...claims }
  return new SignJWT(payload).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey)
}

/** The web server of a host that publishes its keys. */
export interface TestHost {
  url: string
  /** The keys that it publishes. */
  keys: HostKey[]
  /** How many times the keys were read. */
  reads: number
  /** Responds instead of publishing the keys; undefined: publishes them again. */
  respond: ((response: ServerResponse) => void) | undefined
  close(): Promise<void>
}

export async function startTestHost(keys: HostKey[], tls?: { key: string; cert: string }): Promise<TestHost> {
  const host: TestHost = { url: '', keys, reads: 0, respond: undefined, close: () => Promise.resolve() }
  const listener: Parameters<typeof createServer>[1] = (_request, response) => {
    host.reads += 1
    if (host.respond) return host.respond(response)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys: host.keys.map(({ publicJwk }) => publicJwk) }))
  }
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  host.url = `${tls ? 'https' : 'http'}://localhost:${port}/keys`
  host.close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return host
}

/** The settings of a server inside this host. `jwks` is the URL or the file of its keys. */
export const hostEnvironment = (jwks: string) => ({
  HOST_JWT_HEADER: 'X-Host-Token',
  HOST_JWT_JWKS: jwks,
  HOST_JWT_ISSUER: hostIssuer,
  HOST_JWT_AUDIENCE: hostAudience,
})
