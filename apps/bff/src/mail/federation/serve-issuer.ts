import type { Hono } from 'hono'
import type { Environment } from '../../ground/http/environment.ts'
import type { OwnIssuer } from './own-issuer.ts'

/** Below the address of the issuer (OpenID Connect Discovery 1.0, section 4). */
export const issuerPaths = { configuration: '/.well-known/openid-configuration', keys: '/.well-known/jwks' } as const

/** Shorter than the time for which a new key is published before it signs. */
const cacheControl = 'public, max-age=3600'

/** The two documents that Entra reads before it accepts an assertion. They are public. */
export function serveIssuer(app: Hono<Environment>, issuer: OwnIssuer, prefixes: readonly string[]): void {
  for (const prefix of prefixes) {
    app.get(`${prefix}${issuerPaths.configuration}`, (http) =>
      http.json(
        {
          issuer: issuer.url,
          jwks_uri: `${issuer.url}${issuerPaths.keys}`,
          response_types_supported: ['id_token'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        },
        200,
        { 'cache-control': cacheControl },
      ),
    )
    app.get(`${prefix}${issuerPaths.keys}`, async (http) => {
      const keySet = await issuer.keySet()
      // The first key of all signs at once, so that no cache may keep the empty set.
      return http.json(keySet, 200, { 'cache-control': keySet.keys.length === 0 ? 'no-store' : cacheControl })
    })
  }
}
