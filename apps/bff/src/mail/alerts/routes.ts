import { alertWebhookEndpoints } from '@office365-email/shared/endpoints/alert-webhooks'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { Sending } from '../sending/sending.ts'
import type { AlertSender } from './alert-sender.ts'
import type { AlertWebhookStore } from './alert-webhook-store.ts'
import { createAlertWebhook, deleteAlertWebhook } from './create-alert-webhook.ts'
import { testAlertWebhook } from './deliver-alerts.ts'

export interface Dependencies {
  alertWebhooks: AlertWebhookStore
  alertSender: AlertSender
  audit: Pick<AuditStore, 'append'>
  sending: Sending
  vault: Vault
  config: { publicUrl: string }
}

export const alertWebhookRoutes: EndpointRoute<Dependencies>[] = [
  handle(alertWebhookEndpoints.listAlertWebhooks, async ({ alertWebhooks }) => ({
    alertWebhooks: await alertWebhooks.list(),
  })),

  handle(alertWebhookEndpoints.createAlertWebhook, (dependencies, { body: { url }, context }) =>
    createAlertWebhook(dependencies, context, url),
  ),

  handle(alertWebhookEndpoints.deleteAlertWebhook, (dependencies, { params, context }) =>
    deleteAlertWebhook(dependencies, context, params.alertWebhookId),
  ),

  handle(alertWebhookEndpoints.testAlertWebhook, (dependencies, { params, context }) =>
    testAlertWebhook(dependencies, context, { ...params, url: dependencies.config.publicUrl }),
  ),
]
