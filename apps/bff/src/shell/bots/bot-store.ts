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
   * Creates or renames the bot and writes the matching event, or none if the name is the same. Old references to the ID
   * give no access to a new bot. Its versions continue after those of a deleted bot with the same ID.
   */
  save(
    bot: { id: string; name: string },
    events: { created: AuditEvent; renamed: AuditEvent },
  ): Promise<'created' | 'renamed' | 'unchanged'>
  /**
   * Deletes the bot unless it is configured, with everything that belongs to it: messages, drafts, links and alerts.
   * People and keys lose access to it; a key for no other bot is revoked.
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
