import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { Application } from '../configuration/office365-configuration.ts'

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
