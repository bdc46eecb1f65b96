import { alertChannelEndpoints } from '@office365-email/shared/endpoints/alert-channels'
import { alertWebhookEndpoints } from '@office365-email/shared/endpoints/alert-webhooks'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { listAlertBots } from './list-alert-bots.ts'
import { type PresentDependencies, presentAlertChannel, presentAlertWebhook } from './present-alert-channel.ts'
import {
  createAlertChannel,
  deleteAlertChannel,
  type SaveDependencies,
  updateAlertChannel,
} from './save-alert-channel.ts'
import { type TestDependencies, testAlertChannel, testAlertTarget } from './test-alert-channel.ts'

export type Dependencies = SaveDependencies & TestDependencies & Omit<PresentDependencies, 'alertChannels'>

export const alertChannelRoutes: EndpointRoute<Dependencies>[] = [
  handle(alertChannelEndpoints.listAlertChannels, async (dependencies) => {
    const { alertChannels } = dependencies
    const waiting = await alertChannels.countWaiting()
    const channels = await alertChannels.list()
    const shown = channels.map((channel) => presentAlertChannel(dependencies, channel, waiting.get(channel.id) ?? 0))
    return { alertChannels: await Promise.all(shown) }
  }),

  handle(alertChannelEndpoints.listAlertBots, (dependencies, { query }) => listAlertBots(dependencies, query)),

  handle(alertChannelEndpoints.createAlertChannel, async (dependencies, { body, context }) => {
    const { channel, signingSecret } = await createAlertChannel(dependencies, context, body)
    const waiting = await dependencies.alertChannels.countWaiting()
    return { ...(await presentAlertChannel(dependencies, channel, waiting.get(channel.id) ?? 0)), signingSecret }
  }),

  handle(alertChannelEndpoints.updateAlertChannel, async (dependencies, { params, body, context, http }) => {
    const which = { id: params.alertChannelId, ifMatch: http.req.header('if-match') ?? null }
    const channel = await updateAlertChannel(dependencies, context, which, body)
    const waiting = await dependencies.alertChannels.countWaiting()
    return await presentAlertChannel(dependencies, channel, waiting.get(channel.id) ?? 0)
  }),

  handle(alertChannelEndpoints.deleteAlertChannel, (dependencies, { params, context }) =>
    deleteAlertChannel(dependencies, context, params.alertChannelId),
  ),

  handle(alertChannelEndpoints.testAlertTarget, (dependencies, { body, context }) =>
    testAlertTarget(dependencies, context, body),
  ),

  handle(alertChannelEndpoints.testAlertChannel, (dependencies, { params, context }) =>
    testAlertChannel(dependencies, context, params.alertChannelId),
  ),

  handle(alertWebhookEndpoints.listAlertWebhooks, async ({ alertChannels }) => ({
    alertWebhooks: (await alertChannels.list()).filter(({ kind }) => kind === 'webhook').map(presentAlertWebhook),
  })),

  handle(alertWebhookEndpoints.createAlertWebhook, async (dependencies, { body: { url }, context }) => {
    const name = URL.canParse(url) ? new URL(url).host.slice(0, 100) : 'Webhook'
    const { channel, signingSecret } = await createAlertChannel(dependencies, context, { kind: 'webhook', name, url })
    return { ...presentAlertWebhook(channel), signingSecret: signingSecret ?? '' }
  }),

  handle(alertWebhookEndpoints.deleteAlertWebhook, (dependencies, { params, context }) =>
    deleteAlertChannel(dependencies, context, params.alertWebhookId),
  ),

  handle(alertWebhookEndpoints.testAlertWebhook, async (dependencies, { params, context }) => {
    const { at, outcome, status } = await testAlertChannel(dependencies, context, params.alertWebhookId)
    return { at, outcome, status }
  }),
]
