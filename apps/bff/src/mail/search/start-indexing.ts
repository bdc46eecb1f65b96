import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { BackgroundJobs } from '../../ground/background-jobs.ts'
import type { MessageSearch } from './message-search.ts'

/** Searches read what is not indexed yet directly, so this only limits how much that is. */
const growEveryMs = 5_000
/** Also the longest time that the index keeps what is deleted. */
const renewEveryMs = 10 * 60_000
/**
 * A message is stored up to half a minute after its ID was made, and the clocks of servers differ a little. One that
 * comes later is added when the index is renewed.
 */
const storedWithinMs = 60_000
/** The clock of one of several servers may be ten minutes behind, so what is recent is compared more often. */
const renewRecentEveryMs = 30_000
const recentMs = 15 * 60_000
/** The share of the time of a busy server that steps take, so that requests hardly notice them. */
const busyShare = 0.05
/** An idle server indexes a million messages, such as after an upgrade, in two to three minutes. */
const shortestRestMs = 50
/** A step on PostgreSQL is mostly a wait. The index has to grow faster than messages are sent. */
const longestRestMs = 250

interface Dependencies {
  messageSearch: MessageSearch
  backgroundJobs: BackgroundJobs
  logger: Logger
  clock: () => Date
}

/** Keeps the index of messages current while the server runs; of several servers, one at a time. */
export function startIndexing({ messageSearch, backgroundJobs, logger, clock }: Dependencies): {
  stop(): Promise<void>
} {
  const startedAt = clock()
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | null = null

  /** Repeats a step until it returns false. */
  async function repeat(step: () => Promise<boolean>): Promise<void> {
    let since = performance.eventLoopUtilization()
    while (!signal.aborted) {
      const begunAt = performance.now()
      if (!(await step())) return
      const tookMs = performance.now() - begunAt
      const { utilization } = performance.eventLoopUtilization(since)
      since = performance.eventLoopUtilization()
      const fairRestMs = tookMs * utilization * (1 / busyShare - 1)
      const restMs = Math.min(Math.max(fairRestMs, shortestRestMs), longestRestMs)
      await wait(restMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const grow = () => repeat(() => messageSearch.indexSome(new Date(clock().getTime() - storedWithinMs)))
  async function renew(since: Date | null): Promise<void> {
    let after: string | Date | null = since
    await repeat(async () => {
      after = await messageSearch.renewSome(after)
      return after !== null
    })
  }
  const jobs = [
    { name: 'index-messages', everyMs: growEveryMs, work: grow },
    {
      name: 'renew-recent-message-index',
      everyMs: renewRecentEveryMs,
      work: (now: Date) => renew(new Date(now.getTime() - recentMs)),
    },
    { name: 'renew-message-index', everyMs: renewEveryMs, work: () => renew(null) },
    // Not by the clock, because it may be set back.
  ].map((job) => ({ ...job, dueAt: performance.now() + job.everyMs }))

  async function round(): Promise<void> {
    for (const job of jobs) {
      // A timer may be a little early.
      if (signal.aborted || performance.now() < job.dueAt - growEveryMs / 2) continue
      job.dueAt = performance.now() + job.everyMs
      const now = clock()
      const period = { now, everyMs: job.everyMs, startedAt }
      await backgroundJobs.run(job.name, period, () => job.work(now))
    }
  }
  const timer = setInterval(() => {
    running ??= round()
      .catch((error: unknown) =>
        logger.error({ name: error instanceof Error ? error.name : 'unknown' }, 'indexing messages failed'),
      )
      .finally(() => {
        running = null
      })
  }, growEveryMs)
  timer.unref()
  return {
    async stop() {
      stopping.abort()
      clearInterval(timer)
      await running
    },
  }
}
