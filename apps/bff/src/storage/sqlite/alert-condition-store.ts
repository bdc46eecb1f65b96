import { asc, eq } from 'drizzle-orm'
import type { AlertConditionStore } from '../../mail/alerts/alert-condition-store.ts'
import { isStuck, pageSize, type StuckRow, toPage } from '../rows/stuck-messages-row.ts'
import { queueAlert } from './alert-state-store.ts'
import type { Database } from './open-database.ts'
import { alertConditions, bots, exceptionalStates } from './schema.ts'

/** SQLite uses the index only if the statement repeats its condition. */
const unknownOfBot = `from messages where bot_id = bots.id and state = 'unknown'
  and state in (${exceptionalStates.map((state) => `'${state}'`).join(', ')})`

export function createAlertConditionStore(database: Database): AlertConditionStore {
  const page = database.$client.prepare<[string, number], StuckRow>(
    `select bots.id, bots.name, (select count(*) ${unknownOfBot}) as unknown,
       (select max(id) ${unknownOfBot}) as newestUnknown, coalesce(outbox_usage.waiting, 0) as queued
     from bots left join outbox_usage on outbox_usage.bot_id = bots.id where bots.id > ? order by bots.id limit ?`,
  )
  return {
    async listStuck(after, minQueued) {
      return toPage(page.all(after, pageSize), isStuck(minQueued))
    },
    async list() {
      const rows = database.select().from(alertConditions).orderBy(asc(alertConditions.id)).all()
      return rows.map(({ id, state }) => ({ id, ...state }))
    },
    async report(id, reported, alert, newId, now) {
      database.transaction(
        (transaction) => {
          const botId = (reported?.alert ?? alert)?.bot?.id ?? null
          if (botId !== null && !transaction.select().from(bots).where(eq(bots.id, botId)).get()) return
          if (reported === null) transaction.delete(alertConditions).where(eq(alertConditions.id, id)).run()
          else {
            const { id: _, ...state } = reported
            transaction
              .insert(alertConditions)
              .values({ id, botId, state })
              .onConflictDoUpdate({ target: alertConditions.id, set: { state } })
              .run()
          }
          if (alert) queueAlert(transaction, alert, newId, now)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
