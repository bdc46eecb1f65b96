import { example } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { contoso as values } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'

let server: TestServer
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.signIn()
})
afterAll(() => server.close())
beforeEach(async () => {
  server.emulator.reset()
  for (const [id, changes] of [
    ['first', {}],
    ['second', { userId: example.sharedUserId, userEmail: example.sharedUserEmail }],
    ['stranger', { clientId: example.tooPowerfulClientId }],
  ] as const) {
    await admin.put(`/bots/${id}`, { name: `${id} bot` })
    await admin.delete(`/bots/${id}/office365`)
    const { status } = await admin.put(`/bots/${id}/office365`, { ...values, ...changes })
    if (status !== 200) throw new Error(`Submit was answered with ${status}`)
  }
})

const same = () => admin.get('/bots/first/office365/same-application')
const apply = (...botIds: string[]) => admin.post('/bots/first/office365/same-application', { botIds })
const read = async (bot: string) => (await admin.get(`/bots/${bot}/office365`)).body

async function rotate(): Promise<void> {
  const { value } = server.emulator.control.addSecret({ clientId: example.clientId })
  await admin.post('/bots/first/office365/reset')
  const rotated = { ...values, clientSecret: value, secretExpiresOn: '2028-05-03' }
  expect((await admin.put('/bots/first/office365', rotated)).status).toBe(200)
  server.emulator.control.deleteSecret({ clientId: example.clientId, keyId: example.secretId })
}

it('names the other bots of the same application', async () => {
  expect((await same()).body.bots).toMatchObject([{ id: 'second', name: 'second bot', state: 'locked' }])
})

it('applies a new secret to them, checked and locked, and leaves the rest of their values alone', async () => {
  const before = await read('second')
  await rotate()
  expect((await apply('second')).body).toEqual({ results: [{ botId: 'second', outcome: 'applied' }] })
  const after = await read('second')
  expect(after).toMatchObject({
    state: 'locked',
    version: before.version + 1,
    userEmail: example.sharedUserEmail,
    clientSecret: { expiresOn: '2028-05-03' },
  })
  const test = await admin.post('/bots/second/test-messages', { to: 'ada@example.com' })
  expect(test.body.outcome).toBe('accepted')
})

it('locks a bot again, unchanged, when Microsoft refuses', async () => {
  const before = await read('second')
  server.emulator.control.deleteSecret({ clientId: example.clientId })
  expect((await apply('second')).body.results).toMatchObject([
    { botId: 'second', outcome: 'failed', problem: 'microsoft-rejected-values', diagnosis: { field: 'clientSecret' } },
  ])
  expect(await read('second')).toMatchObject({ state: 'locked', version: before.version })
})

it('never gives the secret to a bot of another application', async () => {
  await rotate()
  const before = server.emulator.tokenRequests().length
  expect(problemOf(await apply('second', 'stranger'))).toMatchObject({ status: 404 })
  expect(server.emulator.tokenRequests().length).toBe(before)
  expect(await read('second')).toMatchObject({ state: 'locked' })
})

it('keeps what was typed for another browser, but never a secret', async () => {
  const draft = { values: { clientId: ' half-typed', cloud: 'china' }, doneSteps: ['prerequisites'] }
  expect((await admin.put('/bots/first/office365/draft', draft)).status).toBe(200)
  const elsewhere = await server.signIn()
  expect((await elsewhere.get('/bots/first/office365/draft')).body).toMatchObject(draft)
  expect(
    problemOf(await admin.put('/bots/first/office365/draft', { ...draft, values: { clientSecret: 'x' } })),
  ).toMatchObject({ status: 422 })
  expect((await admin.delete('/bots/first/office365/draft')).status).toBe(204)
  expect((await admin.get('/bots/first/office365/draft')).body).toEqual({ values: {}, doneSteps: [], savedAt: null })
})
