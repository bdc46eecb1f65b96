import { createRoute, z } from '@hono/zod-openapi'
import {
  alertSchema,
  alertTestResultSchema,
  alertWebhookListSchema,
  createAlertWebhookSchema,
  createdAlertWebhookSchema,
} from '@office365-email/shared/alert-webhook'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { Sending } from '../sending/sending.ts'
import type { AlertSender } from './alert-sender.ts'
import type { AlertWebhookStore } from './alert-webhook-store.ts'
import { createAlertWebhook, deleteAlertWebhook } from './create-alert-webhook.ts'
import { testAlertWebhook } from './deliver-alerts.ts'

interface Dependencies {
  access: Access
  alertWebhooks: AlertWebhookStore
  alertSender: AlertSender
  audit: AuditStore
  sending: Sending
  vault: Vault
  config: { publicUrl: string }
  clock: () => Date
}

const tags = ['Alerts']
const params = z.strictObject({ alertWebhookId: z.string() })
const common = ['not-signed-in', 'forbidden'] as const

/** Called for the whole application: below a path it would be named by that. */
export function documentAlerts({ openAPIRegistry }: Pick<ReturnType<typeof createRouter>, 'openAPIRegistry'>): void {
  openAPIRegistry.registerWebhook({
    method: 'post',
    path: 'alert',
    tags,
    summary: 'An alert, as it is posted to each webhook',
    description:
      'Signed after standardwebhooks.com, version 1. It is posted again, with the same `webhook-id`, until it is answered with 2xx; after six repetitions in a day and a half it is given up. Redirects are not followed.',
    request: { body: { required: true, content: { 'application/json': { schema: alertSchema } } } },
    responses: { '2XX': { description: 'It is taken.' } },
  })
}

export function createAlertWebhookRoutes(dependencies: Dependencies) {
  const { access, alertWebhooks, config, clock } = dependencies
  const owners = access.allow({ people: 'owner' })
  const freshOwners = access.allow({ people: 'owner', fresh: true })

  const list = createRoute({
    method: 'get',
    path: '/alert-webhooks',
    tags,
    summary: 'List the webhooks that alerts are posted to',
    middleware: [owners],
    responses: { 200: jsonContent(alertWebhookListSchema, 'The webhooks.'), ...problemResponses(...common) },
  })
  const create = createRoute({
    method: 'post',
    path: '/alert-webhooks',
    tags,
    summary: 'Add an address that alerts are posted to',
    description:
      'Alerts are posted as JSON, signed after standardwebhooks.com, and repeated until they are taken. What stands already (mail that fails, a secret that expires soon) is posted at once.',
    middleware: [freshOwners],
    request: jsonBody(createAlertWebhookSchema),
    responses: {
      201: jsonContent(createdAlertWebhookSchema, 'The signing secret is only in this answer.'),
      ...problemResponses(...common, 'fresh-sign-in-required', 'not-possible-now', 'invalid-request'),
    },
  })
  const remove = createRoute({
    method: 'delete',
    path: '/alert-webhooks/{alertWebhookId}',
    tags,
    summary: 'Remove a webhook, with what it has not been told yet',
    middleware: [freshOwners],
    request: { params },
    responses: {
      204: { description: 'It is gone.' },
      ...problemResponses(...common, 'fresh-sign-in-required', 'not-found'),
    },
  })
  const test = createRoute({
    method: 'post',
    path: '/alert-webhooks/{alertWebhookId}/test',
    tags,
    summary: 'Post a test alert now',
    middleware: [owners],
    request: { params },
    responses: {
      200: jsonContent(alertTestResultSchema, 'What came of it. A failed test is a successful answer.'),
      ...problemResponses(...common, 'not-found', 'sending-is-off', 'secret-unreadable'),
    },
  })

  return createRouter()
    .openapi(list, async (context) => context.json({ alertWebhooks: await alertWebhooks.list() }, 200))
    .openapi(create, async (context) => {
      const { url } = context.req.valid('json')
      return context.json(await createAlertWebhook(dependencies, toRequestContext(context, clock()), url), 201)
    })
    .openapi(remove, async (context) => {
      const { alertWebhookId } = context.req.valid('param')
      await deleteAlertWebhook(dependencies, toRequestContext(context, clock()), alertWebhookId)
      return context.body(null, 204)
    })
    .openapi(test, async (context) => {
      const { alertWebhookId } = context.req.valid('param')
      const target = { alertWebhookId, url: config.publicUrl }
      return context.json(await testAlertWebhook(dependencies, toRequestContext(context, clock()), target), 200)
    })
}
