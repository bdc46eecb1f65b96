import type { Health, Restriction } from '@office365-email/shared/office365-configuration'
import type { AuditEvent } from '../audit/audit-event.ts'
import type { Application, ConfigurationRecord, Office365Configuration } from './office365-configuration.ts'

export interface HealthChange {
  botId: string
  /** A result that belongs to an older version is dropped. */
  version: number
  health?: Health
  lastAcceptedAt?: string
  restriction?: Restriction
  signedInAt?: string
}

/** Each method is one transaction; the event is written with the change or not at all. */
export interface Office365ConfigurationStore {
  read(botId: string): Promise<ConfigurationRecord>
  /** Every configuration that signs in with this application. */
  listByApplication(application: Application): Promise<Office365Configuration[]>
  /** Saves only on top of the record that it was made from, and never over a locked one. */
  save(
    configuration: Office365Configuration,
    madeFrom: ConfigurationRecord,
    event: AuditEvent,
  ): Promise<'saved' | 'locked' | 'changed'>
  /** Locks or unlocks; where there is nothing to do, nothing is written. */
  setState(botId: string, state: 'locked' | 'unlocked', event: AuditEvent): Promise<void>
  /** Deletes every value and the sealed secret; only the version stays. */
  remove(botId: string, event: AuditEvent): Promise<void>
  saveHealth(change: HealthChange, event?: AuditEvent): Promise<void>
}
