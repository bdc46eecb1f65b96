import { createHmac } from 'node:crypto'
import type { Secret } from '../../ground/secrets/secret.ts'

const secretPrefix = 'whsec_'

/** Headers that prove where a body comes from (standardwebhooks.com, version 1). */
export function signAlert(secret: Secret, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const key = Buffer.from(secret.reveal().slice(secretPrefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

export const toSigningSecret = (random: Uint8Array): string => secretPrefix + Buffer.from(random).toString('base64')
