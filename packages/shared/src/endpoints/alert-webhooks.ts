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
    'Signed after standardwebhooks.com, version 1. It is posted again, with the same `webhook-id`, until the receiver responds with 2xx; after six repetitions in a day and a half it is given up. Redirects are not followed.',
  body: alertSchema,
  response: 'The receiver took it.',
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
      'Alerts are posted as JSON, signed after standardwebhooks.com, and repeated until they are taken. What already holds (mail that fails, a secret that expires soon) is posted at once.',
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
    responses: { 204: { description: 'It is gone.', schema: null } },
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
