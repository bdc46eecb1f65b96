import type { Alert } from '@office365-email/shared/alert-webhook'
import type { ReportedCondition } from './alert-condition.ts'

/** How many messages of a bot are stuck. */
export interface StuckMessages {
  bot: { id: string; name: string }
  unknown: number
  /** ID of the newest message whose outcome is unknown. IDs are in order of time. */
  newestUnknown: string | null
  /** Messages that wait in the queue. */
  queued: number
}

/** Each method is one transaction. */
export interface AlertConditionStore {
  /**
   * Returns a page of bots in order of ID, after `after`: those with messages whose outcome is unknown, or with at least
   * `minQueued` in the queue. `next` is the `after` of the next page; null at the end.
   */
  listStuck(after: string, minQueued: number): Promise<{ stuck: StuckMessages[]; next: string | null }>
  list(): Promise<ReportedCondition[]>
  /**
   * Saves what is reported about a condition and queues the alert for every channel that wants it. Does neither if its
   * bot was deleted.
   */
  report(
    id: string,
    reported: ReportedCondition | null,
    alert: Alert | null,
    newId: () => string,
    now: number,
  ): Promise<void>
}
