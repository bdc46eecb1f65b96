import type { Dependencies } from './dependencies.ts'
import { dayMs } from './ground/day.ts'
import { forgetEndedSessions } from './shell/sessions/session.ts'

const everyMs = 3_600_000

/** Deletes everything that is past its retention time. Logs failures; the next run tries again. */
export async function forgetExpired({ config, logger, clock, storage, mail }: Dependencies): Promise<void> {
  const now = clock()
  const results = await Promise.allSettled([
    ...mail.forgetExpired(now),
    storage.audit.deleteOlderThan(new Date(now.getTime() - config.auditRetentionDays * dayMs).toISOString()),
    forgetEndedSessions(storage.sessions, now),
  ])
  for (const result of results)
    if (result.status === 'rejected')
      logger.error({ name: result.reason instanceof Error ? result.reason.name : 'unknown' }, 'forgetting failed')
}

/** Does so now and every hour; of several servers, one at a time. Returns the function that ends it. */
export function startForgetting(dependencies: Dependencies): () => void {
  const { storage, clock } = dependencies
  const startedAt = clock()
  const forget = () =>
    storage.backgroundJobs
      .run('forget', { now: clock(), everyMs, startedAt }, () => forgetExpired(dependencies))
      .catch(() => undefined)
  const timer = setInterval(() => void forget(), everyMs)
  timer.unref()
  void forget()
  return () => clearInterval(timer)
}
