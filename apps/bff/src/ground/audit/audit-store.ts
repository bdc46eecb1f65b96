import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from './audit-event.ts'

export interface AuditQuery {
  /**
   * `everything` holds what belongs to no bot as well, and the history of deleted bots; `all` means every bot that there
   * is. A bot's history begins after the last deletion of its id.
   */
  reach: 'everything' | BotScope
  botId?: string | undefined
  /** A whole action, or what stands before its point. */
  action?: string | undefined
  /** Only events that were written before this one. */
  before?: number | undefined
  limit: number
}

/** Each method is one transaction. */
export interface AuditStore {
  /** For events that change nothing else; every other store method writes its event in its own transaction. */
  append(event: AuditEvent): Promise<void>
  /** Newest first. `sequence` counts the events in the order in which they were written. */
  list(query: AuditQuery): Promise<{ sequence: number; event: AuditEvent }[]>
  /** Nothing else ever deletes an event: the database refuses it. Answers how many went. */
  deleteOlderThan(keepFrom: string): Promise<number>
}
