import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { CredentialKey, WaitingCredential } from '../credentials/credential.ts'
import type { Application } from '../microsoft/entra.ts'
import type { Health } from './health.ts'
import type {
  ConfigurationRecord,
  ConfigurationReference,
  Office365Configuration,
  SavedValues,
} from './office365-configuration.ts'

/** A result that belongs to another generation or an older version is dropped. */
export interface HealthChange extends ConfigurationReference {
  health?: Health
  lastAcceptedAt?: string
  restriction?: Restriction
  signedInAt?: string
}

/** What is saved together with a configuration. */
export interface SavedWith {
  /** The intake link that the values came from, and the event of its approval. */
  link?: { id: string; event: AuditEvent } | undefined
  /** The private key of its certificate, if that is new. */
  key?: CredentialKey | undefined
  /** A credential took the place of another by itself: the lock and the draft stay as they are. */
  isRenewal?: boolean
}

/** Each method is one transaction; the event is written with the change or not at all. */
export interface Office365ConfigurationStore {
  read(botId: string): Promise<ConfigurationRecord>
  /** All configured bots, with the health of their mail, and the ID of the key that sealed their secret or private key. */
  listHealth(): Promise<{ botId: string; health: Health; sealedWith: string | null }[]>
  /** The configured ones of these bots, without their secrets. */
  listValues(scope: BotScope): Promise<SavedValues[]>
  /** Every configuration that signs in with this application. */
  listByApplication(application: Application): Promise<Office365Configuration[]>
  /**
   * Saves only if the stored record is still `madeFrom`, is not locked, and belongs to the same bot. Deletes the draft,
   * and private keys that it no longer needs. Approves the link; saves nothing if the link no longer waits for that.
   */
  save(
    configuration: Office365Configuration,
    madeFrom: ConfigurationRecord,
    event: AuditEvent,
    savedWith?: SavedWith,
  ): Promise<'saved' | 'locked' | 'changed' | 'absent' | 'link-ended'>
  /**
   * Saves the credential that waits, or that none does, under the same conditions as `save`. Deletes private keys that are
   * no longer needed. The next certificate of the current one may also be saved while the configuration is locked.
   */
  saveWaiting(
    madeFrom: Office365Configuration,
    waiting: WaitingCredential | null,
    event: AuditEvent | null,
    savedWith?: Pick<SavedWith, 'key' | 'link'>,
  ): Promise<'saved' | 'changed' | 'link-ended'>
  /**
   * Locks or unlocks. Writes nothing if the configuration is missing or already in that state. Locking drops a credential
   * that was submitted and waits.
   */
  setState(botId: string, state: 'locked' | 'unlocked', event: AuditEvent): Promise<void>
  /** Deletes every value, the sealed secret, the private keys and the draft; only the version stays. Returns the removed generation, if any. */
  remove(botId: string, event: AuditEvent): Promise<string | null>
  /** Writes nothing, not even the event, if the generation was removed. */
  saveHealth(change: HealthChange, event?: AuditEvent): Promise<void>
}
