import type { MailOutcome } from '@office365-email/shared/mail-statistics'
import { dayMs, dayOf } from '../../ground/day.ts'
import { acceptanceTimeOf } from './acceptance-times.ts'
import { addCounts, type BotDayCounts, type MailCounts, noCounts } from './mail-counts.ts'
import type { StatisticsStore } from './statistics-store.ts'

const writeEveryMs = 5_000
const minuteMs = 60_000
/** So few that no other write waits noticeably for them. */
const batchSize = 100

interface CountedMessage {
  botId: string
  createdAt: string
}

/** Counts what happens to mail. Counting is fast and never fails: it only changes numbers in memory. */
export interface MailCounter {
  /** The message got this outcome. `at` is a moment in ISO 8601. */
  settled(message: CountedMessage, outcome: MailOutcome, at: string): void
  /** The outcome became known of a message that was counted as unknown. It moves on the day of the latter. */
  clarified(botId: string, outcome: 'accepted' | 'failed', unknownSince: string): void
  /** Microsoft asked to pause the bot's mailbox from now on. */
  throttled(botId: string, seconds: number, now: Date): void
}

export interface CountingMail extends MailCounter {
  /** Writes what was counted every few seconds. */
  start(): void
  /** Writes what was counted. If the storage cannot, the next time tries again. */
  write(): Promise<void>
  /** Writes for the last time. */
  stop(): Promise<void>
}

/** What was counted and not written yet. `since` is the earliest moment of the mail that it is about. */
interface Pending {
  since: string
  counts: MailCounts
}

const dayIn = (iso: string) => iso.slice(0, 10)

/**
 * Keeps the counts of a few seconds in memory, because a write for each message would slow down sending. A process that
 * is killed loses them.
 */
export function createMailCounter(store: Pick<StatisticsStore, 'add'>): CountingMail {
  /** By day, then by bot. */
  let days = new Map<string, Map<string, Pending>>()
  /** The minute after the last one that was counted as throttled, by bot. */
  const throttledUntil = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let writing = Promise.resolve()

  function countsOf(botId: string, day: string, since: string): MailCounts {
    const bots = days.get(day) ?? new Map<string, Pending>()
    const pending = bots.get(botId) ?? { since, counts: noCounts() }
    if (since < pending.since) pending.since = since
    days.set(day, bots.set(botId, pending))
    return pending.counts
  }

  async function writeAll(): Promise<void> {
    const taken: BotDayCounts[] = [...days].flatMap(([day, bots]) =>
      [...bots].map(([botId, pending]) => ({ botId, day, ...pending })),
    )
    days = new Map()
    const minute = Date.now() / minuteMs
    for (const [botId, until] of throttledUntil) if (until <= minute) throttledUntil.delete(botId)
    for (let start = 0; start < taken.length; start += batchSize) {
      try {
        await store.add(taken.slice(start, start + batchSize))
      } catch {
        for (const { botId, day, since, counts } of taken.slice(start)) addCounts(countsOf(botId, day, since), counts)
        return
      }
    }
  }

  function write(): Promise<void> {
    writing = writing.then(writeAll)
    return writing
  }

  return {
    settled({ botId, createdAt }, outcome, at) {
      const counts = countsOf(botId, dayIn(at), createdAt)
      counts[outcome] += 1
      if (outcome === 'accepted') counts[acceptanceTimeOf(Date.parse(at) - Date.parse(createdAt))] += 1
    },
    clarified(botId, outcome, unknownSince) {
      const counts = countsOf(botId, dayIn(unknownSince), unknownSince)
      counts.unknown -= 1
      counts[outcome] += 1
    },
    throttled(botId, seconds, now) {
      const first = Math.max(Math.floor(now.getTime() / minuteMs), throttledUntil.get(botId) ?? 0)
      const end = Math.floor((now.getTime() + seconds * 1_000) / minuteMs) + 1
      for (let minute = first; minute < end; minute += 1)
        countsOf(botId, dayOf(minute * minuteMs), now.toISOString()).throttled += 1
      throttledUntil.set(botId, Math.max(first, end))
    },
    start() {
      timer ??= setInterval(() => void write(), writeEveryMs).unref()
    },
    write,
    async stop() {
      if (timer) clearInterval(timer)
      timer = null
      await write()
    },
  }
}

/** How long the days are kept: a year, and a month to compare with. */
const keptDays = 400

export const forgetOldDays = (store: Pick<StatisticsStore, 'deleteBefore'>, now: Date): Promise<number> =>
  store.deleteBefore(dayOf(now.getTime() - keptDays * dayMs))
