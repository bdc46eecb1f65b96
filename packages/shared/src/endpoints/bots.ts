import * as z from 'zod/mini'
import { botIdSchema, botListSchema, botSchema, saveBotSchema } from '../bot.ts'
import type { Endpoint } from '../endpoint.ts'

const tag = 'Bots'
const path = '/bots/:botId'

export const botEndpoints = {
  listBots: {
    method: 'GET',
    path: '/bots',
    tag,
    summary: 'List the bots that you may see',
    access: { people: 'admin', scope: 'any' },
    responses: { 200: { description: 'The bots, by name.', schema: botListSchema } },
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
