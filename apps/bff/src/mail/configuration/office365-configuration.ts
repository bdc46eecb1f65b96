import { isDeepStrictEqual } from 'node:util'
import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { Credential, WaitingCredential } from '../credentials/credential.ts'
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
  credential: Credential
  /** A credential that takes the place of this one once Entra accepts it. */
  waiting: WaitingCredential | null
  /** Null for another kind of credential, and after its encryption key was lost and forgotten. */
  sealedSecret: string | null
  /** ID of the key that the secret is sealed with. */
  sealedWith: string | null
  secretSavedAt: string | null
  /** The last day of the credential, whatever its kind. */
  secretExpiresOn: string | null
  savedAt: string
  savedBy: ActorReference
  health: Health
  restriction: Restriction | null
  lastAcceptedAt: string | null
  /** When a Submit or a check last signed in with exactly these values. */
  signedInAt: string | null
}

/** What a message is sent with: its configuration, and the mailbox in Microsoft's terms. */
export type Sender = ConfigurationReference & Pick<Office365Configuration, 'cloud' | 'tenantId' | 'clientId' | 'userId'>

/** What a list of many configurations contains. */
export type SavedValues = Pick<
  Office365Configuration,
  'botId' | 'version' | 'userEmail' | 'clientId' | 'tenantId' | 'userId' | 'cloud' | 'secretExpiresOn'
> & { hasSecret: boolean }

/** A bot without a configuration. Its versions continue after those of the removed one. */
export interface Unconfigured {
  botId: string
  state: 'unconfigured'
  version: number
  /** Distinguishes the bot from one that is created later with the same ID. Null: there is no such bot. */
  botCreatedAt: string | null
}

export type ConfigurationRecord = Office365Configuration | Unconfigured

const waitingOf = (record: ConfigurationRecord) => (record.state === 'unconfigured' ? null : record.waiting)
const generationOf = (record: ConfigurationRecord) => (record.state === 'unconfigured' ? null : record.generation)

/** Whether the bot was deleted since then, even if another one was created with its ID. */
function isBotGone(record: ConfigurationRecord, madeFrom: ConfigurationRecord): boolean {
  if (record.state !== 'unconfigured') return false
  const isOther = madeFrom.state === 'unconfigured' && record.botCreatedAt !== madeFrom.botCreatedAt
  return record.botCreatedAt === null || isOther
}

/** Why values that were made from an earlier record must not replace the stored one; null if they may. */
export function refuseSave(
  record: ConfigurationRecord,
  madeFrom: ConfigurationRecord,
  mayBeLocked = false,
): 'absent' | 'changed' | 'locked' | null {
  if (isBotGone(record, madeFrom)) return 'absent'
  // The versions of a bot that was created again begin anew, but no generation returns.
  if (record.version !== madeFrom.version || generationOf(record) !== generationOf(madeFrom)) return 'changed'
  if (record.state === 'locked' && !mayBeLocked) return 'locked'
  // The configuration was removed since then. Values kept from it must not return.
  // A credential that waits is adopted or kept only as long as no one replaced or dropped it.
  if (!isDeepStrictEqual(waitingOf(record), waitingOf(madeFrom))) return 'changed'
  const isAlike = mayBeLocked ? record.state !== 'unconfigured' : record.state === madeFrom.state
  return isAlike ? null : 'changed'
}

/** Whether Entra is known to accept the saved credential. Only one that has to be registered there can wait. */
export const isProven = ({
  credential,
  signedInAt,
  health,
}: Pick<Office365Configuration, 'credential' | 'signedInAt' | 'health'>): boolean =>
  credential.kind === 'client-secret' || signedInAt !== null || health.state === 'working'

export const isSameApplication = (one: Application, other: Application): boolean =>
  one.cloud === other.cloud && one.tenantId === other.tenantId && one.clientId === other.clientId

/** The mailbox that a queued message belongs to: it is sent from there or not at all. */
export const mailboxOf = ({
  cloud,
  tenantId,
  userId,
  userEmail,
}: Pick<Office365Configuration, 'cloud' | 'tenantId' | 'userId' | 'userEmail'>): string =>
  JSON.stringify([cloud, tenantId, userId.toLowerCase(), userEmail.toLowerCase()])
