import { type AuditEventView, auditActions } from '@office365-email/shared/audit-event'
import type { Endpoint } from '@office365-email/shared/endpoint'
import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import { describe, expect, it } from 'vitest'
import { describeAuditEvent } from './describe-audit-event.ts'

const names = {
  bots: new Map([['orders', 'Orders bot']]),
  people: new Map([['u2', 'Grace']]),
  serviceKeys: new Map([['k1', 'Order service']]),
}
const event: AuditEventView = {
  id: 'e1',
  at: '2026-11-23T12:00:00Z',
  actor: { kind: 'person', id: 'u1', name: 'Ada' },
  action: 'office365.submitted',
  botId: 'orders',
  outcome: 'succeeded',
  requestId: null,
  ip: null,
  details: {},
}

const read = (change: Partial<AuditEventView>) => {
  const { actor, deed } = describeAuditEvent({ ...event, ...change }, names)
  return `${actor} ${deed}.`
}

describe('describeAuditEvent', () => {
  it.each<[string, Partial<AuditEventView>]>([
    [
      'Ada submitted the Office 365 configuration of Orders bot, version 3.',
      { details: { version: 3, secret: 'new', verified: true } },
    ],
    [
      'Ada submitted the Office 365 configuration of Orders bot, version 4, with the same secret, without checking.',
      { details: { version: 4, secret: 'kept', verified: false } },
    ],
    [
      'Ada submitted the Office 365 configuration of Orders bot, version 4, with a new certificate, which Entra has not accepted yet.',
      { details: { version: 4, credential: 'certificate', secret: 'new', verified: false } },
    ],
    [
      'Ada checked the saved values of Orders bot: Microsoft refuses them.',
      { action: 'office365.checked', details: { check: 'sign-in', outcome: 'refused' } },
    ],
    [
      'Ada checked whether the app of Orders bot is limited to its mailbox: it is not.',
      { action: 'office365.checked', details: { check: 'restriction', outcome: 'unlimited' } },
    ],
    [
      'Ada created the service key “Order service”.',
      { action: 'service-key.created', details: { serviceKeyId: 'k1' } },
    ],
    [
      'Ada changed the role and bots of Grace.',
      { action: 'person.changed', botId: null, details: { personId: 'u2', changed: ['role', 'botIds'] } },
    ],
    [
      'Ada tried to submit the Office 365 configuration of Orders bot: Microsoft refused the values.',
      { outcome: 'refused', details: { reason: 'microsoft-rejected-values', fields: ['/clientSecret'] } },
    ],
    [
      'Ada tried to create a service key.',
      { action: 'service-key.created', botId: null, outcome: 'refused', details: { reason: 'something-new' } },
    ],
    ['Ada changed their own name.', { action: 'person.changed', details: { personId: 'u1', changed: ['name'] } }],
    [
      'Someone who was not signed in was refused at sign-in: wrong email or password.',
      { action: 'session.refused', botId: null, actor: { kind: 'person', id: 'anonymous', name: 'not signed in' } },
    ],
    [
      'Someone who was not signed in was refused at sign-in through the identity provider: no owner added this person.',
      {
        action: 'session.refused',
        botId: null,
        actor: { kind: 'person', id: 'anonymous', name: 'not signed in' },
        details: { how: 'identity provider', reason: 'no owner added this person' },
      },
    ],
    [
      'Someone who was not signed in was added through the identity provider as admin.',
      {
        action: 'person.created',
        botId: null,
        actor: { kind: 'person', id: 'anonymous', name: 'not signed in' },
        details: { personId: 'u2', role: 'admin', by: 'identity provider' },
      },
    ],
    [
      'The service key “Order service” reset the Office 365 configuration of gone-bot.',
      { action: 'office365.reset', botId: 'gone-bot', actor: { kind: 'service-key', id: 'k1', name: 'Order service' } },
    ],
  ])('%s', (sentence, change) => {
    expect(read(change)).toBe(sentence)
  })
  it.each(auditActions)('has a sentence for %s, whatever is recorded with it', (action) => {
    expect(read({ action, botId: null, details: {} })).toMatch(/^Ada \w[^{}]*\.$/)
    expect(read({ action, details: { version: 'x', changed: 7, personId: {}, outcome: null } })).not.toMatch(
      /undefined|null|\[object/,
    )
  })

  const endpoints: Endpoint[] = Object.values({ ...mailEndpoints, ...shellEndpoints })
  const refusable = new Set(endpoints.flatMap(({ refusedAs }) => refusedAs ?? []))
  it.each([...refusable])('says what was tried for %s that the server refused', (action) => {
    expect(read({ action, outcome: 'refused', details: { reason: 'forbidden' } })).toMatch(/^Ada tried to \w.*: /)
  })
})
