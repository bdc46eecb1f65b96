import { createHmac } from 'node:crypto'
import type { Alert } from '@office365-email/shared/alert-webhook'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { EncryptionContext } from '../../ground/secrets/vault.ts'

/** One alert that still has to be delivered to one webhook. */
export interface AlertTask {
  id: string
  webhookId: string
  url: string
  sealedSecret: string
  alert: Alert
  attempts: number
}

/** The encryption context of the signing secret of a webhook: it belongs to no bot. */
export const webhookEncryptionContext = (webhookId: string): EncryptionContext => ({
  botId: '',
  field: `alert-webhook/${webhookId}`,
  version: 1,
})

const minuteMs = 60_000
const retryAfterMs = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * 60 * minuteMs, 8 * 60 * minuteMs, 24 * 60 * minuteMs]

/** How long to wait after this many failed attempts; null: the alert is given up. */
export const waitAfter = (attempts: number): number | null => retryAfterMs[attempts - 1] ?? null

const secretPrefix = 'whsec_'

/** Headers that prove where a body comes from (standardwebhooks.com, version 1). */
export function signAlert(secret: Secret, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const key = Buffer.from(secret.reveal().slice(secretPrefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

export const toSigningSecret = (random: Uint8Array): string => secretPrefix + Buffer.from(random).toString('base64')
