import type { ExpiringCredentials } from '@office365-email/shared/expiring-credentials'
import type { BotScope } from '@office365-email/shared/session'

export interface ExpiringCredentialStore {
  /** Those of these bots that expire between two days, both included: the first ones, and how many there are by month. */
  listExpiring(
    scope: BotScope,
    days: { from: string; to: string },
    limit: number,
  ): Promise<Pick<ExpiringCredentials, 'months' | 'credentials'>>
}
