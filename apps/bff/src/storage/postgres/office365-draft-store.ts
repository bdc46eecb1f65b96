import { eq, inArray } from 'drizzle-orm'
import type { Office365DraftStore } from '../../mail/configuration/office365-draft-store.ts'
import { toDraft } from '../rows/office365-draft-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor } from './open-database.ts'
import { office365Drafts as drafts } from './schema.ts'

type Writer = Pick<Executor['orm'], 'insert'>

export function createOffice365DraftStore(database: Database): Office365DraftStore {
  const { orm } = database
  return {
    async read(botId) {
      const [row] = await orm.select().from(drafts).where(eq(drafts.botId, botId))
      return toDraft(row)
    },
    async list(scope) {
      const isWithin = scope === 'all' ? undefined : inArray(drafts.botId, scope)
      const rows = await orm.select().from(drafts).where(isWithin)
      return rows.map((row) => ({ botId: row.botId, ...toDraft(row) }))
    },
    async save(botId, draft, event) {
      const write = (writer: Writer) =>
        writer
          .insert(drafts)
          .values({ botId, ...draft })
          .onConflictDoUpdate({ target: drafts.botId, set: draft })
      if (!event) return void (await write(orm))
      await database.transaction(async (transaction) => {
        await write(transaction.orm)
        await appendAuditEvent(transaction, event)
      }, 'read committed')
    },
    async delete(botId) {
      await orm.delete(drafts).where(eq(drafts.botId, botId))
    },
  }
}
