import { statisticsEndpoints } from '@office365-email/shared/endpoints/statistics'
import { queryOf } from '../../ground/api-query.ts'

export const botStatisticsQuery = (botId: string) =>
  queryOf(statisticsEndpoints.readBotStatistics, { params: { botId } })

/** Of all bots that the person may see. */
export const statisticsQuery = queryOf(statisticsEndpoints.readStatistics, {})
