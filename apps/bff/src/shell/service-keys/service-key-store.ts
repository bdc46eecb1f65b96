import type { ServiceKey } from '@office365-email/shared/service-key'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'

/** Each method is one transaction. */
export interface ServiceKeyStore {
  /** Returns false and stores nothing if a bot that the key names does not exist. */
  create(key: ServiceKey, keyHash: string, event: AuditEvent): Promise<boolean>
  list(): Promise<ServiceKey[]>
  readByHash(keyHash: string): Promise<ServiceKey | null>
  revoke(id: string, event: AuditEvent): Promise<'revoked' | 'absent'>
  /** Counts these recipients. Returns false and counts nothing if the day's total would exceed the quota. */
  useQuota(id: string, use: { day: string; recipients: number; quota: number }): Promise<boolean>
  /** To how many recipients these keys have sent on a day, by their ID. Those that have sent nothing may be missing. */
  readUse(ids: string[], day: string): Promise<Map<string, number>>
  /** An older time than the saved one changes nothing: several servers save times. */
  saveLastUsed(times: Map<string, string>): Promise<void>
}
