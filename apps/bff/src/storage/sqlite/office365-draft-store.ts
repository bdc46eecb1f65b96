import { eq, inArray } from 'drizzle-orm'
import type { Office365DraftStore } from '../../mail/configuration/office365-draft-store.ts'
import { toDraft } from '../rows/office365-draft-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { office365Drafts as drafts } from './schema.ts'

export function createOffice365DraftStore(database: Database): Office365DraftStore {
  return {
    async read(botId) {
      return toDraft(database.select().from(drafts).where(eq(drafts.botId, botId)).get())
    },
    async list(scope) {
      const isWithin = scope === 'all' ? undefined : inArray(drafts.botId, scope)
      const rows = database.select().from(drafts).where(isWithin).all()
      return rows.map((row) => ({ botId: row.botId, ...toDraft(row) }))
    },
    async save(botId, draft, event) {
      database.transaction(
        (transaction) => {
          transaction
            .insert(drafts)
            .values({ botId, ...draft })
            .onConflictDoUpdate({ target: drafts.botId, set: draft })
            .run()
          if (event) appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async delete(botId) {
      database.delete(drafts).where(eq(drafts.botId, botId)).run()
    },
  }
}
