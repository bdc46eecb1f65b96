import type { SavedOffice365Draft } from '@office365-email/shared/office365-draft'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'

/** Each method is one transaction. A draft that was never saved reads as an empty one. */
export interface Office365DraftStore {
  read(botId: string): Promise<SavedOffice365Draft>
  /** The saved drafts of these bots. */
  list(scope: BotScope): Promise<(SavedOffice365Draft & { botId: string })[]>
  save(botId: string, draft: SavedOffice365Draft & { savedAt: string }, event?: AuditEvent): Promise<void>
  delete(botId: string): Promise<void>
}
