import { errors, type JWTPayload, jwtVerify } from 'jose'
import { Problem } from '../../ground/problem.ts'
import { type HostIdentity, readHostIdentity } from './host-identity.ts'
import { leewaySeconds } from './host-person.ts'
import type { HostSignInSettings } from './host-sign-in-settings.ts'
import { type KeySet, KeysUnavailable } from './key-set.ts'

/** Only signatures that a public key verifies: a secret that verifies a signature could also make one. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

const shape = /^[\w-]+\.[\w-]+\.[\w-]+$/

export interface HostSignIn {
  settings: HostSignInSettings
  /** Throws a problem unless the host signed this token for this server, and it is valid now. */
  identify(token: string, now: Date): Promise<HostIdentity>
}

export interface HostSignInWatch {
  /** Why a token was refused: a code of jose, and the claim at fault. */
  onRefused: (reason: { code: string; claim: string | undefined }) => void
  onIgnoredBot: () => void
}

function describeRefusal(error: unknown): { code: string; claim: string | undefined } {
  if (!(error instanceof errors.JOSEError)) return { code: 'ERR_UNKNOWN', claim: undefined }
  const isAboutClaim = error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired
  return { code: error.code, claim: isAboutClaim ? error.claim : undefined }
}

export const invalidHostToken = (cause?: unknown): Problem =>
  new Problem('not-signed-in', {
    detail:
      cause instanceof errors.JWTExpired
        ? 'Your sign-in to the dashboard has expired. Sign in there again.'
        : 'The token that the dashboard sent for you is not valid here. Sign in there again.',
    cause,
  })

const unavailable = (cause: unknown) =>
  new Problem('sign-in-unavailable', {
    detail: 'The server cannot read the keys that verify your sign-in to the dashboard. Try again in a moment.',
    retryAfterSeconds: 5,
    cause,
  })

/** Signs people in with the JSON Web Token (RFC 7519) that the proxy of the host adds to each request. */
export function createHostSignIn(settings: HostSignInSettings, keys: KeySet, watch: HostSignInWatch): HostSignIn {
  const { issuer, audience, claims } = settings

  async function verify(token: string, now: Date): Promise<JWTPayload> {
    try {
      if (!shape.test(token)) throw new errors.JWTInvalid('not a compact JWS')
      const { payload } = await jwtVerify(token, keys, {
        algorithms,
        issuer,
        audience,
        requiredClaims: ['exp'],
        clockTolerance: leewaySeconds,
        currentDate: now,
      })
      return payload
    } catch (error) {
      if (error instanceof KeysUnavailable) throw unavailable(error)
      watch.onRefused(describeRefusal(error))
      throw invalidHostToken(error)
    }
  }

  return {
    settings,
    identify: async (token, now) => readHostIdentity(await verify(token, now), claims, watch.onIgnoredBot),
  }
}
