import { attentionStatuses, type BotStatus, expiryNoticeDays } from '@office365-email/shared/bot-status'
import type { ConfigurationState, HealthState } from '@office365-email/shared/office365-configuration'
import { type AnyColumn, and, inArray, type SQL, sql } from 'drizzle-orm'
import { dayMs, dayOf } from '../../ground/day.ts'
import type { BotFilter, BotPage } from '../../shell/bots/bot-store.ts'

/** Both are YYYY-MM-DD. */
const daysAfter = (day: string, days: number): string => dayOf(Date.parse(day) + days * dayMs)

interface BotColumns {
  state: SQL<ConfigurationState>
  health: SQL<HealthState>
  secretExpiresOn: AnyColumn
}

/** The rule of `readBotStatus`, and the filters that use it, in the SQL of both engines. */
export function createBotConditions({ state, health, secretExpiresOn }: BotColumns) {
  const statusOn = (today: string) => sql<BotStatus>`case
    when ${state} = 'unconfigured' then 'not-set-up'
    when ${health} = 'failing' then 'failing'
    when ${secretExpiresOn} < ${today} then 'secret-expired'
    when ${health} = 'unreachable' then 'unreachable'
    when ${secretExpiresOn} <= ${daysAfter(today, expiryNoticeDays)} then 'secret-expires-soon'
    when ${health} = 'working' then 'working'
    else 'not-tested' end`
  return {
    statusOn,
    isInState: ({ today, ...filter }: Omit<BotFilter, 'q'> & Pick<BotPage, 'today'>): SQL | undefined =>
      and(
        filter.state && sql`${state} = ${filter.state}`,
        filter.health && sql`${health} = ${filter.health}`,
        filter.status &&
          inArray(statusOn(today), filter.status === 'attention' ? [...attentionStatuses] : [filter.status]),
      ),
  }
}
