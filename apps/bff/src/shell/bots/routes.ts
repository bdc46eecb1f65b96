import { createRoute, z } from '@hono/zod-openapi'
import { botIdSchema, botListSchema, botSchema, saveBotSchema } from '@office365-email/shared/bot'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { notFound } from '../../ground/problem.ts'
import type { BotStore } from './bot-store.ts'
import { deleteBot, saveBot } from './save-bot.ts'

interface Dependencies {
  access: Access
  bots: BotStore
  clock: () => Date
}

const tags = ['Bots']
const params = z.strictObject({ botId: z.string() })

export function createBotRoutes({ access, bots, clock }: Dependencies) {
  const list = createRoute({
    method: 'get',
    path: '/bots',
    tags,
    summary: 'List the bots that you may see',
    middleware: [access.allow({ people: 'admin', scope: 'any' })],
    responses: { 200: jsonContent(botListSchema, 'The bots, by name.'), ...problemResponses('not-signed-in') },
  })
  const save = createRoute({
    method: 'put',
    path: '/bots/{botId}',
    tags,
    summary: 'Create or rename a bot',
    middleware: [access.allowForNewBot({ people: 'admin', scope: 'bots:write' })],
    request: { params: z.strictObject({ botId: botIdSchema }), ...jsonBody(saveBotSchema) },
    responses: {
      200: jsonContent(botSchema, 'The bot was there, and has this name now.'),
      201: jsonContent(botSchema, 'The bot is new.'),
      ...problemResponses('not-signed-in', 'forbidden', 'not-found', 'invalid-request'),
    },
  })
  const read = createRoute({
    method: 'get',
    path: '/bots/{botId}',
    tags,
    summary: 'Read a bot',
    middleware: [access.allowForBot({ people: 'admin' })],
    request: { params },
    responses: { 200: jsonContent(botSchema, 'The bot.'), ...problemResponses('not-signed-in', 'not-found') },
  })
  const remove = createRoute({
    method: 'delete',
    path: '/bots/{botId}',
    tags,
    summary: 'Delete a bot that has no configuration',
    middleware: [access.allowForBot({ people: 'admin' })],
    request: { params },
    responses: {
      204: { description: 'The bot is gone.' },
      ...problemResponses('not-signed-in', 'not-found', 'bot-has-configuration'),
    },
  })

  return createRouter()
    .openapi(list, async (context) => {
      const { principal } = context.var
      return context.json({ bots: principal ? await bots.list(principal.botIds) : [] }, 200)
    })
    .openapi(save, async (context) => {
      const { botId } = context.req.valid('param')
      const { name } = context.req.valid('json')
      const { bot, isNew } = await saveBot({ bots }, toRequestContext(context, clock()), { id: botId, name })
      return isNew ? context.json(bot, 201) : context.json(bot, 200)
    })
    .openapi(read, async (context) => {
      const bot = await bots.read(context.var.bot.id)
      if (!bot) throw notFound()
      return context.json(bot, 200)
    })
    .openapi(remove, async (context) => {
      await deleteBot({ bots }, toRequestContext(context, clock()), context.var.bot.id)
      return context.body(null, 204)
    })
}
