import type { Federation } from '@office365-email/shared/credential'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { Secret } from '../../ground/secrets/secret.ts'

/** The configuration that signs in. */
export interface Assertor {
  generation: string
  cloud: NationalCloud
}

/** Issues the signed statements that take the place of a secret. */
export interface AssertionIssuer {
  /** Whether all bots have the same subject: then an assertion does not prove which bot signs in. */
  isShared: boolean
  /** Null if that is not known now. */
  describe(assertor: Assertor): Federation | null
  /** A new one for each sign-in. Throws `AssertionUnavailableError` if there is none. */
  assert(assertor: Assertor): Promise<Secret>
}

/** The assertion cannot be made or read. */
export class AssertionUnavailableError extends Error {}
