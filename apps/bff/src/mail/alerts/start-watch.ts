import type { Logger } from 'pino'
import { createRequestContext } from '../../ground/request-context.ts'
import type { Sending } from '../sending/sending.ts'
import { checkHealthDaily } from './check-health-daily.ts'
import { deliverAlerts } from './deliver-alerts.ts'
import { raiseAlerts } from './raise-alerts.ts'

const everyMs = 30_000

type Dependencies = Parameters<typeof checkHealthDaily>[0] &
  Parameters<typeof raiseAlerts>[0] &
  Parameters<typeof deliverAlerts>[0] & {
    config: { publicUrl: string }
    logger: Logger
    clock: () => Date
    sending: Sending
  }

/** One round: runs the due checks, then raises and delivers alerts. A restored copy that is on hold does neither. */
export async function watchOnce(dependencies: Dependencies, since: Date, now: Date): Promise<void> {
  const { config, sending } = dependencies
  if (await sending.isHeld()) return
  const context = createRequestContext({ kind: 'system', id: 'daily-check', name: 'daily check' }, now)
  await checkHealthDaily(dependencies, context, since)
  await raiseAlerts(dependencies, { ...context, publicUrl: config.publicUrl })
  await deliverAlerts(dependencies, now)
}

/** Watches secrets and mail while the server runs. Rounds never overlap. */
export function startWatch(dependencies: Dependencies): { stop(): Promise<void> } {
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
