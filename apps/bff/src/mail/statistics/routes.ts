import { statisticsEndpoints } from '@office365-email/shared/endpoints/statistics'
import type { BotScope } from '@office365-email/shared/session'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { lastDays, presentStatistics } from './present-statistics.ts'
import type { StatisticsStore } from './statistics-store.ts'

export interface Dependencies {
  statistics: StatisticsStore
}

async function read({ statistics }: Dependencies, scope: BotScope, count: number, now: Date) {
  const days = lastDays(count, now)
  return presentStatistics(days, await statistics.read(scope, days))
}

export const statisticsRoutes: EndpointRoute<Dependencies>[] = [
  handle(statisticsEndpoints.readStatistics, (dependencies, { query, principal, context }) =>
    read(dependencies, principal.botIds, query.days, context.now),
  ),

  handle(statisticsEndpoints.readBotStatistics, (dependencies, { query, bot, context }) =>
    read(dependencies, [bot.id], query.days, context.now),
  ),
]
