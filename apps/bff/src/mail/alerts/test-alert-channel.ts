import type { AlertTargetInput, ChannelDelivery } from '@office365-email/shared/alert-channel'
import type { Alert } from '@office365-email/shared/alert-webhook'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { NewHealth } from './alert-channel-store.ts'
import { openTarget } from './channel-target.ts'
import { type DeliveryDependencies, sendAlerts } from './deliver-alerts.ts'
import { readTarget, type TargetDependencies } from './read-target.ts'

export interface TestDependencies extends DeliveryDependencies, TargetDependencies {
  audit: Pick<AuditStore, 'append'>
}

const testAlert = ({ now }: RequestContext, publicUrl: string): Alert => ({
  type: 'test',
  at: now.toISOString(),
  title: 'This is a test',
  bot: null,
  url: publicUrl,
})

const withoutPause = ({ pausedUntil: _, ...delivery }: NewHealth): ChannelDelivery => delivery

const record = (
  { audit }: TestDependencies,
  context: RequestContext,
  details: { alertWebhookId: string | null; kind: string },
  { outcome, status }: NewHealth,
) => audit.append(auditEvent(context, 'alert-webhook.tested', { details: { ...details, outcome, status } }))

/** Sends a test alert to a saved channel once, without retries. Quiet hours do not hold it. */
export async function testAlertChannel(
  dependencies: TestDependencies,
  context: RequestContext,
  id: string,
): Promise<ChannelDelivery> {
  const { alertChannels, sending, vault, config } = dependencies
  await sending.requireReleased()
  const found = await alertChannels.read(id)
  if (!found) throw notFound()
  const target = await openTarget(vault, found.channel, found.sealedSecret)
  const sent = { id: context.newId(), now: context.now }
  const health = await sendAlerts(dependencies, target, [testAlert(context, config.publicUrl)], sent)
  await alertChannels.settle(id, health, [])
  await record(dependencies, context, { alertWebhookId: id, kind: found.channel.kind }, health)
  return withoutPause(health)
}

/** Sends a test alert to a target that is not saved. */
export async function testAlertTarget(
  dependencies: TestDependencies,
  context: RequestContext,
  input: AlertTargetInput,
): Promise<ChannelDelivery> {
  await dependencies.sending.requireReleased()
  const target = await readTarget(dependencies, input)
  const sent = { id: context.newId(), now: context.now }
  const health = await sendAlerts(dependencies, target, [testAlert(context, dependencies.config.publicUrl)], sent)
  await record(dependencies, context, { alertWebhookId: null, kind: input.kind }, health)
  return withoutPause(health)
}
