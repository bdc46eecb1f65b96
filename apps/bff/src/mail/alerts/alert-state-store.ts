import type { Alert } from '@office365-email/shared/alert-webhook'
import type { KnownState, ReportedState } from './decide-alerts.ts'

export interface WatchedBot {
  bot: { id: string; name: string }
  /** Null: it is not configured. */
  known: KnownState | null
  reported: ReportedState | null
}

/** Each method is one transaction. */
export interface AlertStateStore {
  /**
   * Returns a page of bots in order of ID, after `after`: those with a reported state, with failing mail, or with a
   * secret that expires by that day. `next` is the `after` of the next page; null at the end.
   */
  listWatched(after: string, expiresBy: string): Promise<{ watched: WatchedBot[]; next: string | null }>
  /** Saves the reported state and queues the alerts for every channel that wants them. Does neither if the bot was deleted. */
  report(
    botId: string,
    reported: ReportedState | null,
    alerts: Alert[],
    newId: () => string,
    now: number,
  ): Promise<void>
}
