import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { Application } from '../microsoft/entra.ts'
import type { Health } from './health.ts'

/**
 * Identifies one saved configuration. It is never reused, not even for a bot that is created again with the same ID.
 */
export interface ConfigurationReference {
  botId: string
  /** A new random ID each time an unconfigured bot is configured. It stays the same across Reset and Submit. */
  generation: string
  version: number
}

/** The saved configuration that a bot's mail is sent with. Its secret is sealed for exactly this bot and version. */
export interface Office365Configuration extends Application, ConfigurationReference {
  state: 'locked' | 'unlocked'
  userEmail: string
  userId: string
  /** Null after its encryption key was lost and forgotten. Only `openSecret` opens it. */
  sealedSecret: string | null
  /** ID of the key that the secret is sealed with. */
  sealedWith: string | null
  secretSavedAt: string | null
  secretExpiresOn: string | null
  savedAt: string
  savedBy: ActorReference
  health: Health
  restriction: Restriction | null
  lastAcceptedAt: string | null
  /** When a Submit or a check last signed in with exactly these values. */
  signedInAt: string | null
}

/** A bot without a configuration. Its versions continue after those of the removed one. */
export interface Unconfigured {
  botId: string
  state: 'unconfigured'
  version: number
  /** Distinguishes the bot from one that is created later with the same ID. Null: there is no such bot. */
  botCreatedAt: string | null
}

export type ConfigurationRecord = Office365Configuration | Unconfigured

export const isSameApplication = (one: Application, other: Application): boolean =>
  one.cloud === other.cloud && one.tenantId === other.tenantId && one.clientId === other.clientId

/** The encryption context of a bot's client secret. */
export const secretEncryptionContext = (botId: string, version: number) => ({ botId, field: 'clientSecret', version })

/** The mailbox that a queued message belongs to: it is sent from there or not at all. */
export const mailboxOf = ({
  cloud,
  tenantId,
  userId,
  userEmail,
}: Pick<Office365Configuration, 'cloud' | 'tenantId' | 'userId' | 'userEmail'>): string =>
  JSON.stringify([cloud, tenantId, userId.toLowerCase(), userEmail.toLowerCase()])
