import type { Alert } from '@office365-email/shared/alert-webhook'

type Ending = Pick<Alert, 'type' | 'title'>

/** Something that holds now and is worth an alert: mail on hold, messages without an outcome, or a limit that is near. */
export interface Condition {
  /** What it is about. One thing has one condition at a time. */
  id: string
  alert: Omit<Alert, 'at'>
  /** The alert when it is over; null if that is not worth one. */
  ending: Ending | null
  /** Increases when something new happens that is worth another alert, but only this long after the previous one. */
  mark: string
  repeatAfterMs: number
  /** How long it has to be over before it counts as over. */
  endsAfterMs: number
}

/** What alerts have reported about a condition. Stored as JSON, so its names stay. */
export interface ReportedCondition extends Pick<Condition, 'id' | 'ending' | 'mark' | 'endsAfterMs'> {
  alert: Alert
  /** Since when it seems to be over; null while it holds. */
  clearSince: string | null
}

interface Decision {
  alert: Alert | null
  reported: ReportedCondition | null
}

const elapsedMs = (since: string, now: Date): number => now.getTime() - Date.parse(since)

function isWorthAnother(reported: ReportedCondition, { alert, mark, repeatAfterMs }: Condition, now: Date): boolean {
  if (reported.alert.type === 'quota-near' && alert.type === 'quota-reached') return true
  return mark > reported.mark && elapsedMs(reported.alert.at, now) >= repeatAfterMs
}

/** Returns the alert to send now, if any, and what is reported after that. `current` is null if the condition does not hold. */
export function decideCondition(reported: ReportedCondition | null, current: Condition | null, now: Date): Decision {
  if (current) {
    if (reported && !isWorthAnother(reported, current, now))
      return { alert: null, reported: reported.clearSince === null ? reported : { ...reported, clearSince: null } }
    const { id, ending, mark, endsAfterMs } = current
    const alert: Alert = { ...current.alert, at: now.toISOString() }
    return { alert, reported: { id, ending, mark, endsAfterMs, alert, clearSince: null } }
  }
  if (!reported) return { alert: null, reported: null }
  const clearSince = reported.clearSince ?? now.toISOString()
  if (elapsedMs(clearSince, now) < reported.endsAfterMs) return { alert: null, reported: { ...reported, clearSince } }
  const { advice: _, ...about } = reported.alert
  return { alert: reported.ending && { ...about, ...reported.ending, at: now.toISOString() }, reported: null }
}
