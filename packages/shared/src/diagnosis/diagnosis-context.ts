import type { NationalCloud } from '../national-cloud.ts'

/**
 * Facts about the configuration that failed. Each may be absent. They make a diagnosis more precise, but never make one by
 * themselves. The secret itself is not included.
 */
export interface DiagnosisContext {
  clientId?: string | null
  tenantId?: string | null
  userId?: string | null
  userEmail?: string | null
  cloud?: NationalCloud | null
  /** When the current secret was saved here. */
  secretSavedAt?: Date | string | null
  /** The expiry date of the secret that the admin entered, `YYYY-MM-DD`. */
  secretExpiresOn?: string | null
  /** Whether the value in Client Secret Key is a GUID, like a Secret ID. */
  secretLooksLikeGuid?: boolean | null
  /** The `roles` of the token that was used: empty if it had none, null or absent if unknown. */
  tokenRoles?: readonly string[] | null
  /** When a token first had the role Mail.Send. */
  rolesSeenAt?: Date | string | null
  now?: Date
}
