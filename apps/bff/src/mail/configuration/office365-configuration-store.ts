import type { HealthState, Restriction } from '@office365-email/shared/office365-configuration'
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
  /** Which bots are configured, and how their mail is. */
  listHealth(): Promise<{ botId: string; health: HealthState }[]>
  /** Every configuration that signs in with this application. */
  listByApplication(application: Application): Promise<Office365Configuration[]>
  /** Saves only on top of the record that it was made from, never over a locked one or for another bot. Deletes the draft. */
  save(
    configuration: Office365Configuration,
    madeFrom: ConfigurationRecord,
    event: AuditEvent,
  ): Promise<'saved' | 'locked' | 'changed' | 'absent'>
  /** Locks or unlocks; where there is nothing to do, nothing is written. */
  setState(botId: string, state: 'locked' | 'unlocked', event: AuditEvent): Promise<void>
  /** Deletes every value, the sealed secret and the draft; only the version stays. Returns the removed generation, if any. */
  remove(botId: string, event: AuditEvent): Promise<string | null>
  /** Once the generation is gone, nothing is written, the event included. */
  saveHealth(change: HealthChange, event?: AuditEvent): Promise<void>
}
