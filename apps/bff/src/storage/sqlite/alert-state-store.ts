import { and, asc, eq, gt, isNotNull, lte, ne, or, sql } from 'drizzle-orm'
import type { AlertStateStore } from '../../mail/alerts/alert-state-store.ts'
import { afterEveryId, pageSize, toWatchedBot } from '../rows/watched-bot-row.ts'
import type { Database } from './open-database.ts'
import { queueWantedAlerts } from './queue-alerts.ts'
import { alertStates, bots, office365Configurations as configurations } from './schema.ts'

const { state, generation, version, health, credential, waiting, secretExpiresOn, signedInAt } = configurations

export const watchedBots = (reader: Pick<Database, 'select'>) =>
  reader
    .select({
      bot: { id: bots.id, name: bots.name },
      known: { state, generation, version, health, credential, waiting, secretExpiresOn, signedInAt },
      reported: alertStates.state,
    })
    .from(configurations)
    .innerJoin(bots, eq(bots.id, configurations.botId))
    .leftJoin(alertStates, eq(alertStates.botId, configurations.botId))

export function createAlertStateStore(database: Database): AlertStateStore {
  const { $client } = database
  const endOfPage = $client
    .prepare<[string], string>(
      `select bot_id from office365_configurations where bot_id > ? order by bot_id limit 1 offset ${pageSize - 1}`,
    )
    .pluck()
  const keep = $client.prepare(
    `insert into alert_states (bot_id, state) values (?, ?)
     on conflict (bot_id) do update set state = excluded.state`,
  )
  const isAtFault = sql`json_extract(${health}, '$.state') in ('failing', 'unreachable')`

  return {
    async listWatched(after, expiresBy) {
      const next = endOfPage.get(after) ?? null
      const isOfPage = and(gt(configurations.botId, after), lte(configurations.botId, next ?? afterEveryId))
      const matters = or(
        isNotNull(alertStates.botId),
        and(ne(state, 'unconfigured'), or(lte(secretExpiresOn, expiresBy), isAtFault)),
      )
      const rows = watchedBots(database).where(and(isOfPage, matters)).orderBy(asc(configurations.botId)).all()
      return { watched: rows.map(toWatchedBot), next }
    },
    async report(botId, reported, alerts, newId, now) {
      database.transaction(
        (transaction) => {
          if (!transaction.select().from(bots).where(eq(bots.id, botId)).get()) return
          if (reported === null) transaction.delete(alertStates).where(eq(alertStates.botId, botId)).run()
          else keep.run(botId, JSON.stringify(reported))
          queueWantedAlerts(transaction, alerts, newId, now)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
