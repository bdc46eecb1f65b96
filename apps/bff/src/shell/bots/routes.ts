import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { notFound } from '../../ground/problem.ts'
import type { BotStore } from './bot-store.ts'
import { deleteBot, saveBot } from './save-bot.ts'

export interface Dependencies {
  bots: BotStore
}

export const botRoutes: EndpointRoute<Dependencies>[] = [
  handle(botEndpoints.listBots, async ({ bots }, { principal }) => ({
    bots: await bots.list(principal.botIds),
  })),

  handle(botEndpoints.saveBot, async (dependencies, { params, body, context, reply }) => {
    const { bot, isNew } = await saveBot(dependencies, context, { id: params.botId, name: body.name })
    if (isNew) reply.status = 201
    return bot
  }),

  handle(botEndpoints.readBot, async ({ bots }, { params }) => {
    const bot = await bots.read(params.botId)
    if (!bot) throw notFound()
    return bot
  }),

  handle(botEndpoints.deleteBot, (dependencies, { params, context }) => deleteBot(dependencies, context, params.botId)),
]
