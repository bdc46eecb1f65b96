import { and, asc, eq, gt, isNotNull, lte, ne, or, sql } from 'drizzle-orm'
import type { AlertStateStore, WatchedBot } from '../../mail/alerts/alert-state-store.ts'
import type { Database } from './open-database.ts'
import {
  alertDeliveries,
  alertStates,
  alertWebhooks,
  bots,
  office365Configurations as configurations,
} from './schema.ts'

/** Small enough that no request waits noticeably while a page is read. */
const pageSize = 500

/** Sorts after every ID, because IDs have only lower-case letters, digits and hyphens. */
const afterEveryId = '~'

const { state, generation, version, health, secretExpiresOn, signedInAt } = configurations

export const watchedBots = (reader: Pick<Database, 'select'>) =>
  reader
    .select({
      bot: { id: bots.id, name: bots.name },
      known: { state, generation, version, health, secretExpiresOn, signedInAt },
      reported: alertStates.state,
    })
    .from(configurations)
    .innerJoin(bots, eq(bots.id, configurations.botId))
    .leftJoin(alertStates, eq(alertStates.botId, configurations.botId))

type Row = ReturnType<ReturnType<typeof watchedBots>['all']>[number]

export const toWatchedBot = ({ bot, known, reported }: Row): WatchedBot => ({
  bot,
  known: known.state === 'unconfigured' ? null : known,
  reported,
})

export function createAlertStateStore(database: Database): AlertStateStore {
  const { $client } = database
  const endOfPage = $client
    .prepare<[string], string>(
      `select bot_id from office365_configurations where bot_id > ? order by bot_id limit 1 offset ${pageSize - 1}`,
    )
    .pluck()
  const keep = $client.prepare(
    `insert into alert_states (bot_id, state) select id, ? from bots where id = ?
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
          if (reported === null) transaction.delete(alertStates).where(eq(alertStates.botId, botId)).run()
          else if (keep.run(JSON.stringify(reported), botId).changes === 0) return
          if (alerts.length === 0) return
          const webhooks = transaction.select({ id: alertWebhooks.id }).from(alertWebhooks).all()
          for (const alert of alerts)
            for (const webhook of webhooks)
              transaction
                .insert(alertDeliveries)
                .values({ id: newId(), webhookId: webhook.id, botId, alert, attempts: 0, nextAttemptAt: now })
                .run()
        },
        { behavior: 'immediate' },
      )
    },
  }
}
