import { existsSync, readFileSync } from 'node:fs'
import { type PersonalDataResult, takeAllSteps } from '@office365-email/shared/personal-data'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { createRequestContext } from '../../ground/request-context.ts'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { runsOnPostgres } from '../../testing/test-database.ts'

const jane = 'jane.canary@victim.example'
const written = 'Jane.Canary@Victim.Example'
const canary = 'jane.canary'

let server: SendingServer
let bot: SendingBot
beforeEach(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
  await server.dependencies.mail.queueWorker.start()
})
afterEach(() => server.close())

const runAll = (what: 'searches' | 'deletions', address = jane): Promise<PersonalDataResult> =>
  takeAllSteps(async (position) => {
    const { status, body } = await server.admin.post(`/personal-data/${what}`, {
      address,
      ...(position && { position }),
    })
    expect(status).toBe(200)
    return body
  })

const send = async (changes: object, headers: Record<string, string> = {}) =>
  (await bot.service.post(bot.messages, mail(changes), headers)).body.id as string

async function sendAndFail(kind: 'failed' | 'unknown', to: string[]): Promise<string> {
  server.emulator.failNext({
    on: 'sendMail',
    ...(kind === 'unknown'
      ? { kind: 'reset-before-answer' }
      : {
          status: 400,
          body: {
            error: {
              code: 'ErrorInvalidRecipients',
              message: `'${written}' (jane.canary%40victim.example) is not valid.`,
            },
          },
        }),
  })
  const id = await send({ to }, { prefer: 'respond-async' })
  await until(
    async () => (await bot.service.get(`${bot.messages}/${id}`)).body.state,
    (state) => state === kind,
  )
  return id
}

/** Every table with a row that has the text anywhere, in lower case. */
async function findInTables(text: string): Promise<string[]> {
  const tables = runsOnPostgres
    ? await server.sql<{ name: string }>("select tablename as name from pg_tables where schemaname = 'public'")
    : await server.sql<{ name: string }>("select name from sqlite_schema where type = 'table'")
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await server.sql(`select * from ${name}`)
    if (rows.some((row) => JSON.stringify(row).toLowerCase().includes(text))) found.push(name)
  }
  return found.sort()
}

/** None with PostgreSQL. */
const findInFiles = (text: string): string[] =>
  ['', '-wal'].filter((ending) => {
    const file = `${server.databaseFile}${ending}`
    return existsSync(file) && readFileSync(file).toString('latin1').toLowerCase().includes(text)
  })

/** The index is filled in the background, with blocks of 1,024 messages. */
async function indexMessages(): Promise<void> {
  for (let count = 0; count < 1_024; count += 64)
    await Promise.all(Array.from({ length: 64 }, () => send({ to: ['bob@other.example'] })))
  expect(await server.dependencies.storage.messageSearch.indexSome(new Date(Date.now() + 60_000))).toBe(true)
}

describe('what is stored about an address', () => {
  it('is counted, deleted everywhere, and found nowhere in the database', { timeout: 120_000 }, async () => {
    const context = createRequestContext({ kind: 'system', id: 'test', name: `Reply to ${written}` }, new Date())
    const only = await send({ to: [{ address: written, name: 'Jane Canary' }], subject: 'For Jane Canary' })
    const shared = await send({ to: ['bob@other.example'], cc: [{ address: written, name: 'Jane Canary' }] })
    const named = await send({ to: ['bob@other.example'], subject: `About ${jane} and mary-${jane}` })
    const failed = await sendAndFail('failed', [jane, 'bob@other.example'])
    const withKey = await send({ to: [jane], subject: 'Once' }, { 'idempotency-key': 'order-1' })
    await server.admin.put('/bots/other', { name: 'Other' })
    await server.admin.put('/bots/other/office365/draft', {
      values: { userEmail: jane, clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' },
      doneSteps: [],
    })
    await server.dependencies.storage.audit.append(
      auditEvent(context, 'message.resent', { details: { to: [written, `mary-${jane}`], note: `<${jane}>` } }),
    )
    await indexMessages()
    const places = ['audit_events', 'message_terms', 'messages', 'office365_drafts']
    expect(await findInTables(canary)).toEqual(places)

    const counted = await runAll('searches')
    expect(counted.counts).toEqual({
      messages: 2,
      sharedMessages: 3,
      auditEvents: 1,
      drafts: 1,
      records: 0,
      alerts: 0,
      waiting: 0,
      unknown: 0,
      idempotencyKeys: 0,
    })
    expect(counted.inUse).toEqual([])
    expect(await findInTables(canary)).toEqual(places)

    expect((await runAll('deletions')).counts).toEqual(counted.counts)
    // The address of someone else, which contains it, is kept.
    expect(await findInTables(`mary-${canary}`)).toEqual(['audit_events', 'messages'])
    expect((await runAll('deletions', `mary-${jane}`)).counts).toMatchObject({ auditEvents: 1, sharedMessages: 1 })
    expect(await findInTables(canary)).toEqual([])
    expect(findInFiles(canary)).toEqual([])

    expect((await server.admin.get(`${bot.messages}/${only}`)).status).toBe(404)
    const pseudonym = expect.stringMatching(/^removed-[0-9a-f]{12}@removed\.invalid$/)
    expect((await server.admin.get(`${bot.messages}/${shared}`)).body).toMatchObject({
      to: [{ address: 'bob@other.example' }],
      cc: [{ address: pseudonym }],
    })
    expect((await server.admin.get(`${bot.messages}/${named}`)).body.subject).toMatch(
      /^About removed-\S+ and removed-\S+$/,
    )
    expect((await server.admin.post(`${bot.messages}/${failed}/resend`)).status).toBe(409)
    // A repeated request gets its first response, and nothing is sent again.
    const sent = server.emulator.sentMail().length
    const again = await bot.service.post(bot.messages, mail({ to: [jane], subject: 'Once' }), {
      'idempotency-key': 'order-1',
    })
    expect([again.body.id, server.emulator.sentMail().length]).toEqual([withKey, sent])
    expect((await server.admin.get('/bots/other/office365/draft')).body.values).toMatchObject({
      clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    })
    expect((await server.admin.get(`/messages?recipient=${jane}`)).body.messages).toEqual([])
    const { auditEvents } = (await server.admin.get('/audit-events?action=personal-data')).body
    expect(auditEvents.map(({ details }: { details: object }) => details)).toContainEqual({
      pseudonym,
      place: 'messages',
      count: 5,
    })
    expect((await runAll('searches')).counts).toEqual({
      ...counted.counts,
      messages: 0,
      sharedMessages: 0,
      auditEvents: 0,
      drafts: 0,
    })
  })

  it('cannot be the pseudonym that replaces it, which would never end', async () => {
    const pseudonym = 'removed-0123456789ab@removed.invalid'
    const context = createRequestContext({ kind: 'system', id: 'test', name: 'test' }, new Date())
    await server.dependencies.storage.audit.append(
      auditEvent(context, 'message.resent', { details: { to: pseudonym } }),
    )
    for (const address of [pseudonym, pseudonym.toUpperCase()]) {
      const position = { place: 'audit-events', after: null, pseudonym }
      const { status, body } = await server.admin.post('/personal-data/deletions', { address, position })
      expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/position/pseudonym'])
    }
    expect((await runAll('deletions', pseudonym)).counts.auditEvents).toBe(1)
  })

  it('stays while it is needed for sending or in use, and the answer says where', { timeout: 60_000 }, async () => {
    const unknown = await sendAndFail('unknown', [jane])
    await send({ to: ['bob@other.example'] }, { 'idempotency-key': `for:${jane}` })
    await server.dependencies.mail.queueWorker.stop()
    const queued = await send({ to: [jane] }, { prefer: 'respond-async' })
    const person = (await server.admin.post('/people', { email: jane, role: 'admin' })).body
    await server.admin.post('/alert-channels', { kind: 'email', name: 'Mail', senderBotId: bot.id, to: [jane] })
    const inUse = (await runAll('deletions')).inUse
    expect(inUse).toContainEqual({ use: 'person', id: person.id })
    expect(inUse.map(({ use }) => use).sort()).toEqual(['alert-channel', 'person'])
    const { counts } = await runAll('searches')
    expect(counts).toMatchObject({ messages: 0, waiting: 1, unknown: 1, idempotencyKeys: 1 })

    expect((await server.admin.post(`${bot.messages}/${queued}/cancel`)).status).toBe(200)
    expect((await server.admin.post(`${bot.messages}/${unknown}/resolve`, { outcome: 'failed' })).status).toBe(200)
    await runAll('deletions')
    expect((await runAll('searches')).counts).toMatchObject({ messages: 0, waiting: 0, unknown: 0, idempotencyKeys: 1 })
    expect((await server.admin.get(`${bot.messages}/${queued}`)).status).toBe(404)
    expect(await findInTables(canary)).toEqual(['alert_webhooks', 'idempotency_keys', 'people'])
  })

  it('is in use as the mailbox of a bot, whose configuration is not changed', async () => {
    const { body: before } = await server.admin.get(`/bots/${bot.id}/office365`)
    const { inUse } = await runAll('deletions', before.userEmail)
    expect(inUse).toEqual([{ use: 'mailbox', id: bot.id }])
    expect((await server.admin.get(`/bots/${bot.id}/office365`)).body.userEmail).toBe(before.userEmail)
    expect(await send({})).toMatch(/-/)
    // Each stored body names the mailbox too.
    await server.dependencies.mail.queueWorker.stop()
    for (let count = 0; count < 3; count += 1) await send({}, { prefer: 'respond-async' })
    expect((await runAll('searches', before.userEmail)).inUse).toEqual(inUse)
  })
})
