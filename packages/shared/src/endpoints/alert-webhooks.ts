import {
  alertSchema,
  alertTestResultSchema,
  alertWebhookListSchema,
  createAlertWebhookSchema,
  createdAlertWebhookSchema,
} from '../alert-webhook.ts'
import type { Endpoint } from '../endpoint.ts'

const tag = 'Alerts'
const path = '/alert-webhooks'
const freshOwners = { people: 'owner', fresh: true } as const

/** What this server posts, and how the receiver responds. */
export const alertPost = {
  name: 'alert',
  tag,
  summary: 'An alert, as it is posted to each webhook',
  description:
    'Signed according to standardwebhooks.com, version 1. If the receiver does not respond with 2xx, the alert is posted again with the same `webhook-id`, six times within about a day and a half. Redirects are not followed.',
  body: alertSchema,
  response: 'The receiver accepted it.',
} as const

export const alertWebhookEndpoints = {
  listAlertWebhooks: {
    method: 'GET',
    path,
    tag,
    summary: 'List the webhooks that alerts are posted to',
    access: { people: 'owner' },
    responses: { 200: { description: 'The webhooks.', schema: alertWebhookListSchema } },
  },
  createAlertWebhook: {
    method: 'POST',
    path,
    tag,
    summary: 'Add an address that alerts are posted to',
    description:
      'Alerts are posted as JSON, signed according to standardwebhooks.com, and repeated until the receiver accepts them. Alerts that already apply (mail that fails, a secret that expires soon) are posted immediately.',
    refusedAs: 'alert-webhook.created',
    access: freshOwners,
    body: createAlertWebhookSchema,
    responses: {
      201: { description: 'Only this response has the signing secret.', schema: createdAlertWebhookSchema },
    },
    problems: ['not-possible-now'],
  },
  deleteAlertWebhook: {
    method: 'DELETE',
    path: `${path}/:alertWebhookId`,
    tag,
    summary: 'Remove a webhook, and the alerts that still wait for it',
    refusedAs: 'alert-webhook.deleted',
    access: freshOwners,
    responses: { 204: { description: 'It is removed.', schema: null } },
    problems: ['not-found'],
  },
  testAlertWebhook: {
    method: 'POST',
    path: `${path}/:alertWebhookId/test`,
    tag,
    summary: 'Post a test alert now',
    access: { people: 'owner' },
    responses: {
      200: { description: 'The result. A failed test is a successful response.', schema: alertTestResultSchema },
    },
    problems: ['not-found', 'sending-is-off', 'secret-unreadable'],
  },
} as const satisfies Record<string, Endpoint>
