import { v7 as uuidv7 } from 'uuid'
import type { Office365Configuration } from '../../mail/configuration/office365-configuration.ts'
import type { NewIdempotencyRecord } from '../../mail/sending/idempotency-store.ts'
import type { Message } from '../../mail/sending/message.ts'
import type { MessageResult } from '../../mail/sending/message-store.ts'
import type { QueuedMessage } from '../../mail/sending/queue-store.ts'
import type { Storage } from '../storage.ts'
import { at, auditEventOf, configurationOf } from './examples.ts'

/** Saves a bot with its first configuration. */
export async function addSender(
  { bots, configurations }: Storage,
  botId: string,
  changes: Partial<Office365Configuration> = {},
): Promise<Office365Configuration> {
  const event = auditEventOf({ botId })
  await bots.save({ id: botId, name: botId }, { created: event, renamed: event })
  const configuration = configurationOf({ botId, generation: `generation of ${botId}`, ...changes })
  const outcome = await configurations.save(configuration, await configurations.read(botId), auditEventOf({ botId }))
  if (outcome !== 'saved') throw new Error(outcome)
  return configuration
}

export const messageOf = (botId: string, changes: Partial<Message> = {}): Message => ({
  id: uuidv7(),
  botId,
  state: 'sending',
  source: { kind: 'service', name: 'shop' },
  to: [{ address: 'ada@example.com' }],
  cc: [],
  bcc: [],
  subject: 'Your order',
  createdAt: at,
  settledAt: null,
  attempts: 1,
  microsoft: null,
  ...changes,
})

export const resultOf = (changes: Partial<MessageResult> = {}): MessageResult => ({
  state: 'accepted',
  settledAt: at,
  attempts: 1,
  requestId: 'request',
  diagnosis: null,
  change: null,
  ...changes,
})

export const keyOf = (
  botId: string,
  key: string,
  changes: Partial<NewIdempotencyRecord> = {},
): NewIdempotencyRecord => ({
  botId,
  serviceKeyId: 'service',
  key,
  fingerprint: { value: 'print', madeWith: 'k1' },
  answer: 'settled',
  createdAt: Date.parse(at),
  replaces: null,
  ...changes,
})

export const queuedOf = (changes: Partial<QueuedMessage> = {}): QueuedMessage => ({
  mailbox: 'mailbox',
  sealedMessage: 'sealed body',
  sealedWith: 'k1',
  nextAttemptAt: Date.parse(at),
  takenAt: Date.parse(at),
  ...changes,
})
