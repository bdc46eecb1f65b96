import type { BotScope } from '@office365-email/shared/session'
import type { BotDayCounts, DayCounts } from './mail-counts.ts'

/** What was counted about mail, by bot and day, and for all bots together. */
export interface StatisticsStore {
  /** Adds to what is stored, for the bots that have existed since then. Negative counts take away. */
  add(counts: readonly BotDayCounts[]): Promise<void>
  /** The days that have something, oldest first. `all` includes bots that were deleted since. */
  read(scope: BotScope, days: { from: string; to: string }): Promise<DayCounts[]>
  /** Deletes earlier days, in small transactions. Returns the number of rows. */
  deleteBefore(day: string): Promise<number>
}
