import type { MailFigures, MailStatistics } from '@office365-email/shared/mail-statistics'
import { dayMs, dayOf } from '../../ground/day.ts'
import { percentileOf } from './acceptance-times.ts'
import { addCounts, type DayCounts, type MailCounts, noCounts } from './mail-counts.ts'

/** The last days up to today, in UTC. */
export function lastDays(count: number, now: Date): { from: string; to: string } {
  const to = dayOf(now)
  return { from: dayOf(Date.parse(to) - (count - 1) * dayMs), to }
}

/** A message that was marked as unknown before anything was counted takes away one that was never added. */
const atLeastZero = (count: number) => Math.max(count, 0)

function figuresOf(counts: MailCounts): MailFigures {
  const p50Ms = percentileOf(counts, 0.5)
  const p95Ms = percentileOf(counts, 0.95)
  return {
    accepted: atLeastZero(counts.accepted),
    simulated: atLeastZero(counts.simulated),
    failed: atLeastZero(counts.failed),
    unknown: atLeastZero(counts.unknown),
    cancelled: atLeastZero(counts.cancelled),
    throttledMinutes: counts.throttled,
    timeToAcceptance: p50Ms === null || p95Ms === null ? null : { p50Ms, p95Ms },
  }
}

/** Every day of the range, those without messages too. */
export function presentStatistics(days: { from: string; to: string }, counted: readonly DayCounts[]): MailStatistics {
  const byDay = new Map(counted.map(({ day, counts }) => [day, counts]))
  const total = noCounts()
  const shown: MailStatistics['days'] = []
  for (let time = Date.parse(days.from); time <= Date.parse(days.to); time += dayMs) {
    const day = dayOf(time)
    const counts = byDay.get(day) ?? noCounts()
    addCounts(total, counts)
    shown.push({ day, ...figuresOf(counts) })
  }
  return { ...days, days: shown, total: figuresOf(total) }
}
