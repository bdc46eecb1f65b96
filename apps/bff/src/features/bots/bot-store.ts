import type { Bot } from '@office365-email/shared/bot'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from '../audit/audit-event.ts'

/** Each method is one transaction. */
export interface BotStore {
  /** In order of name. */
  list(scope: BotScope): Promise<Bot[]>
  read(botId: string): Promise<Bot | null>
  /** Creates the bot or renames it; the matching event is written, none if the name stays. */
  save(
    bot: { id: string; name: string },
    events: { created: AuditEvent; renamed: AuditEvent },
  ): Promise<'created' | 'renamed' | 'unchanged'>
  /** Deletes the bot unless it is configured, and revokes the keys that reached it alone. */
  delete(
    botId: string,
    events: { deleted: AuditEvent; keyRevoked: (serviceKeyId: string) => AuditEvent },
  ): Promise<'deleted' | 'absent' | 'configured'>
}
