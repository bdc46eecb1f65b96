import { createRoute, z } from '@hono/zod-openapi'
import {
  createdIntakeLinkSchema,
  createIntakeLinkSchema,
  intakeApplicationSchema,
  intakeLinkListSchema,
  intakeResultSchema,
  intakeSchema,
  intakeSharingSchema,
  readIntakeSchema,
  submitIntakeSchema,
} from '@office365-email/shared/intake-link'
import { configurationViewSchema } from '@office365-email/shared/office365-configuration'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, optionalJsonBody, problemResponses } from '../../ground/http/openapi.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { isOwnPasswordOf, toRequestContext } from '../../ground/http/request-context.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { entityTag } from '../configuration/configuration-version.ts'
import { presentConfiguration } from '../configuration/present-configuration.ts'
import { readApplicationSharing, type SharingDependencies } from '../configuration/read-application-sharing.ts'
import type { Bots } from '../ports.ts'
import { approveIntakeLink, type ManageDependencies, revokeIntakeLink } from './approve-intake-link.ts'
import { createIntakeLink } from './create-intake-link.ts'
import { presentIntakeLink } from './intake-link.ts'
import { getOpenLink, readIntake } from './read-intake.ts'
import { type SubmitIntakeDependencies, submitIntake } from './submit-intake.ts'

interface Dependencies extends ManageDependencies, SubmitIntakeDependencies, SharingDependencies {
  config: { publicUrl: string }
  access: Access
  rateLimits: RateLimits
  bots: Bots
  clock: () => Date
}

const tags = ['Intake links']
const params = z.strictObject({ botId: z.string() })
const linkParams = params.extend({ intakeLinkId: z.string() })
const common = ['not-signed-in', 'forbidden', 'not-found'] as const
const verdicts = [
  'invalid-request',
  'microsoft-rejected-values',
  'rate-limited',
  'microsoft-throttled',
  'microsoft-unreachable',
] as const

export function createIntakeLinkRoutes(dependencies: Dependencies) {
  const { access, rateLimits, intakeLinks, config, clock } = dependencies
  const admins = access.allowForBot({ people: 'admin' })
  const freshAdmins = access.allowForBot({ people: 'admin', fresh: true })

  const list = createRoute({
    method: 'get',
    path: '/bots/{botId}/intake-links',
    tags,
    summary: 'List the intake links of a bot, with what was filled in',
    middleware: [admins],
    request: { params },
    responses: {
      200: jsonContent(intakeLinkListSchema, 'The links, newest first; never a token or a secret.'),
      ...problemResponses(...common),
    },
  })
  const create = createRoute({
    method: 'post',
    path: '/bots/{botId}/intake-links',
    tags,
    summary: 'Make a one-time link with which somebody else fills in the values',
    middleware: [freshAdmins],
    request: { params, ...optionalJsonBody(createIntakeLinkSchema) },
    responses: {
      201: jsonContent(createdIntakeLinkSchema, 'The URL is in this answer alone.'),
      ...problemResponses(...common, 'fresh-sign-in-required', 'invalid-request'),
    },
  })
  const revoke = createRoute({
    method: 'delete',
    path: '/bots/{botId}/intake-links/{intakeLinkId}',
    tags,
    summary: 'Revoke a link, and delete what was filled in',
    middleware: [admins],
    request: { params: linkParams },
    responses: { 204: { description: 'It opens nothing any more.' }, ...problemResponses(...common) },
  })
  const approve = createRoute({
    method: 'post',
    path: '/bots/{botId}/intake-links/{intakeLinkId}/approve',
    tags,
    summary: 'Check what was filled in once more with Microsoft, save and lock it',
    middleware: [freshAdmins, rateLimits.microsoft],
    request: { params: linkParams },
    responses: {
      200: jsonContent(configurationViewSchema, 'The configuration, without its secret.'),
      ...problemResponses(
        ...common,
        ...verdicts,
        'fresh-sign-in-required',
        'not-possible-now',
        'configuration-locked',
        'configuration-changed',
        'secret-unreadable',
      ),
    },
  })
  const read = createRoute({
    method: 'post',
    path: '/intake/read',
    tags,
    summary: 'What there is to fill in behind a link',
    request: jsonBody(readIntakeSchema),
    responses: {
      200: jsonContent(intakeSchema, 'Whose values are asked for.'),
      ...problemResponses('cross-site-request', 'not-found', 'invalid-request', 'rate-limited'),
    },
  })
  const sharing = createRoute({
    method: 'post',
    path: '/intake/same-application',
    tags,
    summary: 'Whether other bots use the app that was entered behind a link',
    request: jsonBody(intakeApplicationSchema),
    responses: {
      200: jsonContent(intakeSharingSchema, 'Shared or not. No bot is named.'),
      ...problemResponses('cross-site-request', 'not-found', 'invalid-request', 'rate-limited'),
    },
  })
  const submit = createRoute({
    method: 'post',
    path: '/intake/submit',
    tags,
    summary: 'Hand in the values behind a link: they are checked with Microsoft and wait for approval',
    request: jsonBody(submitIntakeSchema),
    responses: {
      200: jsonContent(intakeResultSchema, 'Microsoft accepted the values. The link is used up.'),
      ...problemResponses('cross-site-request', 'not-found', ...verdicts),
    },
  })

  return createRouter()
    .openapi(list, async (context) => {
      const links = await intakeLinks.list(context.var.bot.id)
      return context.json({ intakeLinks: links.map((link) => presentIntakeLink(link, clock())) }, 200)
    })
    .openapi(create, async (context) => {
      const request = { botId: context.var.bot.id, ...context.req.valid('json') }
      const { link, token } = await createIntakeLink(dependencies, toRequestContext(context, clock()), request)
      const { id, expiresAt } = link
      return context.json({ id, url: `${config.publicUrl}/intake#${token}`, expiresAt }, 201)
    })
    .openapi(revoke, async (context) => {
      const reference = context.req.valid('param')
      await revokeIntakeLink(dependencies, toRequestContext(context, clock()), reference)
      return context.body(null, 204)
    })
    .openapi(approve, async (context) => {
      const reference = context.req.valid('param')
      const requestContext = toRequestContext(context, clock())
      const configuration = await approveIntakeLink(dependencies, requestContext, reference, isOwnPasswordOf(context))
      context.header('etag', entityTag(configuration.version))
      return context.json(presentConfiguration(configuration, { forService: false }), 200)
    })
    .openapi(read, async (context) => {
      const { token } = context.req.valid('json')
      return context.json(await readIntake(dependencies, toRequestContext(context, clock()), token), 200)
    })
    .openapi(sharing, async (context) => {
      const { token, clientId } = context.req.valid('json')
      const { botId } = await getOpenLink(intakeLinks, token, clock())
      const { isShared } = await readApplicationSharing(dependencies, { botId, clientId, now: clock() })
      return context.json({ isShared }, 200)
    })
    .openapi(submit, async (context) => {
      const { token, clientSecret, ...values } = context.req.valid('json')
      const link = await getOpenLink(intakeLinks, token, clock())
      await rateLimits.requireMicrosoft(link.botId)
      const submission = {
        values: { ...values, clientSecret: secretOf(clientSecret) },
        isOwnPassword: isOwnPasswordOf(context),
      }
      const checks = await rateLimits.secrets.attempt(context.var.principal, () =>
        submitIntake(dependencies, toRequestContext(context, clock()), link, submission),
      )
      const { clientId } = values
      const { isShared } = await readApplicationSharing(dependencies, { botId: link.botId, clientId, now: clock() })
      return context.json({ checks, isShared }, 200)
    })
}
