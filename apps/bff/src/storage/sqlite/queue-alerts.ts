import type { Alert } from '@office365-email/shared/alert-webhook'
import { asc } from 'drizzle-orm'
import { toChannel } from '../rows/alert-channel-row.ts'
import { type DeliveryRow, toWantedDeliveries } from '../rows/alert-delivery-row.ts'
import type { Database } from './open-database.ts'
import { alertDeliveries, alertWebhooks } from './schema.ts'

export function queueAlerts(writer: Pick<Database, 'insert'>, rows: DeliveryRow[]): void {
  for (const row of rows) writer.insert(alertDeliveries).values(row).run()
}

/** Queues alerts for every channel that wants them. */
export function queueWantedAlerts(
  open: Pick<Database, 'select' | 'insert'>,
  alerts: Alert[],
  newId: () => string,
  nextAttemptAt: number,
): void {
  if (alerts.length === 0) return
  const channels = open.select().from(alertWebhooks).orderBy(asc(alertWebhooks.id)).all().map(toChannel)
  queueAlerts(open, toWantedDeliveries(channels, alerts, newId, nextAttemptAt))
}
