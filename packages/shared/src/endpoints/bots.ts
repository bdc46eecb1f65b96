import * as z from 'zod/mini'
import { botIdSchema, botListSchema, botSchema, saveBotSchema } from '../bot.ts'
import { listBotsQuerySchema } from '../bot-list-query.ts'
import type { Endpoint } from '../endpoint.ts'

const tag = 'Bots'
const path = '/bots/:botId'

export const botEndpoints = {
  listBots: {
    method: 'GET',
    path: '/bots',
    tag,
    summary: 'List the bots that you may see, by name',
    description:
      'Without a parameter, the response has all of them and only the member `bots`. With 10,000 bots that is about 2 MB, so read pages if there may be more than a few hundred. With any parameter, the response is one page (`limit`, otherwise 50), and `nextCursor` leads to the next one; it is `null` on the last page. Filters can be combined. `q` is part of the name, the ID or the mailbox, in any case. `ids` are up to 200 IDs, separated by commas. `status` is what the overview shows, from state, health and the expiry of the secret (today is the day in UTC); `attention` means `failing`, `secret-expired`, `unreachable` and `secret-expires-soon`. The first page also has `totals`: how many bots you may see, how many match, and how many are in each status, whatever the filter.',
    access: { people: 'admin', scope: 'any' },
    query: listBotsQuerySchema,
    responses: {
      200: {
        description: 'The bots, by name and then by ID.',
        schema: botListSchema,
        example: {
          bots: [
            {
              id: 'orders',
              name: 'Orders',
              office365: {
                state: 'locked',
                health: 'failing',
                userEmail: 'orders@contoso.com',
                secretExpiresOn: '2027-05-03',
              },
            },
          ],
          nextCursor: null,
          totals: {
            bots: 3,
            matching: 1,
            byStatus: {
              failing: 1,
              'secret-expired': 0,
              unreachable: 0,
              'secret-expires-soon': 0,
              'not-tested': 0,
              'not-set-up': 1,
              working: 1,
            },
          },
        },
      },
    },
  },
  saveBot: {
    method: 'PUT',
    path,
    tag,
    summary: 'Create or rename a bot',
    refusedAs: 'bot.created',
    access: { people: 'admin', scope: 'bots:write', makesBot: true },
    params: z.strictObject({ botId: botIdSchema }),
    body: saveBotSchema,
    responses: {
      200: { description: 'The bot existed, and has this name now.', schema: botSchema },
      201: { description: 'The bot is new.', schema: botSchema },
    },
  },
  readBot: {
    method: 'GET',
    path,
    tag,
    summary: 'Read a bot',
    access: { people: 'admin' },
    responses: { 200: { description: 'The bot.', schema: botSchema } },
  },
  deleteBot: {
    method: 'DELETE',
    path,
    tag,
    summary: 'Delete a bot that has no configuration',
    refusedAs: 'bot.deleted',
    access: { people: 'admin' },
    responses: { 204: { description: 'The bot is gone.', schema: null } },
    problems: ['bot-has-configuration'],
  },
} as const satisfies Record<string, Endpoint>
