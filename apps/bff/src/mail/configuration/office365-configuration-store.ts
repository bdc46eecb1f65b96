import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Application } from '../microsoft/entra.ts'
import type { Health } from './health.ts'
import type { ConfigurationRecord, ConfigurationReference, Office365Configuration } from './office365-configuration.ts'

/** A result that belongs to another generation or an older version is dropped. */
export interface HealthChange extends ConfigurationReference {
  health?: Health
  lastAcceptedAt?: string
  restriction?: Restriction
  signedInAt?: string
}

/** Each method is one transaction; the event is written with the change or not at all. */
export interface Office365ConfigurationStore {
  read(botId: string): Promise<ConfigurationRecord>
  /** All configured bots, with the health of their mail, and the ID of the key that sealed their secret. */
  listHealth(): Promise<{ botId: string; health: Health; sealedWith: string | null }[]>
  /** Every configuration that signs in with this application. */
  listByApplication(application: Application): Promise<Office365Configuration[]>
  /**
   * Saves only if the stored record is still `madeFrom`, is not locked, and belongs to the same bot. Deletes the draft.
   */
  save(
    configuration: Office365Configuration,
    madeFrom: ConfigurationRecord,
    event: AuditEvent,
  ): Promise<'saved' | 'locked' | 'changed' | 'absent'>
  /** Locks or unlocks. Writes nothing if the configuration is missing or already in that state. */
  setState(botId: string, state: 'locked' | 'unlocked', event: AuditEvent): Promise<void>
  /** Deletes every value, the sealed secret and the draft; only the version stays. Returns the removed generation, if any. */
  remove(botId: string, event: AuditEvent): Promise<string | null>
  /** Writes nothing, not even the event, if the generation was removed. */
  saveHealth(change: HealthChange, event?: AuditEvent): Promise<void>
}
