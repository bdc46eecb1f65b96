import { type MailOutcome, mailOutcomes } from '@office365-email/shared/mail-statistics'
import { type AcceptanceTime, acceptanceTimes } from './acceptance-times.ts'

/** What is counted for each day. `throttled` are minutes, `AcceptanceTime` is a histogram of accepted messages. */
export type MailCount = MailOutcome | 'throttled' | AcceptanceTime

/** The columns of the tables have the same names. */
export const mailCounts: readonly MailCount[] = [
  ...mailOutcomes,
  'throttled',
  ...(Object.keys(acceptanceTimes) as AcceptanceTime[]),
]

export type MailCounts = Record<MailCount, number>

export interface DayCounts {
  /** YYYY-MM-DD, UTC. */
  day: string
  counts: MailCounts
}

export interface BotDayCounts extends DayCounts {
  botId: string
  /** ISO 8601: no earlier than the first of what was counted. A bot that was created later is another one with the same ID. */
  since: string
}

export const noCounts = (): MailCounts => ({
  accepted: 0,
  simulated: 0,
  failed: 0,
  unknown: 0,
  cancelled: 0,
  throttled: 0,
  in125ms: 0,
  in250ms: 0,
  in500ms: 0,
  in1s: 0,
  in2s: 0,
  in4s: 0,
  in8s: 0,
  in16s: 0,
  in1min: 0,
  in5min: 0,
  in30min: 0,
  in3h: 0,
  later: 0,
})

export function addCounts(to: MailCounts, counts: MailCounts): void {
  for (const name of mailCounts) to[name] += counts[name]
}

/** The same days, each once. */
export function sumOfDays(days: readonly DayCounts[]): DayCounts[] {
  const sums = new Map<string, MailCounts>()
  for (const { day, counts } of days) {
    const sum = sums.get(day) ?? noCounts()
    sums.set(day, sum)
    addCounts(sum, counts)
  }
  return [...sums].map(([day, counts]) => ({ day, counts })).sort((one, other) => (one.day < other.day ? -1 : 1))
}

/** One change of several messages on a day, by bot. */
export function countsOfBots(botIds: readonly string[], outcome: MailOutcome, at: string): BotDayCounts[] {
  const byBot = new Map<string, MailCounts>()
  for (const botId of botIds) {
    const counts = byBot.get(botId) ?? noCounts()
    byBot.set(botId, counts)
    counts[outcome] += 1
  }
  return [...byBot].map(([botId, counts]) => ({ botId, day: at.slice(0, 10), since: at, counts }))
}
