import { randomBytes } from 'node:crypto'
import type { AlertWebhook } from '@office365-email/shared/alert-webhook'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { AlertSender } from './alert-sender.ts'
import type { WatchedBot } from './alert-state-store.ts'
import { toAlert } from './alert-text.ts'
import { toSigningSecret, webhookEncryptionContext } from './alert-webhook.ts'
import type { AlertWebhookStore } from './alert-webhook-store.ts'
import { standingNews } from './decide-alerts.ts'

const maxWebhooks = 20

interface Dependencies {
  alertWebhooks: AlertWebhookStore
  alertSender: AlertSender
  vault: Vault
  config: { publicUrl: string }
}

/** Only this result contains the signing secret. The webhook immediately gets the alerts that still hold. */
export async function createAlertWebhook(
  { alertWebhooks, alertSender, vault, config }: Dependencies,
  context: RequestContext,
  url: string,
): Promise<AlertWebhook & { signingSecret: string }> {
  const fault = alertSender.findFault(url)
  if (fault) throw new Problem('invalid-request', { detail: fault, errors: [{ pointer: '/url', detail: fault }] })
  if ((await alertWebhooks.list()).length >= maxWebhooks)
    throw new Problem('not-possible-now', { detail: `There are ${maxWebhooks} webhooks already. Remove one first.` })
  const webhook: AlertWebhook = {
    id: context.newId(),
    url: new URL(url).href,
    createdAt: context.now.toISOString(),
    createdBy: context.actor,
    lastDelivery: null,
  }
  const signingSecret = toSigningSecret(randomBytes(32))
  const sealed = await vault.seal(secretOf(signingSecret), webhookEncryptionContext(webhook.id))
  const details = { alertWebhookId: webhook.id, host: new URL(url).host }
  const standing = ({ bot, known, reported }: WatchedBot) =>
    (known && reported ? standingNews(reported, known, context.now) : []).map((news) => ({
      id: context.newId(),
      alert: toAlert(news, bot, context.now, config.publicUrl),
    }))
  await alertWebhooks.create(webhook, sealed, auditEvent(context, 'alert-webhook.created', { details }), standing)
  return { ...webhook, signingSecret }
}

export async function deleteAlertWebhook(
  { alertWebhooks }: Pick<Dependencies, 'alertWebhooks'>,
  context: RequestContext,
  id: string,
): Promise<void> {
  const event = auditEvent(context, 'alert-webhook.deleted', { details: { alertWebhookId: id } })
  if (!(await alertWebhooks.delete(id, event))) throw notFound()
}
