import { asc, eq } from 'drizzle-orm'
import type { AlertConditionStore } from '../../mail/alerts/alert-condition-store.ts'
import { isStuck, pageSize, type StuckRow, toPage } from '../rows/stuck-messages-row.ts'
import { queueWantedAlerts } from './alert-state-store.ts'
import type { Database } from './open-database.ts'
import { alertConditions, bots } from './schema.ts'

const stuckMessages = `
  select page.id, page.name, unknown.count::integer as unknown, unknown.newest as "newestUnknown",
    coalesce(outbox_usage.waiting, 0)::integer as queued
  from (select id, name from bots where id > $1 order by id limit $2) as page
  left join outbox_usage on outbox_usage.bot_id = page.id
  cross join lateral (
    select count(*) as count, max(id::text collate "C") as newest from messages
    where bot_id = page.id and state = 'unknown') as unknown
  order by page.id`

export function createAlertConditionStore({ orm, query, transaction }: Database): AlertConditionStore {
  return {
    async listStuck(after, minQueued) {
      return toPage(await query<StuckRow>(stuckMessages, [after, pageSize]), isStuck(minQueued))
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
        if (alert) await queueWantedAlerts(open, [alert], newId, now)
      })
    },
  }
}
