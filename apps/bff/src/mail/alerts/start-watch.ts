import type { Logger } from 'pino'
import type { BackgroundJobs } from '../../ground/background-jobs.ts'
import { createRequestContext } from '../../ground/request-context.ts'
import type { OwnIssuer } from '../federation/own-issuer.ts'
import type { Sending } from '../sending/sending.ts'
import { checkHealthDaily } from './check-health-daily.ts'
import { deliverAlerts } from './deliver-alerts.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { raiseConditionAlerts, raiseHoldAlert } from './raise-condition-alerts.ts'

const everyMs = 30_000

type Dependencies = Parameters<typeof checkHealthDaily>[0] &
  Parameters<typeof raiseAlerts>[0] &
  Parameters<typeof raiseConditionAlerts>[0] &
  Parameters<typeof deliverAlerts>[0] & {
    config: { publicUrl: string }
    logger: Logger
    clock: () => Date
    sending: Sending
    ownIssuer: Pick<OwnIssuer, 'rotate'>
    backgroundJobs: BackgroundJobs
  }

/**
 * One round: runs the due checks, then raises and delivers alerts, and renews the keys of the issuer. A restored copy that
 * is on hold only reports that: its other alerts, and its mailboxes, may belong to another server.
 */
export async function watchOnce(dependencies: Dependencies, since: Date, now: Date): Promise<void> {
  const { config, sending } = dependencies
  const context = createRequestContext({ kind: 'system', id: 'daily-check', name: 'daily check' }, now)
  if (await sending.isHeld()) {
    if (await raiseHoldAlert(dependencies, context))
      await deliverAlerts(dependencies, context.newId, now, { onlyHold: true })
    return
  }
  await checkHealthDaily(dependencies, context, since)
  await raiseAlerts(dependencies, { ...context, publicUrl: config.publicUrl })
  await raiseConditionAlerts(dependencies, context)
  await deliverAlerts(dependencies, context.newId, now)
  await dependencies.ownIssuer.rotate(context)
}

/** Watches secrets and mail while the server runs. Rounds never overlap. */
export function startWatch(dependencies: Dependencies): { stop(): Promise<void> } {
  const { backgroundJobs, clock, logger } = dependencies
  const startedAt = clock()
  let running: Promise<void> | null = null

  const report = (error: unknown) =>
    logger.error({ name: error instanceof Error ? error.name : 'unknown' }, 'watching failed')
  const round = async () => {
    const now = clock()
    await backgroundJobs
      // A failed round is not repeated: it would sign in for all of its bots again.
      .run('watch', { now, everyMs, startedAt }, (since) => watchOnce(dependencies, since, now).catch(report))
      .catch(report)
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
