import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { SigningKey } from './signing-key.ts'

/** Each method is one transaction. */
export interface SigningKeyStore {
  /** In order of age, the oldest first. */
  list(): Promise<SigningKey[]>
  /** Adds the key unless the newest one is no longer `newestId` (null: there is none): another server was faster. */
  add(key: SigningKey, newestId: string | null, event: AuditEvent): Promise<boolean>
  delete(ids: readonly string[]): Promise<void>
}
