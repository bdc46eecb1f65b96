import { createRoute, z } from '@hono/zod-openapi'
import {
  applicationQuerySchema,
  appliedSecretSchema,
  applySecretSchema,
  sameApplicationSchema,
} from '@office365-email/shared/same-application'
import { type Access, reachesBot } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { Principal } from '../../ground/http/principal.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { notFound } from '../../ground/problem.ts'
import type { Bots } from '../ports.ts'
import { applySecret } from './apply-secret.ts'
import { readApplicationSharing, type SharingDependencies } from './read-application-sharing.ts'
import type { SubmitDependencies } from './submit-configuration.ts'

interface Dependencies extends SubmitDependencies, SharingDependencies {
  access: Access
  rateLimits: RateLimits
  bots: Bots
  clock: () => Date
}

const tags = ['Office 365 configuration']
const path = '/bots/{botId}/office365/same-application'
const request = { params: z.strictObject({ botId: z.string() }) }
const common = ['not-signed-in', 'forbidden', 'not-found'] as const

/** Bots that share one app registration: a new secret is made once in Entra and applied to each here. */
export function createSameApplicationRoutes(dependencies: Dependencies) {
  const { access, rateLimits, bots, configurations, clock } = dependencies
  const reaches = (principal: Principal | null, botId: string) => principal !== null && reachesBot(principal, botId)

  const list = createRoute({
    method: 'get',
    path,
    tags,
    summary: 'Whether other bots use the same app, and those within your reach',
    middleware: [access.allowForBot({ people: 'admin' })],
    request: { ...request, query: applicationQuerySchema },
    responses: {
      200: jsonContent(sameApplicationSchema, 'Shared or not, whoever asks; and the bots within your reach, by name.'),
      ...problemResponses(...common, 'invalid-request'),
    },
  })
  const apply = createRoute({
    method: 'post',
    path,
    tags,
    summary: 'Apply the saved secret to other bots of the same application',
    middleware: [access.allowForBot({ people: 'admin', fresh: true }), rateLimits.microsoft],
    request: { ...request, ...jsonBody(applySecretSchema) },
    responses: {
      200: jsonContent(appliedSecretSchema, 'What came of each, in the order asked for.'),
      ...problemResponses(
        ...common,
        'fresh-sign-in-required',
        'not-configured',
        'invalid-request',
        'rate-limited',
        'secret-unreadable',
      ),
    },
  })

  return createRouter()
    .openapi(list, async (context) => {
      const { bot, principal } = context.var
      const { clientId } = context.req.valid('query')
      const sharing = await readApplicationSharing(dependencies, { botId: bot.id, clientId, now: clock() })
      const own = await configurations.read(bot.id)
      if (own.state === 'unconfigured' || !principal) return context.json({ ...sharing, bots: [] }, 200)
      const same = new Map((await configurations.listByApplication(own)).map((record) => [record.botId, record]))
      const others = (await bots.list(principal.botIds)).flatMap(({ id, name }) => {
        const record = id === bot.id ? undefined : same.get(id)
        return record ? [{ id, name, state: record.state, version: record.version }] : []
      })
      return context.json({ ...sharing, bots: others }, 200)
    })
    .openapi(apply, async (context) => {
      const { botIds } = context.req.valid('json')
      if (!botIds.every((botId) => reaches(context.var.principal, botId))) throw notFound()
      const results = await applySecret(dependencies, toRequestContext(context, clock()), {
        botId: context.var.bot.id,
        targetBotIds: [...new Set(botIds)],
      })
      return context.json({ results }, 200)
    })
}
