import { example } from '@office365-email/microsoft-emulator'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { contoso, type SendingServer, startSendingServer } from '../../testing/start-sending-server.ts'
import { createTestClient, type TestClient } from '../../testing/test-client.ts'

let server: SendingServer
let admin: TestClient
beforeEach(async () => {
  server = await startSendingServer()
  admin = server.admin
  await admin.put('/bots/orders', { name: 'Orders' })
})
afterEach(() => server.close())

const listRefused = async () =>
  (await admin.get('/audit-events?limit=200')).body.auditEvents.filter(
    ({ outcome }: { outcome: string }) => outcome === 'refused',
  )

it('records a refused Submit with its reason and fields, and none of its values', async () => {
  const secret = 'canary~Q.secret-canary-canary-canary-0001'
  await admin.put('/bots/orders/office365', { ...contoso, clientSecret: secret })
  await admin.put('/bots/orders/office365', { ...contoso, userEmail: 'canary', clientId: 'canary', canary: 1 })
  const refused = await listRefused()
  expect(refused).toMatchObject([
    { action: 'office365.submitted', botId: 'orders', details: { reason: 'invalid-request' } },
    {
      action: 'office365.submitted',
      botId: 'orders',
      actor: { kind: 'person', name: 'ada' },
      requestId: expect.any(String),
      ip: expect.any(String),
      details: { reason: 'microsoft-rejected-values', fields: ['/clientSecret'] },
    },
  ])
  expect(refused[0].details.fields).toEqual(expect.arrayContaining(['/userEmail', '/clientId']))
  expect(JSON.stringify(refused)).not.toContain('canary')
})

it.each<[string, string, () => Promise<unknown>]>([
  ['office365.submitted', 'configuration-locked', () => admin.put('/bots/orders/office365', contoso)],
  ['office365.reset', 'not-configured', () => admin.post('/bots/empty/office365/reset')],
  ['office365.checked', 'not-configured', () => admin.post('/bots/empty/office365/checks')],
  [
    'office365.checked',
    'invalid-request',
    () => admin.post('/bots/orders/office365/restriction-checks', { otherUserId: example.userId }),
  ],
  ['bot.deleted', 'bot-has-configuration', () => admin.delete('/bots/orders')],
  ['service-key.created', 'invalid-request', () => admin.post('/service-keys', { name: 'k', scopes: [], botIds: [] })],
  ['person.created', 'invalid-request', () => admin.post('/people', { email: 'nobody' })],
])('records a refused %s (%s)', async (action, reason, attempt) => {
  await admin.put('/bots/empty', { name: 'Empty' })
  await admin.put('/bots/orders/office365', contoso)
  await attempt()
  expect(await listRefused()).toMatchObject([{ action, outcome: 'refused', details: { reason } }])
})

it('records a service key that lacks the scope, and no caller that it does not know', async () => {
  const { key } = (await admin.post('/service-keys', { name: 'k', scopes: ['messages:send'], botIds: ['orders'] })).body
  const service = createTestClient(server.url, '', key)
  await service.put('/bots/orders/office365', contoso)
  await service.put('/bots/sender-9/office365', contoso)
  await server.anonymous().put('/bots/orders/office365', contoso)
  await createTestClient(server.url, '', 'wrong').put('/bots/orders/office365', contoso)
  expect(await listRefused()).toMatchObject([
    { actor: { kind: 'service-key', name: 'k' }, botId: 'orders', details: { reason: 'forbidden' } },
  ])
})

it('records at most 30 refusals of a caller in a minute', async () => {
  for (let times = 0; times < 40; times += 1) await admin.put('/bots/orders', { name: 7 })
  expect(await listRefused()).toHaveLength(30)
})
