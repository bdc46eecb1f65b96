import { v7 as uuidv7 } from 'uuid'
import type { Dependencies } from '../../dependencies.ts'
import { checkHealthDaily } from './check-health-daily.ts'
import { deliverAlerts } from './deliver-alerts.ts'
import { raiseAlerts } from './raise-alerts.ts'

const everyMs = 30_000

type Needed = Pick<
  Dependencies,
  | 'config'
  | 'logger'
  | 'clock'
  | 'bots'
  | 'configurations'
  | 'entra'
  | 'vault'
  | 'alertStates'
  | 'alertWebhooks'
  | 'alertSender'
  | 'sending'
  | 'isStopping'
>

/** One round: checks whose moment has come, then tells what there is to tell. A restored copy does neither. */
export async function watchOnce(dependencies: Needed, since: Date, now: Date): Promise<void> {
  const { config, sending } = dependencies
  if (await sending.isHeld()) return
  const actor = { kind: 'system', id: 'daily-check', name: 'daily check' } as const
  await checkHealthDaily(dependencies, { actor, requestId: null, ip: null, now, newId: uuidv7 }, since)
  await raiseAlerts(dependencies, { now, newId: uuidv7, publicUrl: config.publicUrl })
  await deliverAlerts(dependencies, now)
}

/** Watches over secrets and mail for as long as the server runs; one round never overlaps the next. */
export function startWatch(dependencies: Needed): { stop(): Promise<void> } {
  const { clock, logger } = dependencies
  let since = clock()
  let running: Promise<void> | null = null

  const round = async () => {
    const now = clock()
    await watchOnce(dependencies, since, now).catch((error: unknown) =>
      logger.error({ name: error instanceof Error ? error.name : 'unknown' }, 'watching failed'),
    )
    since = now
  }
  const timer = setInterval(() => {
    running ??= round().finally(() => {
      running = null
    })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
