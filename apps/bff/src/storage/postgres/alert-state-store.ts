import { and, asc, eq, gt, isNotNull, lte, ne, or, sql } from 'drizzle-orm'
import type { AlertStateStore } from '../../mail/alerts/alert-state-store.ts'
import { afterEveryId, pageSize, toWatchedBot } from '../rows/watched-bot-row.ts'
import type { Database, Executor } from './open-database.ts'
import { queueWantedAlerts } from './queue-alerts.ts'
import { alertStates, bots, office365Configurations as configurations } from './schema.ts'

const { state, generation, version, health, credential, waiting, secretExpiresOn, signedInAt } = configurations

export const watchedBots = ({ orm }: Executor) =>
  orm
    .select({
      bot: { id: bots.id, name: bots.name },
      known: { state, generation, version, health, credential, waiting, secretExpiresOn, signedInAt },
      reported: alertStates.state,
    })
    .from(configurations)
    .innerJoin(bots, eq(bots.id, configurations.botId))
    .leftJoin(alertStates, eq(alertStates.botId, configurations.botId))

export function createAlertStateStore(database: Database): AlertStateStore {
  const isAtFault = sql`(${health} ->> 'state') in ('failing', 'unreachable')`

  return {
    async listWatched(after, expiresBy) {
      const [end] = await database.orm
        .select({ botId: configurations.botId })
        .from(configurations)
        .where(gt(configurations.botId, after))
        .orderBy(asc(configurations.botId))
        .limit(1)
        .offset(pageSize - 1)
      const next = end?.botId ?? null
      const isOfPage = and(gt(configurations.botId, after), lte(configurations.botId, next ?? afterEveryId))
      const matters = or(
        isNotNull(alertStates.botId),
        and(ne(state, 'unconfigured'), or(lte(secretExpiresOn, expiresBy), isAtFault)),
      )
      const rows = await watchedBots(database).where(and(isOfPage, matters)).orderBy(asc(configurations.botId))
      return { watched: rows.map(toWatchedBot), next }
    },
    async report(botId, reported, alerts, newId, now) {
      await database.transaction(async (transaction) => {
        const { orm } = transaction
        const [bot] = await orm.select({ id: bots.id }).from(bots).where(eq(bots.id, botId))
        if (!bot) return
        if (reported === null) await orm.delete(alertStates).where(eq(alertStates.botId, botId))
        else
          await orm
            .insert(alertStates)
            .values({ botId, state: reported })
            .onConflictDoUpdate({ target: alertStates.botId, set: { state: reported } })
        await queueWantedAlerts(transaction, alerts, newId, now)
      })
    },
  }
}
