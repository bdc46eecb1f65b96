import type { Bot } from '@office365-email/shared/bot'
import { writeBotCursor } from '@office365-email/shared/bot-list-query'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import type { BotScope } from '@office365-email/shared/session'
import { defaultLimit } from '@office365-email/shared/text-schemas'
import { dayOf } from '../../ground/day.ts'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { notFound } from '../../ground/problem.ts'
import type { BotStore } from './bot-store.ts'
import { botsComeFromHost, type HostBots, markGone, requireGone } from './host-bots.ts'
import { deleteBot, saveBot } from './save-bot.ts'

export interface Dependencies {
  bots: BotStore
  /** Null: bots are made here. */
  hostBots: HostBots | null
}

const narrow = (scope: BotScope, ids: readonly string[] | undefined): BotScope =>
  ids ? ids.filter((id) => reachesBot({ botIds: scope }, id)) : scope

export const botRoutes: EndpointRoute<Dependencies>[] = [
  handle(botEndpoints.listBots, async ({ bots, hostBots }, { query, principal, context }) => {
    const present = hostBots ? (bot: Bot) => markGone(principal, bot) : (bot: Bot) => bot
    // Services that know nothing of pages must not miss a bot.
    if (Object.keys(query).length === 0) return { bots: (await bots.list(principal.botIds)).map(present) }
    const { cursor, limit = defaultLimit, ids, ...conditions } = query
    const filter = { ...conditions, today: dayOf(context.now) }
    const scope = narrow(principal.botIds, ids)
    const found = await bots.listPage(scope, { ...filter, after: cursor, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    return {
      bots: page.map(present),
      nextCursor: last ? writeBotCursor(last) : null,
      ...(cursor === undefined && { totals: await bots.count(scope, filter) }),
    }
  }),

  handle(botEndpoints.saveBot, async (dependencies, { params, body, context, reply }) => {
    if (dependencies.hostBots) throw botsComeFromHost()
    const { bot, isNew } = await saveBot(dependencies, context, { id: params.botId, name: body.name })
    if (isNew) reply.status = 201
    return bot
  }),

  handle(botEndpoints.readBot, async ({ bots, hostBots }, { params, principal }) => {
    const bot = await bots.read(params.botId)
    if (!bot) throw notFound()
    return hostBots ? markGone(principal, bot) : bot
  }),

  handle(botEndpoints.deleteBot, async (dependencies, { params, principal, context }) => {
    const { hostBots } = dependencies
    if (hostBots) requireGone(principal, params.botId)
    await deleteBot(dependencies, context, params.botId)
    hostBots?.forget(params.botId)
  }),
]
