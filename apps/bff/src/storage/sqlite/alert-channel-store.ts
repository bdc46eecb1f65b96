import { and, asc, count, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import type { AlertChannelStore } from '../../mail/alerts/alert-channel-store.ts'
import { nextHealth, toChannel } from '../rows/alert-channel-row.ts'
import { toDelivery } from '../rows/alert-delivery-row.ts'
import { toWatchedBot } from '../rows/watched-bot-row.ts'
import { watchedBots } from './alert-state-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { queueAlerts } from './queue-alerts.ts'
import { alertDeliveries, alertStates, alertWebhooks } from './schema.ts'

const isAboutHold = sql`json_extract(${alertDeliveries.alert}, '$.cause') = 'restored_from_backup' and ${alertDeliveries.botId} is null`

export function createAlertChannelStore(database: Database): AlertChannelStore {
  return {
    async create(channel, sealed, event, standing, others = []) {
      database.transaction(
        (transaction) => {
          transaction
            .insert(alertWebhooks)
            .values({ ...channel, ...sealed })
            .run()
          const nextAttemptAt = Date.parse(event.at)
          const reported = watchedBots(transaction).where(isNotNull(alertStates.botId)).all().map(toWatchedBot)
          const alerts = [...reported.flatMap(standing), ...others]
          queueAlerts(
            transaction,
            alerts.map((alert) => toDelivery(channel.id, alert, nextAttemptAt)),
          )
          appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async update({ id, version, url, senderBotId, botIds, settings }, sealed, event) {
      return database.transaction(
        (transaction) => {
          const { changes } = transaction
            .update(alertWebhooks)
            .set({ version: version + 1, url, senderBotId, botIds, settings, ...sealed })
            .where(and(eq(alertWebhooks.id, id), eq(alertWebhooks.version, version)))
            .run()
          if (changes === 0) return false
          transaction
            .update(alertDeliveries)
            .set({ nextAttemptAt: sql`min(${alertDeliveries.nextAttemptAt}, ${Date.parse(event.at)})` })
            .where(eq(alertDeliveries.webhookId, id))
            .run()
          appendAuditEvent(transaction, event)
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async list() {
      return database.select().from(alertWebhooks).orderBy(asc(alertWebhooks.id)).all().map(toChannel)
    },
    async countWaiting() {
      const rows = database
        .select({ id: alertDeliveries.webhookId, waiting: count() })
        .from(alertDeliveries)
        .groupBy(alertDeliveries.webhookId)
        .all()
      return new Map(rows.map(({ id, waiting }) => [id, waiting]))
    },
    async delete(id, event) {
      return database.transaction(
        (transaction) => {
          const { changes } = transaction.delete(alertWebhooks).where(eq(alertWebhooks.id, id)).run()
          if (changes === 1) appendAuditEvent(transaction, event)
          return changes === 1
        },
        { behavior: 'immediate' },
      )
    },
    async read(id) {
      const row = database.select().from(alertWebhooks).where(eq(alertWebhooks.id, id)).get()
      return row ? { channel: toChannel(row), sealedSecret: row.sealedSecret } : null
    },
    async listDue(now, limit, which) {
      const { id, webhookId, alert, attempts, nextAttemptAt } = alertDeliveries
      return database
        .select({ id, channelId: webhookId, alert, attempts })
        .from(alertDeliveries)
        .where(and(lte(nextAttemptAt, now), which?.onlyHold && isAboutHold))
        .orderBy(asc(nextAttemptAt), asc(id))
        .limit(limit)
        .all()
    },
    async postpone(ids, nextAttemptAt) {
      database.update(alertDeliveries).set({ nextAttemptAt }).where(inArray(alertDeliveries.id, ids)).run()
    },
    async settle(channelId, health, tasks) {
      database.transaction(
        (transaction) => {
          for (const { id, attempts, nextAttemptAt } of tasks) {
            const isIt = eq(alertDeliveries.id, id)
            if (nextAttemptAt === null) transaction.delete(alertDeliveries).where(isIt).run()
            else
              transaction
                .update(alertDeliveries)
                .set({ attempts: attempts + 1, nextAttemptAt })
                .where(isIt)
                .run()
          }
          if (health === null) return
          const isChannel = eq(alertWebhooks.id, channelId)
          const saved = transaction.select({ before: alertWebhooks.lastDelivery }).from(alertWebhooks).where(isChannel)
          const lastDelivery = nextHealth(saved.get()?.before ?? null, health)
          transaction.update(alertWebhooks).set({ lastDelivery }).where(isChannel).run()
        },
        { behavior: 'immediate' },
      )
    },
  }
}
