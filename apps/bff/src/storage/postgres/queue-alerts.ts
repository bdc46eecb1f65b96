import type { Alert } from '@office365-email/shared/alert-webhook'
import { asc } from 'drizzle-orm'
import { toChannel } from '../rows/alert-channel-row.ts'
import { type DeliveryRow, toWantedDeliveries } from '../rows/alert-delivery-row.ts'
import type { Executor } from './open-database.ts'
import { alertDeliveries, alertWebhooks } from './schema.ts'

/** A statement has at most 65,535 parameters. */
const batchSize = 1_000

export async function queueAlerts({ orm }: Executor, rows: DeliveryRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += batchSize)
    await orm.insert(alertDeliveries).values(rows.slice(start, start + batchSize))
}

/** Queues alerts for every channel that wants them. */
export async function queueWantedAlerts(
  open: Executor,
  alerts: Alert[],
  newId: () => string,
  nextAttemptAt: number,
): Promise<void> {
  if (alerts.length === 0) return
  const channels = (await open.orm.select().from(alertWebhooks).orderBy(asc(alertWebhooks.id))).map(toChannel)
  await queueAlerts(open, toWantedDeliveries(channels, alerts, newId, nextAttemptAt))
}
