import { chownSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Program, runCommand, startProgram } from '../../testing/run-program.ts'
import { contoso, mail, until } from '../../testing/start-sending-server.ts'
import { createTestClient, ownFailure, problemOf, type TestClient } from '../../testing/test-client.ts'
import { createServerDatabase, runSqlOn, runsOnPostgres, type ServerDatabase } from '../../testing/test-database.ts'

const publicUrl = 'http://localhost'
const owner = { email: 'ada@example.com', password: 'correct-horse-battery' }

let emulator: MicrosoftEmulator
beforeAll(async () => {
  emulator = await startMicrosoftEmulator()
})
afterAll(() => emulator.close())

let folder: string
let keys: string
let environment: Record<string, string>
let database: ServerDatabase
let program: Program
let admin: TestClient
let url: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-forget-'))
  keys = join(folder, 'keys')
  database = await createServerDatabase(folder)
  environment = {
    PORT: '0',
    PUBLIC_URL: publicUrl,
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS_FILE: keys,
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    MICROSOFT_LOGIN_URL: emulator.url,
    MICROSOFT_GRAPH_URL: emulator.url,
    NODE_EXTRA_CA_CERTS: emulator.caFile,
    ALERT_WEBHOOK_HOSTS: 'localhost:9',
  }
  await start()
  return async () => {
    await stop()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
})

async function start(): Promise<void> {
  let output = ''
  program = startProgram('main.ts', [], environment)
  program.child.stdout?.on('data', (chunk: string) => {
    output += chunk
  })
  await program.printed('listening')
  url = `http://localhost:${/"port":(\d+)/.exec(output)?.[1]}`
  admin = createTestClient(url, publicUrl)
  expect((await admin.post('/session', owner)).status).toBe(200)
}

async function stop(): Promise<void> {
  program.child.kill('SIGTERM')
  await program.ended
}

const admins = (...argumentList: string[]) => runCommand(['encryption-keys', ...argumentList], environment)
const keyIds = () =>
  readFileSync(keys, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(':')[0] ?? '')

/** Changes the times of stored messages, so that the queue does not send them in the meantime. */
const postponeQueued = () => runSqlOn(database.url, 'update outbox set next_attempt_at = next_attempt_at + 3600000')

interface Filled {
  serviceKey: string
  queued: string
  settled: string
  link: string
}

/** Stores one value of each sealed kind for the bot `orders`. */
async function fill(): Promise<Filled> {
  await admin.put('/bots/orders', { name: 'Orders' })
  expect((await admin.put('/bots/orders/office365', { ...contoso, secretExpiresOn: '2027-05-03' })).status).toBe(200)
  const { id: link, url: address } = (await admin.post('/bots/orders/intake-links')).body
  expect((await admin.post('/intake/submit', { token: address.split('#')[1], ...contoso })).status).toBe(200)
  expect((await admin.post('/alert-webhooks', { url: 'https://localhost:9/alerts' })).status).toBe(201)
  const scopes = ['messages:send', 'messages:read']
  const { key: serviceKey } = (await admin.post('/service-keys', { name: 'k', botIds: ['orders'], scopes })).body
  const service = createTestClient(url, '', serviceKey)
  const settled = (await service.post('/bots/orders/messages', mail(), { 'idempotency-key': 'settled' })).body.id
  emulator.failNext({ on: 'sendMail', kind: 'throttle', times: 1, retryAfter: 5 })
  const headers = { prefer: 'respond-async', 'idempotency-key': 'queued' }
  const queued = (await service.post('/bots/orders/messages', mail({ subject: 'Waits' }), headers)).body.id
  await until(
    () => admin.get(`/bots/orders/messages/${queued}`),
    ({ body }) => body.attempts > 0 && body.state === 'queued',
  )
  await postponeQueued()
  return { serviceKey, queued, settled, link }
}

describe('a lost encryption key', { timeout: 240_000 }, () => {
  it('is named with the values that it sealed, is forgotten only on request, and then the server starts', async () => {
    const { serviceKey, queued, settled, link } = await fill()
    const [lost = ''] = keyIds()
    const { body: before } = await admin.get('/bots/orders/office365')
    await stop()
    renameSync(keys, `${keys}.kept`)
    writeFileSync(keys, `other:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}\n`, {
      mode: 0o600,
    })

    const refused = await startProgram('main.ts', [], environment).ended
    expect(refused).toMatchObject({ exitCode: 78, output: expect.stringContaining(`forget --key ${lost}`) })
    const verified = await admins('verify')
    expect(verified.exitCode).toBe(65)
    for (const part of [
      '0 values can be opened, 4 cannot.',
      `Key ${lost} (fingerprint `,
      'bot Orders (orders)\tits client secret',
      'bot Orders (orders)\t1 intake submission',
      'bot Orders (orders)\tthe bodies of 1 stored message',
      'alert channel at localhost:9',
    ])
      expect(verified.output).toContain(part)

    const listed = await admins('forget', '--key', lost)
    expect(listed).toMatchObject({ exitCode: 0, output: expect.stringMatching(/Nothing was changed\. .* --yes/) })
    expect(listed.output).toContain('bot Orders (orders)\tits client secret')
    expect((await admins('verify')).output).toContain('4 cannot')

    const forgotten = await admins('forget', '--key', lost, '--yes')
    expect(forgotten).toMatchObject({ exitCode: 0, output: expect.stringContaining('The server can start.') })
    expect(await admins('verify')).toMatchObject({ exitCode: 0 })
    await start()
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })

    const { body: after } = await admin.get('/bots/orders/office365')
    expect(after).toEqual({
      ...before,
      clientSecret: { state: 'not-set', savedAt: null, expiresOn: null },
      credential: { kind: 'client-secret', state: 'not-set', expiresOn: null },
      health: {
        state: 'failing',
        since: expect.any(String),
        diagnosis: expect.objectContaining({ cause: 'secret_missing', field: 'clientSecret' }),
      },
    })
    const [bot] = (await admin.get('/bots')).body.bots
    expect(bot.office365).toMatchObject({ state: 'locked', health: 'failing', secretExpiresOn: null })
    expect((await admin.get('/people')).body.people).toHaveLength(1)
    expect((await admin.get('/alert-webhooks')).body.alertWebhooks).toEqual([])

    const service = createTestClient(url, '', serviceKey)
    expect((await service.get(`/bots/orders/messages/${settled}`)).body.state).toBe('accepted')
    expect((await service.get(`/bots/orders/messages/${queued}`)).body).toMatchObject({
      state: 'failed',
      diagnosis: { title: 'The stored message cannot be decrypted', ...ownFailure('message_unreadable') },
    })
    expect(problemOf(await admin.post(`/bots/orders/messages/${queued}/resend`)).slug).toBe('not-possible-now')
    for (const headers of [{}, { prefer: 'respond-async' }])
      expect(problemOf(await service.post('/bots/orders/messages', mail(), headers))).toMatchObject({
        slug: 'secret-unreadable',
        status: 503,
      })
    for (const key of ['settled', 'queued']) {
      const repeated = await service.post('/bots/orders/messages', mail(), { 'idempotency-key': key })
      expect(repeated.body).toMatchObject({
        type: '/problems/idempotency-key-reused',
        messageId: key === 'queued' ? queued : settled,
        detail: expect.stringMatching(/can no longer tell/),
      })
    }
    for (const path of ['office365/checks', 'test-messages'])
      expect(
        problemOf(
          await admin.post(`/bots/orders/${path}`, path === 'test-messages' ? { to: 'ada@example.com' } : undefined),
        ).slug,
      ).toBe('secret-unreadable')

    const [shown] = (await admin.get('/bots/orders/intake-links')).body.intakeLinks
    expect(shown).toMatchObject({ id: link, status: 'expired', submitted: { userEmail: contoso.userEmail } })

    await admin.post('/bots/orders/office365/reset')
    expect(problemOf(await admin.post(`/bots/orders/intake-links/${link}/approve`)).slug).toBe('not-possible-now')
    const { clientSecret, ...withoutSecret } = contoso
    expect((await admin.put('/bots/orders/office365', withoutSecret)).body).toMatchObject({
      type: '/problems/secret-required',
      errors: [{ pointer: '/clientSecret', detail: 'The saved secret was lost. Enter the client secret again.' }],
    })
    const submitted = await admin.put('/bots/orders/office365', { ...withoutSecret, clientSecret })
    expect(submitted.body).toMatchObject({
      state: 'locked',
      clientSecret: { state: 'set' },
      health: { state: 'untested' },
    })
    expect((await service.post('/bots/orders/messages', mail())).status).toBe(202)

    const { auditEvents } = (await admin.get('/audit-events?action=encryption-key.forgotten')).body
    expect(auditEvents).toHaveLength(2)
    const counts = { 'client secret': 1, 'intake submission': 1, 'queued message': 1 }
    expect(auditEvents.map((event: { botId: string | null; details: object }) => [event.botId, event.details])).toEqual(
      [
        ['orders', { keyId: lost, fingerprint: expect.any(String), lost: counts }],
        [null, { keyId: lost, fingerprint: expect.any(String), lost: { ...counts, 'webhook secret': 1 } }],
      ],
    )
    const webhookEvents = (await admin.get('/audit-events?action=alert-webhook.deleted')).body.auditEvents
    expect(webhookEvents).toMatchObject([{ actor: { kind: 'operator' }, details: { host: 'localhost:9' } }])
  })

  it('is not forgotten by accident', async () => {
    await fill()
    const [own = ''] = keyIds()
    const beside = await admins('forget', '--key', own, '--yes')
    expect(beside).toMatchObject({ exitCode: 75, output: expect.stringMatching(/Stop (it|them) first/) })
    await stop()
    for (const [argumentList, exitCode, message] of [
      [['--key', own, '--yes'], 64, /is in the key file, so nothing is lost/],
      [['--key', 'k-unknown', '--yes'], 64, /never used a key with that ID. No key is missing/],
      [['--yes'], 64, /--key is missing/],
    ] as const)
      expect(await admins('forget', ...argumentList)).toMatchObject({
        exitCode,
        output: expect.stringMatching(message),
      })

    const before = readFileSync(keys, 'utf8')
    writeFileSync(keys, `${own}:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}\n`)
    expect(await admins('forget', '--key', own, '--yes')).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(/the ID .* belongs to another key .* Give the key in the file another ID/),
    })
    writeFileSync(keys, before)
    await start()
    expect((await admin.post('/bots/orders/office365/checks')).status).toBe(200)
  })

  it('may be the only one: the command makes a new key file', async () => {
    await fill()
    expect(await admins('rotate', '--new-key')).toMatchObject({ exitCode: 0 })
    const [second = '', first = ''] = keyIds()
    await stop()
    rmSync(keys)
    const refused = await startProgram('main.ts', [], environment).ended
    expect(refused).toMatchObject({ exitCode: 78, output: expect.stringMatching(/is missing.*encryption-keys verify/) })
    expect(await admins('verify')).toMatchObject({
      exitCode: 65,
      output: expect.stringContaining(`encryption-keys forget --key ${second}`),
    })
    expect(await admins('forget', '--key', second)).toMatchObject({ exitCode: 0 })
    expect(await admins('forget', '--key', second, '--yes')).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/Made a new key file .*The server can start/s),
    })
    expect([first, second]).not.toContain(keyIds()[0])
    expect(statSync(keys).mode & 0o777).toBe(0o600)
    await start()
    expect((await admin.get('/bots/orders/office365')).body).toMatchObject({
      state: 'locked',
      clientSecret: { state: 'not-set' },
    })
  })

  it.runIf(process.getuid?.() === 0 && !runsOnPostgres)(
    'gets a new key file that belongs to the user of the database',
    async () => {
      await fill()
      const [lost = ''] = keyIds()
      await stop()
      rmSync(keys)
      chownSync(folder, 4_711, 4_712)
      for (const name of readdirSync(folder)) chownSync(join(folder, name), 4_711, 4_712)
      expect(await admins('forget', '--key', lost, '--yes')).toMatchObject({ exitCode: 0 })
      expect(statSync(keys)).toMatchObject({ uid: 4_711, gid: 4_712 })
      await start()
    },
  )

  it('is noticed while the server runs: the server is not ready, and names the command', async () => {
    await fill()
    await runSqlOn(database.url, "update office365_configurations set sealed_with = 'elsewhere'")
    const answer = await fetch(`${url}/readyz`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({
      status: 'not-ready',
      reason: 'encryption-key-missing',
      detail: 'Run: pnpm --silent admin encryption-keys verify',
    })
  })
})

describe('a saved secret that cannot be opened', { timeout: 120_000 }, () => {
  it('makes the bot failing at the next check, says what to do, and lets queued messages wait', async () => {
    await admin.put('/bots/orders', { name: 'Orders' })
    await admin.put('/bots/orders/office365', contoso)
    const granted = { name: 'k', botIds: ['orders'], scopes: ['messages:send'] }
    const { key: serviceKey } = (await admin.post('/service-keys', granted)).body
    const tamper = "update office365_configurations set sealed_secret = sealed_secret || 'A', version = version + 1"
    await runSqlOn(database.url, tamper)
    const service = createTestClient(url, '', serviceKey)
    const queued = (await service.post('/bots/orders/messages', mail(), { prefer: 'respond-async' })).body.id
    expect((await admin.post('/bots/orders/office365/checks')).body).toMatchObject({
      type: '/problems/secret-unreadable',
      detail: expect.stringMatching(/choose Reset, enter the client secret again/),
    })
    const { health } = (await admin.get('/bots/orders/office365')).body
    expect(health).toMatchObject({ state: 'failing', diagnosis: { cause: 'secret_missing', field: 'clientSecret' } })
    await admin.post('/bots/orders/office365/checks')
    expect((await admin.get('/bots/orders/office365')).body.health).toEqual(health)
    const { body } = await until(
      () => admin.get(`/bots/orders/messages/${queued}`),
      (answer) => answer.body.diagnosis !== undefined,
    )
    expect(body).toMatchObject({ state: 'queued', attempts: 0, diagnosis: ownFailure('secret_missing') })

    await admin.post('/bots/orders/office365/reset')
    expect((await admin.put('/bots/orders/office365', contoso)).body).toMatchObject({ health: { state: 'untested' } })
  })
})
