import { maxIntakeTries } from '@office365-email/shared/intake-link'
import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { SavedWith } from '../../mail/configuration/office365-configuration-store.ts'
import type { IntakeLinkStore } from '../../mail/intake-links/intake-link-store.ts'
import { changesOf, toIntakeLink, withoutSecret } from '../rows/intake-link-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { intakeLinks } from './schema.ts'

type Writer = Pick<Database, 'insert' | 'update'>

function take(writer: Writer, ...[id, from, step, event]: Parameters<IntakeLinkStore['take']>): boolean {
  const isThere = and(eq(intakeLinks.id, id), inArray(intakeLinks.state, from))
  const { changes } = writer.update(intakeLinks).set(changesOf(step)).where(isThere).run()
  if (changes === 1) appendAuditEvent(writer, event)
  return changes === 1
}

/** Returns false if the link no longer waits for approval. */
export const approveIntakeLink = (writer: Writer, { id, event }: NonNullable<SavedWith['link']>): boolean =>
  take(writer, id, ['submitted'], { to: 'approved' }, event)

export function createIntakeLinkStore(database: Database): IntakeLinkStore {
  return {
    async create(link, tokenHash, event) {
      database.transaction(
        (transaction) => {
          transaction
            .insert(intakeLinks)
            .values({ ...link, tokenHash })
            .run()
          appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async list(botId) {
      const isOfBot = eq(intakeLinks.botId, botId)
      return database.select().from(intakeLinks).where(isOfBot).orderBy(desc(intakeLinks.id)).all().map(toIntakeLink)
    },
    async readByToken(tokenHash) {
      const row = database.select().from(intakeLinks).where(eq(intakeLinks.tokenHash, tokenHash)).get()
      return row ? toIntakeLink(row) : null
    },
    async countTry(id, by) {
      const mayTry = by === -1 ? undefined : lt(intakeLinks.tries, maxIntakeTries)
      const isOpen = and(eq(intakeLinks.id, id), eq(intakeLinks.state, 'open'), mayTry)
      const tries = sql`${intakeLinks.tries} + ${by}`
      return database.update(intakeLinks).set({ tries }).where(isOpen).run().changes === 1
    },
    async take(...step) {
      return database.transaction((transaction) => take(transaction, ...step), { behavior: 'immediate' })
    },
    async forgetSecrets(submittedBefore) {
      const submittedAt = sql<string>`json_extract(${intakeLinks.submitted}, '$.at')`
      // `> ''` uses the index on `sealed_with`; "is not null" would not.
      const isSubmitted = and(gt(intakeLinks.sealedWith, ''), eq(intakeLinks.state, 'submitted'))
      const isOld = sql`${submittedAt} < ${submittedBefore}`
      database.update(intakeLinks).set(withoutSecret).where(and(isSubmitted, isOld)).run()
    },
  }
}
