import { example } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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

it('never takes the certificate of a bot away for a secret that is used for several bots', async () => {
  await server.sql(`update office365_configurations set credential = ? where bot_id = 'second'`, '{"kind":"federated"}')
  expect((await same()).body.bots).toEqual([])
  expect((await apply('second')).status).toBe(404)
})

describe('whether an app is shared', () => {
  const password = 'four-words-in-a-row'
  const sharingOf = async (bot: string, clientId?: string) => {
    const query = clientId === undefined ? '' : `?clientId=${clientId}`
    return (await admin.get(`/bots/${bot}/office365/same-application${query}`)).body
  }
  const addBot = async (id: string) => {
    await admin.put(`/bots/${id}`, { name: id })
    return `/bots/${id}`
  }
  const makeLink = async (bot: string) => {
    const { body } = await admin.post(`/bots/${bot}/intake-links`)
    return { id: body.id, token: body.url.split('#')[1] }
  }
  const unused = 'a1b2c3d4-0000-4000-8000-0123456789ab'

  it('is shown to a person without access to other bots, and no other bot is named', async () => {
    await admin.post('/people', { email: 'grace@example.com', role: 'admin', botIds: ['second'], password })
    const grace = await server.signIn({ email: 'grace@example.com', password })
    const { status, body } = await grace.get('/bots/second/office365/same-application')
    expect({ status, body }).toEqual({ status: 200, body: { isShared: true, isMailboxShared: false, bots: [] } })
    expect((await grace.get('/bots/first/office365/same-application')).status).toBe(404)
  })

  it('distinguishes an app that one bot uses from one that several use', async () => {
    expect(await sharingOf('stranger')).toEqual({ isShared: false, isMailboxShared: false, bots: [] })
    expect(await sharingOf('stranger', unused)).toMatchObject({ isShared: false, isMailboxShared: false })
    expect(await sharingOf('stranger', example.clientId.toUpperCase())).toMatchObject({ isShared: true })
  })

  it('counts an unknown app as shared', async () => {
    await addBot('empty')
    expect(await sharingOf('empty')).toEqual({ isShared: true, isMailboxShared: true, bots: [] })
  })

  it('says that the mailbox is shared too, unless its ID and its address both differ', async () => {
    expect(await sharingOf('first')).toMatchObject({ isShared: true, isMailboxShared: false })
    await addBot('third')
    const alias = { ...values, userEmail: example.sharedUserEmail, userId: example.sharedUserId }
    expect((await admin.put('/bots/third/office365', alias)).status).toBe(200)
    expect(await sharingOf('second')).toMatchObject({ isMailboxShared: true })
    expect(await sharingOf('first')).toMatchObject({ isMailboxShared: false })
    await admin.delete('/bots/third/office365')
    expect((await admin.put('/bots/third/office365', { ...alias, userId: alias.userEmail })).status).toBe(200)
    expect(await sharingOf('first')).toMatchObject({ isMailboxShared: true })
    await admin.delete('/bots/third/office365')
  })

  it('counts values that wait for approval, until they are revoked or too old', async () => {
    const other = await addBot('waiting')
    const { id, token } = await makeLink('waiting')
    const submitted = { ...values, clientId: example.tooPowerfulClientId, token }
    const answer = await server.anonymous().post('/intake/submit', submitted)
    expect(answer).toMatchObject({ status: 200, body: { isShared: true } })
    expect(await sharingOf('stranger')).toMatchObject({ isShared: true, isMailboxShared: true })
    expect(await sharingOf('waiting', example.tooPowerfulClientId)).toMatchObject({ isShared: true })
    const week = 7 * 24 * 60 * 60_000
    server.advanceClock(week)
    admin = await server.signIn()
    expect(await sharingOf('stranger')).toMatchObject({ isShared: false })
    server.advanceClock(-week)
    expect(await sharingOf('stranger')).toMatchObject({ isShared: true })
    await admin.delete(`${other}/intake-links/${id}`)
    expect(await sharingOf('stranger')).toMatchObject({ isShared: false })
  })

  it('counts what is entered for another bot, and not what is entered for this one', async () => {
    const other = await addBot('typing')
    const draft = { values: { clientId: ` {${unused.toUpperCase()}} ` }, doneSteps: [] }
    await admin.put(`${other}/office365/draft`, draft)
    expect(await sharingOf('stranger', unused)).toMatchObject({ isShared: true, isMailboxShared: true })
    expect(await sharingOf('typing', unused)).toMatchObject({ isShared: false })
    await admin.delete(`${other}/office365/draft`)
  })

  it('is shown for the values that are entered through an intake link, and no bot is named', async () => {
    await addBot('handed-over')
    const { id, token } = await makeLink('handed-over')
    const ask = (clientId: string, by = token) =>
      server.anonymous().post('/intake/same-application', { token: by, clientId })
    expect(await ask(example.clientId)).toMatchObject({ status: 200, body: { isShared: true } })
    expect((await ask(example.clientId)).body).toEqual({ isShared: true })
    expect((await ask(unused)).body).toEqual({ isShared: false })
    expect(problemOf(await ask('not an id'))).toMatchObject({ status: 422, pointers: ['/clientId'] })
    await admin.delete(`/bots/handed-over/intake-links/${id}`)
    expect((await ask(example.clientId)).status).toBe(404)
    expect((await ask(example.clientId, 'never-was')).status).toBe(404)
  })
})

it('applies a new secret to them, checked and locked, and does not change their other values', async () => {
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

it('never applies the secret to a bot of another application', async () => {
  await rotate()
  const before = server.emulator.tokenRequests().length
  expect(problemOf(await apply('second', 'stranger'))).toMatchObject({ status: 404 })
  expect(server.emulator.tokenRequests().length).toBe(before)
  expect(await read('second')).toMatchObject({ state: 'locked' })
})
