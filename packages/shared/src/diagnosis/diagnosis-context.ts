import type { NationalCloud } from '../national-cloud.ts'

/**
 * What is known of the configuration that failed; everything may be left out. It sharpens a diagnosis, it never makes one alone.
 * The secret itself is not part of it.
 */
export interface DiagnosisContext {
  clientId?: string | null
  tenantId?: string | null
  userId?: string | null
  userEmail?: string | null
  cloud?: NationalCloud | null
  /** When the secret in use was saved here. */
  secretSavedAt?: Date | string | null
  /** The last day of the secret as the admin wrote it down, `YYYY-MM-DD`. */
  secretExpiresOn?: string | null
  /** The value in Client Secret Key has the form of a GUID, as a Secret ID has. */
  secretLooksLikeGuid?: boolean | null
  /** The `roles` of the token that was used: empty if it had none, null or absent if nobody looked. */
  tokenRoles?: readonly string[] | null
  /** When Mail.Send was first seen among the roles of a token. */
  rolesSeenAt?: Date | string | null
  now?: Date
}
