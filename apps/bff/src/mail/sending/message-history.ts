import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Message } from './message.ts'

/** What happened to a message, besides what it says itself. */
export interface History {
  /** Oldest first: that someone canceled it, or settled its unknown outcome. */
  actions: AuditEvent[]
  /** Oldest first: the messages that it was sent again as. */
  resends: Message[]
  /** Null unless it waits to be sent. */
  waiting: { nextAttemptAt: number; failures: number } | null
}

export interface MessageHistory {
  read(botId: string, id: string): Promise<History>
}
