import type { Executor } from './open-database.ts'
import { alertDeliveries } from './schema.ts'

/** A statement has at most 65,535 parameters. */
const batchSize = 1_000

export async function queueAlerts(
  { orm }: Executor,
  alerts: Omit<typeof alertDeliveries.$inferInsert, 'attempts'>[],
): Promise<void> {
  for (let start = 0; start < alerts.length; start += batchSize) {
    const batch = alerts.slice(start, start + batchSize).map((alert) => ({ ...alert, attempts: 0 }))
    await orm.insert(alertDeliveries).values(batch)
  }
}
