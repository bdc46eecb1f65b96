import { afterEach, beforeEach, expect, it } from 'vitest'
import { contoso, type SendingServer, startSendingServer, until } from '../../testing/start-sending-server.ts'

const day = 24 * 60 * 60_000
const to = ['ada@example.com', 'grace@example.com']

let server: SendingServer
let now: Date

beforeEach(async () => {
  server = await startSendingServer()
  now = new Date()
  await server.addBot()
  await server.admin.put('/bots/orders', { name: '<b>Orders</b> https://evil.example' })
})
afterEach(() => server.close())

const channelOf = async (changes: object = {}) => {
  const channel = { kind: 'email', name: 'Mail', senderBotId: 'sender-1', to, collectMinutes: 0, ...changes }
  const answer = await server.admin.post('/alert-channels', channel)
  expect(answer.status).toBe(201)
  return answer.body
}
const channels = async () => (await server.admin.get('/alert-channels')).body.alertChannels
const watch = () => server.dependencies.mail.watchOnce(now, now)
const dateIn = (days: number) => new Date(now.getTime() + days * day).toISOString().slice(0, 10)
const setExpiry = (botId: string, days: number) =>
  server.sql('update office365_configurations set secret_expires_on = ? where bot_id = ?', dateIn(days), botId)
const sentMail = () => server.emulator.sentMail()

async function configureOrders(days: number) {
  const values = { ...contoso, secretExpiresOn: dateIn(days) }
  expect((await server.admin.put('/bots/orders/office365', values)).status).toBe(200)
}

it('sends alerts as a queued message of another bot, in plain text', async () => {
  await channelOf()
  await configureOrders(7)
  await watch()
  const [message] = (await server.admin.get('/bots/sender-1/messages')).body.messages
  expect(message).toMatchObject({
    state: 'queued',
    source: { kind: 'system', name: 'Alerts' },
    to: to.map((address) => ({ address })),
    subject: expect.stringContaining('expires in 7 days'),
  })
  await server.dependencies.mail.queueWorker.start()
  await until(
    async () => sentMail().length,
    (count) => count === 1,
  )
  const sent = JSON.stringify(sentMail()[0])
  expect(sent).toContain('auto-generated')
  expect(sent.toLowerCase()).not.toContain('text/html')
  expect(await channels()).toMatchObject([
    { waiting: 0, address: null, email: { senderBotId: 'sender-1', to, problem: null }, failingSince: null },
  ])
})

it('sends alerts from a bot that has no client secret, because it signs in otherwise', async () => {
  await channelOf()
  await server.sql(
    "update office365_configurations set credential = ?, sealed_secret = null, sealed_with = null where bot_id = 'sender-1'",
    '{"kind":"federated"}',
  )
  await configureOrders(7)
  await watch()
  expect((await server.admin.get('/bots/sender-1/messages')).body.messages).toMatchObject([{ state: 'queued' }])
})

it('does not report a bot by mail of that bot', async () => {
  expect(await channelOf({ botIds: ['sender-1'] })).toMatchObject({ email: { problem: 'only-bot' } })
  await setExpiry('sender-1', 7)
  await watch()
  expect((await server.admin.get('/bots/sender-1/messages')).body.messages).toEqual([])
  expect(await channels()).toMatchObject([{ waiting: 0, lastDelivery: null }])
})

it('says that its bot fails too, and keeps the alert until that is over', async () => {
  await channelOf()
  server.emulator.failAlways({ on: 'token', status: 401, body: { error: 'invalid_client', error_codes: [7000222] } })
  await server.admin.post('/bots/sender-1/office365/checks')
  server.emulator.clearFaults()
  await configureOrders(7)
  await watch()
  const [channel] = await channels()
  expect(channel).toMatchObject({
    waiting: 1,
    email: { problem: 'failing' },
    failingSince: now.toISOString(),
    lastDelivery: { outcome: 'failed', status: null, excerpt: expect.stringContaining('fails too') },
  })
})

it('says that its bot is not set up, or was deleted', async () => {
  const { id } = await channelOf()
  await server.admin.delete('/bots/sender-1/office365')
  expect(await channels()).toMatchObject([{ email: { problem: 'not-configured' } }])
  expect((await server.admin.post(`/alert-channels/${id}/test`)).body).toMatchObject({ outcome: 'failed' })
  await server.admin.delete('/bots/sender-1')
  expect(await channels()).toMatchObject([{ email: { problem: 'deleted', senderBotId: null } }])
  await server.admin.put('/bots/sender-1', { name: 'Another with the same ID' })
  expect(await channels()).toMatchObject([{ email: { problem: 'deleted', senderBotId: null } }])
})

it('is tested with a message of its bot', async () => {
  const target = { kind: 'email', senderBotId: 'sender-1', to }
  expect((await server.admin.post('/alert-tests', target)).body).toMatchObject({
    outcome: 'delivered',
    status: null,
    excerpt: 'Queued as a message of the bot sender-1.',
  })
  const { messages } = (await server.admin.get('/bots/sender-1/messages')).body
  expect(messages).toMatchObject([{ subject: 'This is a test' }])
})
