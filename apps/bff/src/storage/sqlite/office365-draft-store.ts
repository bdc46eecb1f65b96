import { keepMarkable, keepReadable } from '@office365-email/shared/readable-draft'
import { eq } from 'drizzle-orm'
import type { Office365DraftStore } from '../../mail/configuration/office365-draft-store.ts'
import type { Database } from './open-database.ts'
import { office365Drafts as drafts } from './schema.ts'

export function createOffice365DraftStore(database: Database): Office365DraftStore {
  return {
    async read(botId) {
      const row = database.select().from(drafts).where(eq(drafts.botId, botId)).get()
      if (!row) return { values: {}, doneSteps: [], savedAt: null }
      const { values, doneSteps, savedAt } = row
      // Filter again on reading, in case an earlier version wrote the row.
      return { values: keepReadable(values), doneSteps: keepMarkable(doneSteps), savedAt }
    },
    async save(botId, draft) {
      database
        .insert(drafts)
        .values({ botId, ...draft })
        .onConflictDoUpdate({ target: drafts.botId, set: draft })
        .run()
    },
    async delete(botId) {
      database.delete(drafts).where(eq(drafts.botId, botId)).run()
    },
  }
}
