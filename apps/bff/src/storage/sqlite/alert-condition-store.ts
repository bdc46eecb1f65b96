import { asc, eq } from 'drizzle-orm'
import type { AlertConditionStore } from '../../mail/alerts/alert-condition-store.ts'
import { isStuck, pageSize, type StuckRow, selectStuck, toPage } from '../rows/stuck-messages-row.ts'
import type { Database } from './open-database.ts'
import { queueWantedAlerts } from './queue-alerts.ts'
import { alertConditions, bots, exceptionalStates } from './schema.ts'

export function createAlertConditionStore(database: Database): AlertConditionStore {
  const page = database.$client.prepare<[string, number], StuckRow>(
    selectStuck({ messageId: 'messages.id', after: '?', limit: '?', exceptionalStates }),
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
          queueWantedAlerts(transaction, alert ? [alert] : [], newId, now)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
