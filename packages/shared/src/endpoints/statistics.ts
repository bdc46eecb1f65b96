import type { Endpoint } from '../endpoint.ts'
import { mailStatisticsSchema, statisticsQuerySchema } from '../mail-statistics.ts'

const reader = {
  method: 'GET',
  tag: 'Messages',
  access: { people: 'admin', scope: 'messages:read' },
  query: statisticsQuerySchema,
  responses: {
    200: { description: 'The figures of each day, and of all days together.', schema: mailStatisticsSchema },
  },
} as const

const description =
  'For the last `days` days in UTC, up to and including today: 30, or 1 to 90. A message counts on the day on which it got its outcome; messages that wait are not counted. Counts are a few seconds old.'

export const statisticsEndpoints = {
  readStatistics: {
    ...reader,
    path: '/statistics',
    summary: 'Count mail by day and outcome, over all bots that you may see',
    description: `${description} With access to all bots, the messages of deleted bots are included.`,
  },
  readBotStatistics: {
    ...reader,
    path: '/bots/:botId/statistics',
    summary: 'Count the mail of a bot by day and outcome',
    description,
  },
} as const satisfies Record<string, Endpoint>
