import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { certificateReminderDays } from '@office365-email/shared/alert-webhook'
import { dayMs, dayOf } from '../../ground/day.ts'
import type { AlertStateStore } from './alert-state-store.ts'
import { toAlert } from './alert-text.ts'
import { decideAlerts } from './decide-alerts.ts'

const earliestReminderMs = Math.max(...certificateReminderDays) * dayMs

/** Queues alerts for every bot whose state has changed since it was last reported. */
export async function raiseAlerts(
  { alertStates }: { alertStates: AlertStateStore },
  { now, newId, publicUrl }: { now: Date; newId: () => string; publicUrl: string },
): Promise<void> {
  const expiresBy = dayOf(now.getTime() + earliestReminderMs)
  for (let after: string | null = ''; after !== null; await nextTurn()) {
    const { watched, next } = await alertStates.listWatched(after, expiresBy)
    for (const { bot, known, reported } of watched) {
      const decision = decideAlerts(reported, known, now)
      if (isDeepStrictEqual(decision.reported, reported)) continue
      const about = known && { bot, known }
      const alerts = about ? decision.news.map((news) => toAlert(news, about, now, publicUrl)) : []
      await alertStates.report(bot.id, decision.reported, alerts, newId, now.getTime())
    }
    after = next
  }
}
