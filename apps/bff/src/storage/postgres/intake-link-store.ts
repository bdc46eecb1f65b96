import { maxIntakeTries } from '@office365-email/shared/intake-link'
import { and, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { SavedWith } from '../../mail/configuration/office365-configuration-store.ts'
import type { IntakeLinkStore } from '../../mail/intake-links/intake-link-store.ts'
import { changesOf, toIntakeLink, withoutSecret } from '../rows/intake-link-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Transaction } from './open-database.ts'
import { intakeLinks } from './schema.ts'

async function take(
  transaction: Transaction,
  ...[id, from, step, event]: Parameters<IntakeLinkStore['take']>
): Promise<boolean> {
  const isThere = and(eq(intakeLinks.id, id), inArray(intakeLinks.state, from))
  const { rowCount } = await transaction.orm.update(intakeLinks).set(changesOf(step)).where(isThere)
  if (rowCount === 1) await appendAuditEvent(transaction, event)
  return rowCount === 1
}

/** Returns false if the link no longer waits for approval. */
export const approveIntakeLink = (
  transaction: Transaction,
  { id, event }: NonNullable<SavedWith['link']>,
): Promise<boolean> => take(transaction, id, ['submitted'], { to: 'approved' }, event)

export function createIntakeLinkStore({ orm, transaction }: Database): IntakeLinkStore {
  return {
    async create(link, tokenHash, event) {
      await transaction(async (open) => {
        await open.orm.insert(intakeLinks).values({ ...link, tokenHash })
        await appendAuditEvent(open, event)
      })
    },
    async list(botId) {
      const isOfBot = eq(intakeLinks.botId, botId)
      return (await orm.select().from(intakeLinks).where(isOfBot).orderBy(desc(intakeLinks.id))).map(toIntakeLink)
    },
    async readByToken(tokenHash) {
      const [row] = await orm.select().from(intakeLinks).where(eq(intakeLinks.tokenHash, tokenHash))
      return row ? toIntakeLink(row) : null
    },
    async countTry(id, by) {
      const mayTry = by === -1 ? undefined : lt(intakeLinks.tries, maxIntakeTries)
      const isOpen = and(eq(intakeLinks.id, id), eq(intakeLinks.state, 'open'), mayTry)
      const tries = sql`${intakeLinks.tries} + ${by}`
      const { rowCount } = await orm.update(intakeLinks).set({ tries }).where(isOpen)
      return rowCount === 1
    },
    take: (...step) => transaction((open) => take(open, ...step)),
    async forgetSecrets(submittedBefore) {
      const submittedAt = sql`(${intakeLinks.submitted} ->> 'at') collate "C"`
      // `> ''` uses the index on `sealed_with`.
      const isSubmitted = and(gt(intakeLinks.sealedWith, ''), eq(intakeLinks.state, 'submitted'))
      const isOld = sql`${submittedAt} < ${submittedBefore}`
      await orm.update(intakeLinks).set(withoutSecret).where(and(isSubmitted, isOld))
    },
  }
}
