import { asc, eq } from 'drizzle-orm'
import type { AlertConditionStore } from '../../mail/alerts/alert-condition-store.ts'
import { isStuck, pageSize, type StuckRow, selectStuck, toPage } from '../rows/stuck-messages-row.ts'
import type { Database } from './open-database.ts'
import { queueWantedAlerts } from './queue-alerts.ts'
import { alertConditions, bots, exceptionalStates } from './schema.ts'

const statement = selectStuck({
  messageId: 'messages.id::text collate "C"',
  after: '$1',
  limit: '$2',
  exceptionalStates,
})

export function createAlertConditionStore({ orm, query, transaction }: Database): AlertConditionStore {
  return {
    async listStuck(after, minQueued) {
      return toPage(await query<StuckRow>(statement, [after, pageSize]), isStuck(minQueued))
    },
    async list() {
      const rows = await orm.select().from(alertConditions).orderBy(asc(alertConditions.id))
      return rows.map(({ id, state }) => ({ id, ...state }))
    },
    async report(id, reported, alert, newId, now) {
      await transaction(async (open) => {
        const botId = (reported?.alert ?? alert)?.bot?.id ?? null
        if (botId !== null) {
          const [bot] = await open.orm.select({ id: bots.id }).from(bots).where(eq(bots.id, botId))
          if (!bot) return
        }
        if (reported === null) await open.orm.delete(alertConditions).where(eq(alertConditions.id, id))
        else {
          const { id: _, ...state } = reported
          await open.orm
            .insert(alertConditions)
            .values({ id, botId, state })
            .onConflictDoUpdate({ target: alertConditions.id, set: { state } })
        }
        await queueWantedAlerts(open, alert ? [alert] : [], newId, now)
      })
    },
  }
}
