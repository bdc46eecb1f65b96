import type { Alert } from '@office365-email/shared/alert-webhook'
import type { KnownState, ToldState } from './decide-alerts.ts'

export interface WatchedBot {
  bot: { id: string; name: string }
  /** Null: it is not configured. */
  known: KnownState | null
  told: ToldState | null
}

/** Each method is one transaction. */
export interface AlertStateStore {
  /**
   * Some bots, in order of their IDs, beginning after `after`: those of which something is told, whose mail is at fault,
   * or whose secret expires by that day. `next`: where to go on; null at the end.
   */
  listWatched(after: string, expiresBy: string): Promise<{ watched: WatchedBot[]; next: string | null }>
  /** Keeps what is told now, and queues the alerts for every webhook; or neither, if the bot was deleted. */
  tell(botId: string, told: ToldState | null, alerts: Alert[], newId: () => string, now: number): Promise<void>
}
