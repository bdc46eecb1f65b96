import type { Bot } from '@office365-email/shared/bot'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../people/person.ts'

/** Each method is one transaction. */
export interface BotStore {
  /** In order of name. */
  list(scope: BotScope): Promise<Bot[]>
  read(botId: string): Promise<Bot | null>
  /**
   * Creates the bot or renames it; the matching event is written, none if the name stays. Nobody reaches a new bot by
   * its id alone, and its versions go on where those of a deleted bot with the same id ended.
   */
  save(
    bot: { id: string; name: string },
    events: { created: AuditEvent; renamed: AuditEvent },
  ): Promise<'created' | 'renamed' | 'unchanged'>
  /**
   * Deletes the bot unless it is configured, with everything that belongs to it: messages, drafts, links and alerts.
   * People and keys no longer reach it; a key that reached no other bot is revoked.
   */
  delete(
    botId: string,
    events: {
      deleted: AuditEvent
      keyRevoked: (serviceKeyId: string) => AuditEvent
      personChanged: (person: Pick<Person, 'id' | 'role' | 'botIds'>) => AuditEvent
    },
  ): Promise<'deleted' | 'absent' | 'configured'>
}
