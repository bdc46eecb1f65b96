import type { Bot, BotTotals } from '@office365-email/shared/bot'
import type { BotPosition } from '@office365-email/shared/bot-list-query'
import type { BotStatus } from '@office365-email/shared/bot-status'
import type { ConfigurationState, HealthState } from '@office365-email/shared/office365-configuration'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../people/person.ts'

/** All conditions that are not undefined must hold. */
export interface BotFilter {
  /** Part of the name, the ID or the mailbox, in any case. */
  q?: string | undefined
  /** A bot without a configuration is `unconfigured` and `untested`. */
  state?: ConfigurationState | undefined
  health?: HealthState | undefined
  /** As `readBotStatus` in the shared package finds it; `attention` is each of `attentionStatuses`. */
  status?: BotStatus | 'attention' | undefined
}

export interface BotPage extends BotFilter {
  /** YYYY-MM-DD. It decides whether a client secret has expired. */
  today: string
  /** The page begins after this position, whether or not a bot is still there. */
  after?: BotPosition | undefined
  limit: number
}

/** What is written with the deletion of a bot. */
export interface BotDeletionEvents {
  deleted: AuditEvent
  keyRevoked: (serviceKeyId: string) => AuditEvent
  personChanged: (person: Pick<Person, 'id' | 'role' | 'botIds'>) => AuditEvent
}

/** Each method writes in one transaction. */
export interface BotStore {
  /** All of them, by name and then by ID, in the order of their code points. */
  list(scope: BotScope): Promise<Bot[]>
  /** In the same order. */
  listPage(scope: BotScope, page: BotPage): Promise<Bot[]>
  /** `matching` is the number of bots that the filter selects; the other totals disregard it. */
  count(scope: BotScope, filter: BotFilter & Pick<BotPage, 'today'>): Promise<BotTotals>
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
  delete(botId: string, events: BotDeletionEvents): Promise<'deleted' | 'absent' | 'configured'>
}
