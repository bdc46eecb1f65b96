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

const isAboutHold = sql`${alertDeliveries.alert} ->> 'cause' = 'restored_from_backup' and ${alertDeliveries.botId} is null`

export function createAlertChannelStore({ orm, transaction }: Database): AlertChannelStore {
  return {
    async create(channel, sealed, event, standing, others = []) {
      await transaction(async (open) => {
        await open.orm.insert(alertWebhooks).values({ ...channel, ...sealed })
        const nextAttemptAt = Date.parse(event.at)
        const reported = await watchedBots(open).where(isNotNull(alertStates.botId))
        const alerts = [...reported.map(toWatchedBot).flatMap(standing), ...others]
        await queueAlerts(
          open,
          alerts.map((alert) => toDelivery(channel.id, alert, nextAttemptAt)),
        )
        await appendAuditEvent(open, event)
      })
    },
    async update({ id, version, url, senderBotId, botIds, settings }, sealed, event) {
      return await transaction(async (open) => {
        const { rowCount } = await open.orm
          .update(alertWebhooks)
          .set({ version: version + 1, url, senderBotId, botIds, settings, ...sealed })
          .where(and(eq(alertWebhooks.id, id), eq(alertWebhooks.version, version)))
        if (rowCount === 0) return false
        await open.orm
          .update(alertDeliveries)
          .set({ nextAttemptAt: sql`least(${alertDeliveries.nextAttemptAt}, ${Date.parse(event.at)}::bigint)` })
          .where(eq(alertDeliveries.webhookId, id))
        await appendAuditEvent(open, event)
        return true
      })
    },
    async list() {
      return (await orm.select().from(alertWebhooks).orderBy(asc(alertWebhooks.id))).map(toChannel)
    },
    async countWaiting() {
      const rows = await orm
        .select({ id: alertDeliveries.webhookId, waiting: count() })
        .from(alertDeliveries)
        .groupBy(alertDeliveries.webhookId)
      return new Map(rows.map(({ id, waiting }) => [id, waiting]))
    },
    async delete(id, event) {
      return await transaction(async (open) => {
        const { rowCount } = await open.orm.delete(alertWebhooks).where(eq(alertWebhooks.id, id))
        if (rowCount === 1) await appendAuditEvent(open, event)
        return rowCount === 1
      })
    },
    async read(id) {
      const [row] = await orm.select().from(alertWebhooks).where(eq(alertWebhooks.id, id))
      return row ? { channel: toChannel(row), sealedSecret: row.sealedSecret } : null
    },
    async listDue(now, limit, which) {
      const { id, webhookId, alert, attempts, nextAttemptAt } = alertDeliveries
      return await orm
        .select({ id, channelId: webhookId, alert, attempts })
        .from(alertDeliveries)
        .where(and(lte(nextAttemptAt, now), which?.onlyHold && isAboutHold))
        .orderBy(asc(nextAttemptAt), asc(id))
        .limit(limit)
    },
    async postpone(ids, nextAttemptAt) {
      await orm.update(alertDeliveries).set({ nextAttemptAt }).where(inArray(alertDeliveries.id, ids))
    },
    async settle(channelId, health, tasks) {
      await transaction(async (open) => {
        for (const { id, attempts, nextAttemptAt } of tasks) {
          const isIt = eq(alertDeliveries.id, id)
          if (nextAttemptAt === null) await open.orm.delete(alertDeliveries).where(isIt)
          else
            await open.orm
              .update(alertDeliveries)
              .set({ attempts: attempts + 1, nextAttemptAt })
              .where(isIt)
        }
        if (health === null) return
        const isChannel = eq(alertWebhooks.id, channelId)
        const [saved] = await open.orm
          .select({ before: alertWebhooks.lastDelivery })
          .from(alertWebhooks)
          .where(isChannel)
        const lastDelivery = nextHealth(saved?.before ?? null, health)
        await open.orm.update(alertWebhooks).set({ lastDelivery }).where(isChannel)
      })
    },
  }
}
