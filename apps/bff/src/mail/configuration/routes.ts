import { createRoute, z } from '@hono/zod-openapi'
import {
  checkResultSchema,
  configurationViewSchema,
  submitConfigurationSchema,
  submittedViewSchema,
} from '@office365-email/shared/office365-configuration'
import type { Context } from 'hono'
import type { Access } from '../../ground/http/access.ts'
import type { Environment } from '../../ground/http/environment.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { isOwnPasswordOf, toRequestContext } from '../../ground/http/request-context.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { presentChecks } from '../verification/checks.ts'
import type { AccessTokenCache } from './access-token-cache.ts'
import { checkConfiguration } from './check-configuration.ts'
import { entityTag } from './configuration-version.ts'
import { presentConfiguration } from './present-configuration.ts'
import { cancelReset, removeConfiguration, resetConfiguration } from './reset-configuration.ts'
import { type SubmitDependencies, submitConfiguration } from './submit-configuration.ts'

interface Dependencies extends SubmitDependencies {
  access: Access
  rateLimits: RateLimits
  accessTokens: AccessTokenCache
  clock: () => Date
}

const tags = ['Office 365 configuration']
const request = { params: z.strictObject({ botId: z.string() }) }
const path = '/bots/{botId}/office365'
const view = jsonContent(configurationViewSchema, 'The configuration, without its secret.')

const toReader = (context: Context<Environment>) => ({ forService: context.var.principal?.kind === 'service' })

export function createOffice365ConfigurationRoutes(dependencies: Dependencies) {
  const { access, rateLimits, configurations, clock } = dependencies
  const write = { people: 'admin', scope: 'configuration:write' } as const
  const common = ['not-signed-in', 'forbidden', 'not-found'] as const

  const read = createRoute({
    method: 'get',
    path,
    tags,
    summary: 'Read the configuration',
    middleware: [access.allowForBot({ people: 'admin', scope: 'configuration:read' })],
    request,
    responses: { 200: view, ...problemResponses(...common) },
  })
  const submit = createRoute({
    method: 'put',
    path,
    tags,
    summary: 'Submit: check the values with Microsoft, save and lock them',
    middleware: [access.allowForBot(write), rateLimits.microsoft],
    request: {
      ...request,
      headers: z.object({
        'if-match': z.string().optional().describe('The `ETag` of the configuration that the values were made from.'),
      }),
      ...jsonBody(submitConfigurationSchema),
    },
    responses: {
      200: jsonContent(submittedViewSchema, 'The configuration is saved and locked.'),
      ...problemResponses(
        ...common,
        'configuration-locked',
        'configuration-changed',
        'invalid-request',
        'secret-required',
        'microsoft-rejected-values',
        'rate-limited',
        'microsoft-unreachable',
        'microsoft-throttled',
        'secret-unreadable',
      ),
    },
  })
  const reset = createRoute({
    method: 'post',
    path: `${path}/reset`,
    tags,
    summary: 'Reset: unlock the configuration for new values',
    middleware: [access.allowForBot({ ...write, fresh: true })],
    request,
    responses: { 200: view, ...problemResponses(...common, 'fresh-sign-in-required', 'not-configured') },
  })
  const cancel = createRoute({
    method: 'delete',
    path: `${path}/reset`,
    tags,
    summary: 'Cancel a reset: lock the configuration again, unchanged',
    middleware: [access.allowForBot(write)],
    request,
    responses: { 200: view, ...problemResponses(...common, 'not-configured') },
  })
  const remove = createRoute({
    method: 'delete',
    path,
    tags,
    summary: 'Remove the configuration and its secret for good',
    middleware: [access.allowForBot({ ...write, fresh: true })],
    request,
    responses: { 204: { description: 'It is gone.' }, ...problemResponses(...common, 'fresh-sign-in-required') },
  })
  const check = createRoute({
    method: 'post',
    path: `${path}/checks`,
    tags,
    summary: 'Sign in afresh with the saved values, and send nothing',
    middleware: [access.allowForBot({ people: 'admin' }), rateLimits.microsoft],
    request,
    responses: {
      200: jsonContent(checkResultSchema, 'What was found. A failed check is a successful answer.'),
      ...problemResponses(...common, 'not-configured', 'rate-limited', 'secret-unreadable'),
    },
  })
  return createRouter()
    .openapi(read, async (context) => {
      const record = await configurations.read(context.var.bot.id)
      context.header('etag', entityTag(record.version))
      return context.json(presentConfiguration(record, toReader(context)), 200)
    })
    .openapi(submit, async (context) => {
      const { clientSecret, ...values } = context.req.valid('json')
      const submission = {
        botId: context.var.bot.id,
        values: { ...values, clientSecret: secretOf(clientSecret) },
        ifMatch: context.req.valid('header')['if-match'] ?? null,
        isOwnPassword: isOwnPasswordOf(context),
      }
      const work = () => submitConfiguration(dependencies, toRequestContext(context, clock()), submission)
      const { configuration, checks } =
        clientSecret === undefined ? await work() : await rateLimits.secrets.attempt(context.var.principal, work)
      const reader = toReader(context)
      context.header('etag', entityTag(configuration.version))
      return context.json(
        { ...presentConfiguration(configuration, reader), checks: presentChecks(checks, reader) },
        200,
      )
    })
    .openapi(reset, async (context) => {
      const record = await resetConfiguration(dependencies, toRequestContext(context, clock()), context.var.bot.id)
      context.header('etag', entityTag(record.version))
      return context.json(presentConfiguration(record, toReader(context)), 200)
    })
    .openapi(cancel, async (context) => {
      const record = await cancelReset(dependencies, toRequestContext(context, clock()), context.var.bot.id)
      context.header('etag', entityTag(record.version))
      return context.json(presentConfiguration(record, toReader(context)), 200)
    })
    .openapi(remove, async (context) => {
      await removeConfiguration(dependencies, toRequestContext(context, clock()), context.var.bot.id)
      return context.body(null, 204)
    })
    .openapi(check, async (context) => {
      const checks = await checkConfiguration(dependencies, toRequestContext(context, clock()), context.var.bot.id)
      return context.json({ checks: presentChecks(checks, toReader(context)) }, 200)
    })
}
