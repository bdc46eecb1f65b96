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
/** What is as recent as this is compared each time, because the clock of a server may be ten minutes behind. */
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
  let renewAt = startedAt.getTime() + renewEveryMs
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
  async function round(): Promise<void> {
    const now = clock()
    await backgroundJobs.run('index-messages', { now, everyMs: growEveryMs, startedAt }, async () => {
      await grow()
      await renew(new Date(now.getTime() - recentMs))
    })
    if (signal.aborted || now.getTime() < renewAt) return
    renewAt = now.getTime() + renewEveryMs
    await backgroundJobs.run('renew-message-index', { now, everyMs: renewEveryMs, startedAt }, () => renew(null))
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
