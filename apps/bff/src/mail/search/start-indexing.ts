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
/** Between two steps, requests get their turn: after an upgrade, a million messages take about two minutes. */
const restMs = 50

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
  let isStopping = false
  let running: Promise<void> | null = null

  async function grow(): Promise<void> {
    while (!isStopping && (await messageSearch.indexSome(new Date(clock().getTime() - storedWithinMs))))
      await wait(restMs)
  }
  async function renew(): Promise<void> {
    let after = await messageSearch.renewSome(null)
    while (!isStopping && after !== null) {
      await wait(restMs)
      after = await messageSearch.renewSome(after)
    }
  }
  async function round(): Promise<void> {
    const now = clock()
    await backgroundJobs.run('index-messages', { now, everyMs: growEveryMs, startedAt }, grow)
    if (now.getTime() < renewAt) return
    renewAt = now.getTime() + renewEveryMs
    await backgroundJobs.run('renew-message-index', { now, everyMs: renewEveryMs, startedAt }, renew)
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
      isStopping = true
      clearInterval(timer)
      await running
    },
  }
}
