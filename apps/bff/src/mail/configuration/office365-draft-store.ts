import type { SavedOffice365Draft } from '@office365-email/shared/office365-draft'

/** Each method is one transaction. A draft that was never saved reads as an empty one. */
export interface Office365DraftStore {
  read(botId: string): Promise<SavedOffice365Draft>
  save(botId: string, draft: SavedOffice365Draft & { savedAt: string }): Promise<void>
  delete(botId: string): Promise<void>
}
