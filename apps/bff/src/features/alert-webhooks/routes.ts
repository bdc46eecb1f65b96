import { createRoute, z } from '@hono/zod-openapi'
import {
  alertTestResultSchema,
  alertWebhookListSchema,
  createAlertWebhookSchema,
  createdAlertWebhookSchema,
} from '@office365-email/shared/alert-webhook'
import type { Access } from '../../http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../http/openapi.ts'
import { toRequestContext } from '../../http/request-context.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { AuditStore } from '../audit/audit-store.ts'
import type { AlertSender } from './alert-sender.ts'
import type { AlertWebhookStore } from './alert-webhook-store.ts'
import { createAlertWebhook, deleteAlertWebhook } from './create-alert-webhook.ts'
import { testAlertWebhook } from './deliver-alerts.ts'

interface Dependencies {
  access: Access
  alertWebhooks: AlertWebhookStore
  alertSender: AlertSender
  audit: AuditStore
  vault: Vault
  config: { publicUrl: string }
  clock: () => Date
}

const tags = ['Alerts']
const params = z.strictObject({ alertWebhookId: z.string() })
const common = ['not-signed-in', 'forbidden'] as const

export function createAlertWebhookRoutes(dependencies: Dependencies) {
  const { access, alertWebhooks, config, clock } = dependencies
  const owners = access.allow({ people: 'owner' })

  const list = createRoute({
    method: 'get',
    path: '/alert-webhooks',
    tags,
    summary: 'List who is told when a secret expires or mail fails',
    middleware: [owners],
    responses: { 200: jsonContent(alertWebhookListSchema, 'The webhooks.'), ...problemResponses(...common) },
  })
  const create = createRoute({
    method: 'post',
    path: '/alert-webhooks',
    tags,
    summary: 'Have an address told when a secret expires or mail fails',
    description: 'Alerts are posted as JSON, signed after standardwebhooks.com, and repeated until they are taken.',
    middleware: [owners],
    request: jsonBody(createAlertWebhookSchema),
    responses: {
      201: jsonContent(createdAlertWebhookSchema, 'The signing secret is in this answer alone.'),
      ...problemResponses(...common, 'not-possible-now', 'invalid-request'),
    },
  })
  const remove = createRoute({
    method: 'delete',
    path: '/alert-webhooks/{alertWebhookId}',
    tags,
    summary: 'Tell it nothing more',
    middleware: [owners],
    request: { params },
    responses: { 204: { description: 'It is gone.' }, ...problemResponses(...common, 'not-found') },
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
      ...problemResponses(...common, 'not-found', 'secret-unreadable'),
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
