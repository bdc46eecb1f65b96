import type { AlertWebhook } from '@office365-email/shared/alert-webhook'
import { asc, eq, isNotNull, lte } from 'drizzle-orm'
import type { AlertWebhookStore } from '../../mail/alerts/alert-webhook-store.ts'
import { toWatchedBot, watchedBots } from './alert-state-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { alertDeliveries, alertStates, alertWebhooks } from './schema.ts'

const toWebhook = ({ sealedSecret: _, sealedWith: __, ...webhook }: typeof alertWebhooks.$inferSelect): AlertWebhook =>
  webhook

export function createAlertWebhookStore(database: Database): AlertWebhookStore {
  return {
    async create(webhook, sealed, event, standing) {
      database.transaction(
        (transaction) => {
          transaction
            .insert(alertWebhooks)
            .values({ ...webhook, ...sealed })
            .run()
          const nextAttemptAt = Date.parse(event.at)
          const reported = watchedBots(transaction).where(isNotNull(alertStates.botId)).all().map(toWatchedBot)
          for (const { id, alert } of reported.flatMap(standing))
            transaction
              .insert(alertDeliveries)
              .values({ id, webhookId: webhook.id, botId: alert.bot?.id, alert, attempts: 0, nextAttemptAt })
              .run()
          appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async list() {
      return database.select().from(alertWebhooks).orderBy(asc(alertWebhooks.id)).all().map(toWebhook)
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
    async listDue(now, limit) {
      return database
        .select({
          id: alertDeliveries.id,
          webhookId: alertDeliveries.webhookId,
          url: alertWebhooks.url,
          sealedSecret: alertWebhooks.sealedSecret,
          alert: alertDeliveries.alert,
          attempts: alertDeliveries.attempts,
        })
        .from(alertDeliveries)
        .innerJoin(alertWebhooks, eq(alertWebhooks.id, alertDeliveries.webhookId))
        .where(lte(alertDeliveries.nextAttemptAt, now))
        .orderBy(asc(alertDeliveries.nextAttemptAt))
        .limit(limit)
        .all()
    },
    async readForTest(id) {
      const { url, sealedSecret } = alertWebhooks
      return database.select({ url, sealedSecret }).from(alertWebhooks).where(eq(alertWebhooks.id, id)).get() ?? null
    },
    async settle({ id, webhookId, attempts }, lastDelivery, nextAttemptAt) {
      database.transaction(
        (transaction) => {
          const isIt = eq(alertDeliveries.id, id)
          if (nextAttemptAt === null) transaction.delete(alertDeliveries).where(isIt).run()
          else
            transaction
              .update(alertDeliveries)
              .set({ attempts: attempts + 1, nextAttemptAt })
              .where(isIt)
              .run()
          transaction.update(alertWebhooks).set({ lastDelivery }).where(eq(alertWebhooks.id, webhookId)).run()
        },
        { behavior: 'immediate' },
      )
    },
  }
}
