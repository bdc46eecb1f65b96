import { example } from '@office365-email/microsoft-emulator'
import type { Check } from '@office365-email/shared/office365-configuration'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SendingBot, type SendingServer, startSendingServer, until } from '../../testing/start-sending-server.ts'
import { problemOf } from '../../testing/test-client.ts'

let server: SendingServer

beforeAll(async () => {
  server = await startSendingServer()
  await server.dependencies.mail.queueWorker.start()
})
afterAll(() => server.close())
beforeEach(() => server.emulator.reset())

const formats = {
  text: { text: 'It is on its way.' },
  html: { html: '<p>It is on its way.</p>' },
  'text and html': { text: 'It is on its way.', html: '<p>It is on its way.</p>' },
}
const message = (content: object) => ({ to: ['ada@example.com'], subject: 'Your order', ...content })
const sent = () => server.emulator.sentMail()
const path = (bot: SendingBot) => `/bots/${bot.id}`
const read = async (bot: SendingBot) => (await server.admin.get(`${path(bot)}/office365`)).body
const test = async (bot: SendingBot) =>
  (await server.admin.post(`${path(bot)}/test-messages`, { to: 'ada@example.com' })).body
const check = async (bot: SendingBot): Promise<Check[]> =>
  (await server.admin.post(`${path(bot)}/office365/checks`)).body.checks
const named = (checks: Check[], name: Check['name']) => checks.find((entry) => entry.name === name)

const sameMailbox: [string, Parameters<SendingServer['addBot']>[0]][] = [
  ['the primary address and the object ID', {}],
  ['the primary address in other letters', { userEmail: example.userEmail.toUpperCase() }],
  ['an alias and the object ID', { userEmail: example.userAlias }],
  ['an alias and the user principal name', { userEmail: example.userAlias, userId: example.userEmail }],
]

describe.each(sameMailbox)('a bot with %s of one mailbox', (_name, values) => {
  it.each(Object.entries(formats))('sends %s from that mailbox', async (_format, content) => {
    const bot = await server.addBot(values)
    expect((await bot.service.post(bot.messages, message(content))).status).toBe(202)
    expect(sent()).toMatchObject([{ userId: example.userId, from: { address: example.userEmail } }])
    expect((await read(bot)).health.state).toBe('working')
  })

  it('passes its test and its checks', async () => {
    const bot = await server.addBot(values)
    const result = await test(bot)
    expect(result.outcome).toBe('accepted')
    expect(named(result.checks, 'mailbox')).toMatchObject({ outcome: 'passed' })
    expect(named(await check(bot), 'mailbox')).toMatchObject({ outcome: 'skipped' })
  })
})

it('sends from an alias if the organization allows it, in every format', async () => {
  const bot = await server.addBot({ userEmail: example.userAlias })
  for (const tenant of server.emulator.directory.tenants) tenant.sendFromAliasEnabled = true
  for (const content of Object.values(formats)) await bot.service.post(bot.messages, message(content))
  expect(sent().map(({ from }) => from.address)).toEqual([example.userAlias, example.userAlias, example.userAlias])
})

it('sends as another mailbox only with the right to, in every format', async () => {
  const bot = await server.addBot({ userEmail: example.sharedUserEmail })
  const mailbox = server.emulator.directory.mailboxes.find(({ userId }) => userId === example.userId)
  if (mailbox) mailbox.sendAs = [example.sharedUserEmail]
  for (const content of Object.values(formats))
    expect((await bot.service.post(bot.messages, message(content))).status).toBe(202)
  expect(new Set(sent().map(({ from }) => from.address))).toEqual(new Set([example.sharedUserEmail]))
})

const mismatches: [string, Parameters<SendingServer['addBot']>[0]][] = [
  ['the User ID of another mailbox', { userId: example.otherUserId }],
  ['the user principal name of another mailbox', { userId: example.otherUserEmail }],
  ['the User Email of another mailbox', { userEmail: example.otherUserEmail }],
  ['a User Email that belongs to nobody', { userEmail: 'nobody@contoso.example' }],
  ['a User Email of another organization', { userEmail: 'bot@elsewhere.example' }],
]

describe.each(mismatches)('a bot with %s', (_name, values) => {
  it.each(Object.entries(formats))('sends no %s', async (_format, content) => {
    const bot = await server.addBot(values)
    const answer = await bot.service.post(bot.messages, message(content))
    expect(problemOf(answer)).toMatchObject({ status: 502, slug: 'microsoft-rejected' })
    expect(answer.body.diagnosis).toMatchObject({
      cause: 'mailbox_mismatch',
      candidates: ['mailbox_mismatch', 'send_as_denied', 'permission_missing'],
      field: 'userId',
      retryable: false,
      evidence: { code: 'ErrorSendAsDenied', status: 403 },
    })
    expect(answer.body.diagnosis.evidence).not.toHaveProperty('message')
    expect(sent()).toEqual([])
    expect((await read(bot)).health).toMatchObject({ state: 'failing', diagnosis: { cause: 'mailbox_mismatch' } })
  })

  it('keeps its health with messages in every format', async () => {
    const bot = await server.addBot(values)
    const states: string[] = []
    for (const content of [...Object.values(formats), ...Object.values(formats)]) {
      await bot.service.post(bot.messages, message(content))
      states.push((await read(bot)).health.state)
    }
    expect(new Set(states)).toEqual(new Set(['failing']))
  })

  it('fails its test, in the check of the mailbox', async () => {
    const bot = await server.addBot(values)
    const result = await test(bot)
    expect(result).toMatchObject({ outcome: 'failed', diagnosis: { cause: 'mailbox_mismatch' } })
    expect(result.checks.map(({ name, outcome }: Check) => [name, outcome])).toEqual([
      ['tenant', 'passed'],
      ['application', 'passed'],
      ['secret', 'passed'],
      ['permission', 'passed'],
      ['mailbox', 'failed'],
      ['restriction', 'skipped'],
    ])
    expect(named(result.checks, 'mailbox')?.diagnosis?.cause).toBe('mailbox_mismatch')
    expect((await read(bot)).health).toMatchObject({ state: 'failing', diagnosis: { cause: 'mailbox_mismatch' } })
  })

  it('stays failing after a check, which shows what the test found', async () => {
    const bot = await server.addBot(values)
    await test(bot)
    const mailbox = named(await check(bot), 'mailbox')
    expect(mailbox).toMatchObject({ outcome: 'failed', diagnosis: { cause: 'mailbox_mismatch' } })
    expect((await read(bot)).health).toMatchObject({ state: 'failing', diagnosis: { cause: 'mailbox_mismatch' } })
  })

  it('sends no queued message', async () => {
    const bot = await server.addBot(values)
    const { body } = await bot.service.post(bot.messages, message(formats.text), { prefer: 'respond-async' })
    const settled = await until(
      async () => (await bot.service.get(`${bot.messages}/${body.id}`)).body,
      ({ state }) => state !== 'queued' && state !== 'sending',
    )
    expect(settled).toMatchObject({ state: 'failed', diagnosis: { cause: 'mailbox_mismatch' } })
    expect(sent()).toEqual([])
  })
})

it('works once the values name the same mailbox', async () => {
  const bot = await server.addBot({ userId: example.otherUserId })
  await test(bot)
  const { version } = await read(bot)
  await server.admin.post(`${path(bot)}/office365/reset`, undefined, { 'if-match': `"${version}"` })
  const { userEmail, clientId, tenantId, userId } = example
  await server.admin.put(`${path(bot)}/office365`, { userEmail, clientId, tenantId, userId })
  expect(named(await check(bot), 'mailbox')).toMatchObject({ outcome: 'skipped' })
  expect((await test(bot)).outcome).toBe('accepted')
  expect((await read(bot)).health.state).toBe('working')
})

it('says so if both fields hold one address that is no address of the mailbox', async () => {
  const bot = await server.addBot({ userEmail: example.userEmail, userId: example.userEmail })
  server.emulator.failNext({ on: 'sendMail', kind: 'microsoft-error', error: 'sendAsDenied' })
  const { diagnosis } = await test(bot)
  expect(diagnosis).toMatchObject({ cause: 'mailbox_mismatch', field: 'userEmail' })
  expect(diagnosis.explanation).toContain('same address')
})

it('does not take an alias as User ID', async () => {
  const bot = await server.addBot({ userId: example.userAlias })
  expect(await test(bot)).toMatchObject({ outcome: 'failed', diagnosis: { cause: 'user_not_found', field: 'userId' } })
})

it('explains the same error differently if it was pasted, since the configuration is unknown', async () => {
  const raw = 'Code: ErrorSendAsDenied Message: The user account does not have the right to send mail on behalf of x.'
  expect((await server.admin.post('/diagnoses', { raw })).body).toMatchObject({ cause: 'send_as_denied' })
})
