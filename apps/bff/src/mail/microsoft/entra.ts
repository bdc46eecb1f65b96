import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { Proof } from '../credentials/credential.ts'

/** The origins of Entra and Graph, and the scope of an app-only token, for each cloud. */
export type MicrosoftHosts = Record<NationalCloud, { loginUrl: string; graphUrl: string; scope: string }>

/** The app registration that signs in. A saved secret is never used for another one. */
export interface Application {
  cloud: NationalCloud
  tenantId: string
  clientId: string
}

export interface AccessToken {
  value: Secret
  /** Milliseconds since 1970. */
  expiresAt: number
  /** Application permissions that Entra granted; null if the token cannot be read. */
  roles: string[] | null
}

/**
 * The result of a token request. `refused` is Entra's verdict on the values; failures other than that say nothing about
 * them.
 */
export type SignInOutcome =
  | { outcome: 'signed-in'; token: AccessToken }
  | { outcome: 'refused'; failure: Failure }
  | { outcome: 'throttled'; failure: Failure; retryAfterSeconds: number }
  | { outcome: 'unreachable'; failure: Failure }

export type TenantOutcome = { outcome: 'found'; tenantId: string } | Exclude<SignInOutcome, { outcome: 'signed-in' }>

/** Microsoft Entra. Settles within the deadline, and never uses a cache. */
export interface Entra {
  signIn(application: Application & { proof: Proof }, deadlineMs?: number): Promise<SignInOutcome>
  /** The tenant ID that belongs to a verified domain. */
  findTenant(cloud: Application['cloud'], domain: string): Promise<TenantOutcome>
}
