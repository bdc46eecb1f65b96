import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { type AuditEvent, auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { unreadableSecretDiagnosis } from '../configuration/health.ts'
import type { LostValues, SealedKind, SealedValues } from './sealed-values.ts'

export interface LostKey {
  id: string
  fingerprint: string
}

/** One event for the key, one for each bot that loses something, and one for each webhook. */
function eventsOf(context: RequestContext, key: LostKey, lost: LostValues[]): AuditEvent[] {
  const named = { keyId: key.id, fingerprint: key.fingerprint }
  const countsOf = (values: LostValues[]): Partial<Record<SealedKind, number>> =>
    Object.fromEntries(
      [...Map.groupBy(values, ({ kind }) => kind)].map(([kind, ofKind]) => [
        kind,
        ofKind.reduce((sum, { count }) => sum + count, 0),
      ]),
    )
  const forgotten = (values: LostValues[], botId: string | null) =>
    auditEvent(context, 'encryption-key.forgotten', { botId, details: { ...named, lost: countsOf(values) } })
  const byBot = Map.groupBy(
    lost.filter(({ bot }) => bot !== null),
    ({ bot }) => bot?.id ?? null,
  )
  const webhooks = lost.filter(({ kind }) => kind === 'webhook secret')
  return [
    forgotten(lost, null),
    ...[...byBot].map(([botId, values]) => forgotten(values, botId)),
    ...webhooks.map(({ address, count }) =>
      auditEvent(context, 'alert-webhook.deleted', { details: { ...named, host: address, count } }),
    ),
  ]
}

/** Deletes everything that only this key could open. Returns what was lost. */
export const forgetEncryptionKey = (
  sealedValues: SealedValues,
  context: RequestContext,
  key: LostKey,
): Promise<LostValues[]> =>
  sealedValues.forget(key.id, {
    at: context.now.toISOString(),
    diagnoses: { secret: unreadableSecretDiagnosis, message: diagnoseOwn('message_unreadable') },
    eventsOf: (lost) => eventsOf(context, key, lost),
  })
