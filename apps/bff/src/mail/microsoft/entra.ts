import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { Secret } from '../../ground/secrets/secret.ts'

/** The origins of Entra and Graph, and the scope of an app-only token, for each cloud. */
export type MicrosoftHosts = Record<NationalCloud, { loginUrl: string; graphUrl: string; scope: string }>

/** The app registration that signs in: a saved secret never serves another one. */
export interface Application {
  cloud: NationalCloud
  tenantId: string
  clientId: string
}

export interface AccessToken {
  value: Secret
  /** Milliseconds since 1970. */
  expiresAt: number
  /** Application permissions that Entra granted; null if the token does not tell. */
  roles: string[] | null
}

/** What came of asking Entra for a token. `refused` is its verdict on the values; the others say nothing about them. */
export type SignInOutcome =
  | { outcome: 'signed-in'; token: AccessToken }
  | { outcome: 'refused'; failure: Failure }
  | { outcome: 'throttled'; failure: Failure; retryAfterSeconds: number }
  | { outcome: 'unreachable'; failure: Failure }

export type TenantOutcome = { outcome: 'found'; tenantId: string } | Exclude<SignInOutcome, { outcome: 'signed-in' }>

/** Microsoft Entra. Settles within the deadline, and never answers from a cache. */
export interface Entra {
  signIn(application: Application & { clientSecret: Secret }, deadlineMs?: number): Promise<SignInOutcome>
  /** The tenant ID that belongs to a verified domain. */
  findTenant(cloud: Application['cloud'], domain: string): Promise<TenantOutcome>
}
