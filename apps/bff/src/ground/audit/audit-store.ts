import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from './audit-event.ts'

export interface AuditQuery {
  /**
   * `everything` includes events without a bot and the history of deleted bots; `all` means all existing bots.
   * A bot's history starts after the last deletion of a bot with its ID.
   */
  reach: 'everything' | BotScope
  botId?: string | undefined
  /** A whole action, or only the part before its dot. */
  action?: string | undefined
  /** Only events that were written before this one. */
  before?: number | undefined
  limit: number
}

/** Each method is one transaction. */
export interface AuditStore {
  /** Only for events without another write. All other store methods write their event in their own transaction. */
  append(event: AuditEvent): Promise<void>
  /** Newest first. `sequence` numbers the events in the order in which they were written. */
  list(query: AuditQuery): Promise<{ sequence: number; event: AuditEvent }[]>
  /** Returns how many it deleted. Nothing else deletes events; the database refuses it. */
  deleteOlderThan(keepFrom: string): Promise<number>
}
