import type { Message } from '@office365-email/shared/message'
import type { MessageHistory } from '@office365-email/shared/message-history'
import { describe, expect, it } from 'vitest'
import { expiredSecretDiagnosis } from '../../ground/testing/example-diagnosis.ts'
import { describeLife } from './describe-life.ts'

const ada = { kind: 'person', id: '1', name: 'Ada' } as const
const message: Message = {
  id: 'm1',
  botId: 'orders',
  state: 'accepted',
  source: { kind: 'service', name: 'shop' },
  to: [{ address: 'grace@example.com' }],
  cc: [],
  bcc: [],
  subject: 'Your order',
  createdAt: '2026-11-01T08:00:00.000Z',
  settledAt: '2026-11-01T08:00:05.000Z',
  attempts: 1,
  microsoft: null,
}
const none: MessageHistory = { actions: [], resends: [], waiting: null }
const read = (changes: Partial<Message>, history: Partial<MessageHistory> = {}) =>
  describeLife({ ...message, ...changes }, { ...none, ...history }).map(({ at, text, messageId }) =>
    [at?.slice(11, 16), text, messageId].filter(Boolean).join(' '),
  )

describe('the life of a message', () => {
  it('is short if Microsoft accepted it', () => {
    expect(read({})).toEqual([
      '08:00 Received from the service key “shop”.',
      'Submitted to Microsoft once.',
      '08:00 Microsoft accepted it.',
    ])
  })
  it('says why it waits and when it is tried next', () => {
    const waiting = { nextAttemptAt: '2026-11-01T09:30:00.000Z', failures: 2 }
    const diagnosis = { ...expiredSecretDiagnosis, title: 'Microsoft is not reachable' }
    expect(read({ state: 'queued', settledAt: null, attempts: 2, diagnosis }, { waiting })).toEqual([
      '08:00 Received from the service key “shop”.',
      'Submitted to Microsoft 2 times. Microsoft did not accept it.',
      'Reason: Microsoft is not reachable',
      '09:30 Next try.',
    ])
  })
  it('says who settled an unknown outcome, and which messages followed', () => {
    const actions = [{ at: '2026-11-01T10:00:00.000Z', actor: ada, action: 'failed' } as const]
    const resends = [
      { ...message, id: 'm2', source: { kind: 'person', name: 'Ada' } as const, createdAt: '2026-11-01T11:00:00.000Z' },
    ]
    expect(read({ state: 'failed', resendOf: 'm0' }, { actions, resends })).toEqual([
      '08:00 Sent again by the service key “shop”, from another message. m0',
      'Submitted to Microsoft once.',
      'No response came: it may or may not have been sent.',
      '10:00 Ada found out that it was not sent.',
      '11:00 Sent again by Ada, as a new message. m2',
    ])
  })
  it('says who canceled it', () => {
    const actions = [{ at: '2026-11-01T10:00:00.000Z', actor: ada, action: 'cancelled' } as const]
    expect(read({ state: 'cancelled', attempts: 0 }, { actions })).toEqual([
      '08:00 Received from the service key “shop”.',
      '10:00 Ada canceled it before it was sent.',
    ])
  })
})
