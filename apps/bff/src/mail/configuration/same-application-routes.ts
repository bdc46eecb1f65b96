import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { notFound } from '../../ground/problem.ts'
import { isShared } from '../credentials/credential.ts'
import type { Bots } from '../ports.ts'
import { applySecret } from './apply-secret.ts'
import { readApplicationSharing, type SharingDependencies } from './read-application-sharing.ts'
import type { SubmitDependencies } from './submit-configuration.ts'

export interface Dependencies extends SubmitDependencies, SharingDependencies {
  bots: Bots
}

/**
 * For bots that share one app registration: an admin creates a new secret once in Entra, and applies it to each bot
 * here.
 */
export const sameApplicationRoutes: EndpointRoute<Dependencies>[] = [
  handle(configurationEndpoints.readSameApplication, async (dependencies, { bot, query, principal, context }) => {
    const { bots, configurations } = dependencies
    const asked = { botId: bot.id, clientId: query.clientId, now: context.now }
    const sharing = await readApplicationSharing(dependencies, asked)
    const own = await configurations.read(bot.id)
    if (own.state === 'unconfigured') return { ...sharing, bots: [] }
    const sharers = (await configurations.listByApplication(own)).filter(
      ({ botId, credential }) => botId !== bot.id && isShared(credential),
    )
    const same = new Map(sharers.map((record) => [record.botId, record]))
    // Only the names of these, because there may be thousands of other bots.
    const reached = [...same.keys()].filter((botId) => reachesBot(principal, botId))
    const others = (await bots.list(reached)).flatMap(({ id, name }) => {
      const record = same.get(id)
      return record ? [{ id, name, state: record.state, version: record.version }] : []
    })
    return { ...sharing, bots: others }
  }),

  handle(configurationEndpoints.applySecret, async (dependencies, { bot, body: { botIds }, principal, context }) => {
    if (!botIds.every((botId) => reachesBot(principal, botId))) throw notFound()
    const targetBotIds = [...new Set(botIds)]
    return { results: await applySecret(dependencies, context, { botId: bot.id, targetBotIds }) }
  }),
]
