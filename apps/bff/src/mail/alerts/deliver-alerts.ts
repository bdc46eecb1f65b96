import type { Alert, AlertDelivery } from '@office365-email/shared/alert-webhook'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { Sending } from '../sending/sending.ts'
import type { AlertSender } from './alert-sender.ts'
import { type AlertTask, signAlert, waitAfter, webhookEncryptionContext } from './alert-webhook.ts'
import type { AlertWebhookStore } from './alert-webhook-store.ts'

interface Dependencies {
  alertWebhooks: AlertWebhookStore
  alertSender: AlertSender
  vault: Vault
}

const atOnce = 20
/** Limits one round, since an outage may affect many bots at the same time. */
const maxBatches = 50

async function post({ alertSender, vault }: Dependencies, task: AlertTask, now: Date): Promise<AlertDelivery> {
  const secret = await vault.open(task.sealedSecret, webhookEncryptionContext(task.webhookId))
  const body = JSON.stringify(task.alert)
  const status = await alertSender.post(task.url, signAlert(secret, task.id, body, now), body)
  const isDelivered = status !== null && status >= 200 && status < 300
  return { at: now.toISOString(), outcome: isDelivered ? 'delivered' : 'failed', status }
}

/** Delivers one batch of due alerts. Returns its size. */
async function deliverBatch(dependencies: Dependencies, now: Date): Promise<number> {
  const due = await dependencies.alertWebhooks.listDue(now.getTime(), atOnce)
  await Promise.all(
    due.map(async (task) => {
      const unreadable: AlertDelivery = { at: now.toISOString(), outcome: 'failed', status: null }
      const delivery = await post(dependencies, task, now).catch(() => unreadable)
      const wait = delivery.outcome === 'delivered' ? null : waitAfter(task.attempts + 1)
      await dependencies.alertWebhooks.settle(task, delivery, wait === null ? null : now.getTime() + wait)
    }),
  )
  return due.length
}

/** Posts every due alert to its webhook. A failed one is posted again later, with the same ID, for a day and a half. */
export async function deliverAlerts(dependencies: Dependencies, now: Date): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) if ((await deliverBatch(dependencies, now)) < atOnce) return
}

/** Posts a test alert to a webhook once, without retries. */
export async function testAlertWebhook(
  dependencies: Dependencies & { audit: Pick<AuditStore, 'append'>; sending: Sending },
  context: RequestContext,
  { alertWebhookId, url }: { alertWebhookId: string; url: string },
): Promise<AlertDelivery> {
  const { alertWebhooks, audit, sending } = dependencies
  await sending.requireReleased()
  const found = await alertWebhooks.readForTest(alertWebhookId)
  if (!found) throw notFound()
  const alert: Alert = { type: 'test', at: context.now.toISOString(), title: 'This is a test', bot: null, url }
  const task: AlertTask = { id: context.newId(), webhookId: alertWebhookId, ...found, alert, attempts: 0 }
  const delivery = await post(dependencies, task, context.now)
  await alertWebhooks.settle(task, delivery, null)
  const details = { alertWebhookId, outcome: delivery.outcome, status: delivery.status }
  await audit.append(auditEvent(context, 'alert-webhook.tested', { details }))
  return delivery
}
