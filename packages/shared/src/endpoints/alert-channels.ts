import * as z from 'zod/mini'
import {
  alertBotsQuerySchema,
  alertBotsSchema,
  alertChannelListSchema,
  alertChannelSchema,
  alertTargetSchema,
  channelDeliverySchema,
  createAlertChannelSchema,
  createdAlertChannelSchema,
  updateAlertChannelSchema,
} from '../alert-channel.ts'
import type { Endpoint } from '../endpoint.ts'

const tag = 'Alerts'
const path = '/alert-channels'
const one = `${path}/:alertChannelId` as const
const owners = { people: 'owner' } as const
const freshOwners = { people: 'owner', fresh: true } as const
const tested = {
  200: { description: 'The result. A failed test is a successful response.', schema: channelDeliverySchema },
}

export const alertChannelEndpoints = {
  listAlertChannels: {
    method: 'GET',
    path,
    tag,
    summary: 'List where alerts go',
    description: 'Webhooks that were added with `POST /alert-webhooks` are in this list too.',
    access: owners,
    responses: { 200: { description: 'The channels.', schema: alertChannelListSchema } },
  },
  listAlertBots: {
    method: 'GET',
    path: '/alert-bots',
    tag,
    summary: 'Find bots that a channel can be about, or that can send it',
    access: owners,
    query: alertBotsQuerySchema,
    responses: { 200: { description: 'The bots that match, by name.', schema: alertBotsSchema } },
  },
  createAlertChannel: {
    method: 'POST',
    path,
    tag,
    summary: 'Add a channel that alerts go to',
    description:
      'Alerts that already apply (mail that fails, a secret that expires soon) are sent to it too. The addresses of Slack, Teams, Discord and ntfy contain a token, so they are stored encrypted and never returned.',
    refusedAs: 'alert-webhook.created',
    access: freshOwners,
    body: createAlertChannelSchema,
    responses: {
      201: {
        description: 'For a webhook, only this response has the signing secret.',
        schema: createdAlertChannelSchema,
      },
    },
    problems: ['not-possible-now'],
  },
  updateAlertChannel: {
    method: 'PATCH',
    path: one,
    tag,
    summary: 'Change a channel; the alerts that wait for it are tried again',
    description: 'Without `If-Match`, changes that are made at the same time to other members are kept.',
    refusedAs: 'alert-webhook.changed',
    access: freshOwners,
    headers: {
      'If-Match': { description: 'The `version` that the change is based on, in quotes.', schema: z.string() },
    },
    body: updateAlertChannelSchema,
    responses: { 200: { description: 'The channel.', schema: alertChannelSchema } },
    problems: ['not-found', 'alert-channel-changed', 'secret-unreadable'],
  },
  deleteAlertChannel: {
    method: 'DELETE',
    path: one,
    tag,
    summary: 'Remove a channel, and the alerts that still wait for it',
    refusedAs: 'alert-webhook.deleted',
    access: freshOwners,
    responses: { 204: { description: 'It is removed.', schema: null } },
    problems: ['not-found'],
  },
  testAlertTarget: {
    method: 'POST',
    path: '/alert-tests',
    tag,
    summary: 'Send a test alert to a target that is not saved',
    refusedAs: 'alert-webhook.tested',
    access: owners,
    body: alertTargetSchema,
    responses: tested,
    problems: ['sending-is-off'],
  },
  testAlertChannel: {
    method: 'POST',
    path: `${one}/test`,
    tag,
    summary: 'Send a test alert to a channel',
    refusedAs: 'alert-webhook.tested',
    access: owners,
    responses: tested,
    problems: ['not-found', 'sending-is-off', 'secret-unreadable'],
  },
} as const satisfies Record<string, Endpoint>
