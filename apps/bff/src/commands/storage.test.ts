import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, runSql, type TestDatabase } from '../testing/postgres.ts'
import { runCommand, startProgram } from '../testing/run-program.ts'
import { contoso as values } from '../testing/start-sending-server.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { createTestClient } from '../testing/test-client.ts'

const isLong = process.env['TEST_LONG'] !== undefined
const at = '2026-01-01T00:00:00.000Z'

let folder: string
let file: string
let environment: { DATABASE_URL: string; ENCRYPTION_KEYS_FILE: string }
let target: TestDatabase
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-move-'))
  file = join(folder, 'test.db')
  environment = { DATABASE_URL: `file:${file}`, ENCRYPTION_KEYS_FILE: join(folder, 'keys') }
  target = await createTestDatabase()
})
afterEach(async () => {
  await target.drop()
  await rm(folder, { recursive: true })
})

function inSource<Result>(work: (client: SQLite.Database) => Result): Result {
  const client = new SQLite(file)
  try {
    return work(client)
  } finally {
    client.close()
  }
}

/** The server of the tests trusts everybody, so it accepts any password. */
const withPassword = () => target.url.replace(/(:[^@/]*)?@/, ':secret-word@')
const command = () => ['storage', 'copy', '--to', withPassword()]
const copy = (more: object = {}) => runCommand(command(), { ...environment, ...more })

const listTables = () =>
  inSource((client) =>
    client
      .prepare<[], string>(
        `select name from sqlite_schema where type = 'table' and name not glob 'sqlite_*' and name not glob '__drizzle*'`,
      )
      .pluck()
      .all(),
  )

/** Rows in a form that both engines share, in an order that does not depend on the engine. */
function comparable(rows: object[]): string[] {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'boolean') return Number(value)
    if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value)
    return typeof value === 'string' && /^[[{"]/.test(value) ? JSON.parse(value) : value
  }
  // PostgreSQL has columns of its own, which are empty after the copy.
  const filled = (row: object) =>
    Object.entries(row).flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)] as const]))
  return rows.map((row) => JSON.stringify(filled(row).sort(([one], [other]) => (one < other ? -1 : 1)))).sort()
}

const readSource = (table: string) =>
  inSource((client) => comparable(client.prepare<[], object>(`select * from ${table}`).all()))
const readTarget = async (table: string) => comparable(await runSql(target.url, `select * from ${table}`))

const addMessages = (client: SQLite.Database) =>
  client.prepare(
    `insert into messages (id, bot_id, state, source, recipients, subject, created_at, settled_at, attempts, diagnosis, resend_of)
     values (?, 'orders', ?, '{"kind":"service","name":"test"}', '{"to":[{"address":"ada@example.com"}],"cc":[],"bcc":[]}', ?, '${at}', ?, 1, ?, ?)`,
  )

const sending = '018f0000-0000-7000-8000-000000000001'
const failed = '018f0000-0000-7000-8000-000000000002'

/** One row of counts, whatever is counted. */
function fillDays(client: SQLite.Database, table: string): string {
  const known: Record<string, string> = { bot_id: "'orders'", day: "'2026-01-01'" }
  const columns = client.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table)
  return `insert or ignore into ${table} (${columns.join(', ')}) values (${columns.map((name) => known[name] ?? '1').join(', ')});`
}

/** The server makes the index of messages again. */
const madeAgain = ['message_blocks', 'message_terms']

/** One of everything that the server stores, in the form of this version or an earlier one. */
async function fill() {
  const hosts = { ALERT_WEBHOOK_HOSTS: 'localhost:9' }
  const server = await startTestServer({ environment: { ...environment, ...hosts } })
  const admin = await server.signIn()
  await admin.put('/bots/orders', { name: 'Orders' })
  await admin.put('/bots/orders/office365', values)
  await admin.put('/bots/gone', { name: 'Gone' })
  await admin.put('/bots/gone/office365', values)
  await admin.request('DELETE', '/bots/gone')
  const { clientSecret: _, ...others } = values
  for (const kind of ['certificate', 'federated']) {
    await admin.put(`/bots/${kind}`, { name: kind })
    await admin.put(`/bots/${kind}/office365`, { ...others, credential: { kind } })
  }
  await admin.put('/bots/new', { name: 'New' })
  await admin.put('/bots/new/office365/draft', { values: { tenantId: values.tenantId }, doneSteps: [] })
  const { url } = (await admin.post('/bots/orders/intake-links')).body
  await admin.post('/intake/submit', { token: url.split('#')[1], ...values })
  const made = (await admin.post('/bots/orders/intake-links', { credentialKind: 'certificate' })).body
  await admin.post('/intake/prepare', { token: made.url.split('#')[1], ...others })
  await admin.post('/alert-webhooks', { url: 'https://localhost:9/hook' })
  const scopes = ['messages:send']
  const { key } = (await admin.post('/service-keys', { name: 'k', botIds: ['orders'], scopes, dailyQuota: 9 })).body
  const service = createTestClient(server.url, '', key)
  const message = { to: ['ada@example.com'], subject: 'Queued', text: 'a body that waits' }
  const headers = { prefer: 'respond-async', 'idempotency-key': 'one' }
  const queued: string = (await service.post('/bots/orders/messages', message, headers)).body.id
  await server.close()
  inSource((client) => {
    const message = addMessages(client)
    message.run(sending, 'sending', 'Interrupted', null, null, null)
    // Earlier versions kept such text, which PostgreSQL refuses.
    message.run(failed, 'failed', 'nul \0', at, JSON.stringify({ cause: 'x', evidence: '\0 \ud800' }), sending)
    const webhook = String(client.prepare('select id from alert_webhooks').pluck().get())
    client.exec(`
      insert into alert_states values ('orders', '{"version":1}');
      insert into alert_conditions values ('queue/orders', 'orders', '{}');
      insert into alert_deliveries (id, webhook_id, bot_id, alert, attempts, next_attempt_at)
        values ('d', '${webhook}', 'orders', '{"type":"test"}', 0, 5);
      insert into set_up_links values ('hash', 5);
      insert into sending_hold values (2, 'off', '${at}');
      insert or ignore into service_key_usage select id, '2026-01-01', 3 from service_keys;
      insert or ignore into deleted_bots values ('older', 4);
      ${fillDays(client, 'mail_days')}
      ${fillDays(client, 'mail_day_totals')}
      insert into message_blocks (after_id, last_id, size, ids) values ('${sending}', '${failed}', 1, x'00');
      insert into message_terms values (1, 'worder', x'0000');
      update sqlite_sequence set seq = seq + 10 where name = 'audit_events';
      insert or ignore into audit_retention (id, keep_from) values (1, '${at}');`)
  })
  return { queued, key, emulator: server.emulator }
}

describe('a move to PostgreSQL', { timeout: 120_000 }, () => {
  it('copies one of everything, which the next server uses as its own', async () => {
    const { queued, key } = await fill()
    const tables = listTables()
    for (const table of tables) expect([table, readSource(table).length]).not.toEqual([table, 0])
    const moved = await copy()
    expect(moved).toMatchObject({ exitCode: 0, output: expect.stringMatching(/open all \d sealed values there/) })
    expect(moved.output).not.toContain('secret-word')

    // As at each start, the interrupted message became unknown in the old database, too.
    for (const table of tables.filter((name) => !['messages', 'audit_events', ...madeAgain].includes(name)))
      expect([table, await readTarget(table)]).toEqual([table, readSource(table)])
    for (const table of madeAgain) expect([table, await readTarget(table)]).toEqual([table, []])
    const messages = await runSql<{ id: string; state: string; subject: string; diagnosis: object | null }>(
      target.url,
      'select id, state, subject, diagnosis from messages',
    )
    const read = (id: string) => messages.find((message) => message.id === id)
    expect(read(queued)).toMatchObject({ state: 'queued' })
    expect(read(sending)).toMatchObject({ state: 'unknown', diagnosis: { cause: 'interrupted' } })
    expect(read(failed)).toMatchObject({ subject: 'nul \ufffd', diagnosis: { cause: 'x', evidence: '\ufffd \ufffd' } })
    const copied = readSource('audit_events')
    const events = await readTarget('audit_events')
    expect(copied.filter((event) => !events.includes(event))).toEqual([])
    const [event] = events.filter((event) => !copied.includes(event))
    const highest = inSource((client) =>
      client.prepare(`select seq from sqlite_sequence where name = 'audit_events'`).pluck().get(),
    )
    const { host, pathname } = new URL(target.url)
    expect(Object.fromEntries(JSON.parse(event ?? ''))).toMatchObject({
      sequence: Number(highest) + 1,
      action: 'storage.moved',
      details: { to: `${host}${pathname}` },
    })

    const server = await startTestServer({ environment: { ...environment, DATABASE_URL: target.url } })
    try {
      const admin = await server.signIn()
      expect((await admin.get('/sending')).body).toEqual({ state: 'on' })
      expect((await admin.get(`/bots/orders/messages/${queued}`)).body.state).toBe('queued')
      const service = createTestClient(server.url, '', key)
      const again = { to: ['ada@example.com'], subject: 'Queued', text: 'a body that waits' }
      const headers = { prefer: 'respond-async', 'idempotency-key': 'one' }
      expect((await service.post('/bots/orders/messages', again, headers)).body.id).toBe(queued)
      expect((await admin.post('/bots/orders/test-messages', { to: 'ada@example.com' })).body.outcome).toBe('accepted')
    } finally {
      await server.close()
    }
  })

  it('leaves a database that neither servers nor commands open, of this version or an earlier one', async () => {
    const server = await startTestServer({ environment })
    await server.close()
    expect(await copy()).toMatchObject({ exitCode: 0 })
    const before = await readFile(file)
    const { host, pathname } = new URL(target.url)
    const refusal = new RegExp(
      `^The content of ${file} was moved to the database ${host}${pathname}\\. Set DATABASE_URL to that database\\. Nothing was changed\\.\n$`,
    )
    const starting = startProgram('main.ts', [], { ...environment, PORT: '0' })
    expect(await starting.ended).toMatchObject({ exitCode: 78, output: expect.stringMatching(refusal) })
    for (const command of [['bots', 'add', 'x'], ['bots', 'list'], ['encryption-keys', 'rotate'], ['migrate']])
      expect(await runCommand(command, environment)).toMatchObject({
        exitCode: 78,
        output: expect.stringMatching(refusal),
      })
    expect(await copy()).toMatchObject({ exitCode: 78, output: expect.stringMatching(refusal) })
    expect(await readFile(file)).toEqual(before)
    // Earlier versions compare the time of the newest migration with theirs.
    const newest = inSource((client) =>
      client.prepare('select max(created_at) from __drizzle_migrations').pluck().get(),
    )
    expect(Number(newest)).toBeGreaterThan(Date.parse('2200-01-01'))
  })

  it('is refused while a server or a command uses the database', async () => {
    const server = startProgram('main.ts', [], { ...environment, PORT: '0' })
    await server.printed('"listening"')
    expect(await copy()).toMatchObject({
      exitCode: 75,
      output: expect.stringMatching(/^Another server uses .*Stop it/),
    })
    server.child.kill('SIGTERM')
    await server.ended
    const reader = new SQLite(file)
    reader.exec('begin; select * from bots')
    expect(await copy()).toMatchObject({ exitCode: 75, output: expect.stringMatching(/holds the database/) })
    reader.close()
    expect(await runSql(target.url, "select from pg_tables where schemaname = 'public'")).toEqual([])
    expect(await copy()).toMatchObject({ exitCode: 0 })
  })

  it('is refused if the target contains anything, is no PostgreSQL, or is named wrongly', async () => {
    const server = await startTestServer({ environment })
    await server.close()
    await runSql(target.url, 'create table of_another_program (id int)')
    const refusal = { exitCode: 78, output: expect.stringMatching(/^The database [^ ]+ is not empty.*\n$/) }
    expect(await copy()).toMatchObject(refusal)
    await runSql(target.url, 'drop table of_another_program')
    expect(await runCommand(['migrate'], { DATABASE_URL: target.url })).toMatchObject({ exitCode: 0 })
    await runSql(target.url, `insert into bots values ('a', 'A', '${at}')`)
    expect(await copy()).toMatchObject(refusal)
    await runSql(target.url, 'delete from bots')
    for (const [to, output] of [
      ['postgres://u:secret-word@db.example.com/x', /--to needs \?sslmode=verify-full/],
      ['postgres://u:secret-word@127.0.0.1:9/x', /^The database 127\.0\.0\.1:9\/x cannot be used now \(ECONNREFUSED\)/],
      ['file:elsewhere.db', /^--to must name a PostgreSQL database/],
    ] as const) {
      const { exitCode, output: printed } = await runCommand(['storage', 'copy', '--to', to], environment)
      expect(exitCode).toBeGreaterThan(0)
      expect(printed).toMatch(output)
      expect(printed).not.toMatch(/secret-word|\n.+\n/)
    }
    const nowhere = { ...environment, DATABASE_URL: `file:${join(folder, 'nowhere.db')}` }
    expect(await runCommand(command(), nowhere)).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(/^There is no database .*nowhere\.db/),
    })
    // The schema that `migrate` made may be there.
    expect(await copy()).toMatchObject({ exitCode: 0 })
  })

  it('changes nothing if a sealed value cannot be opened, or a row cannot be stored', async () => {
    await fill()
    inSource((client) => client.exec("update alert_webhooks set sealed_secret = 'nothing'"))
    expect(await copy()).toMatchObject({
      exitCode: 65,
      output: expect.stringMatching(/^1 sealed value cannot be opened .* alert channel/m),
    })
    inSource((client) => client.exec("update messages set attempts = 9999999999999 where subject = 'Interrupted'"))
    expect(await copy()).toMatchObject({
      exitCode: 65,
      output: expect.stringContaining('The table messages contains a row that PostgreSQL does not accept (22003)'),
    })
    expect(await runSql(target.url, "select from pg_tables where schemaname = 'public'")).toEqual([])
  })

  it('survives a kill at any moment: the old database is as it was, or everything is in the new one', async () => {
    const server = await startTestServer({ environment })
    await (await server.signIn()).put('/bots/orders', { name: 'Orders' })
    await server.close()
    inSource((client) =>
      client.transaction(() => {
        const message = addMessages(client)
        for (let number = 0; number < 5_000; number += 1) message.run(randomUUID(), 'accepted', 'x', at, null, null)
      })(),
    )
    const count = async () =>
      (await runSql<{ there: boolean }>(target.url, `select to_regclass('messages') is not null as there`))[0]?.there
        ? (await runSql<{ count: number }>(target.url, 'select count(*) from messages'))[0]?.count
        : null
    const isMarked = () =>
      inSource((client) =>
        client.prepare('select max(created_at) > 8000000000000000 from __drizzle_migrations').pluck().get(),
      ) === 1
    for (let round = 0; round < (isLong ? 60 : 6); round += 1) {
      const program = startProgram('cli.ts', command(), environment)
      // The last rounds end it as soon as the copy is visible: around the mark.
      if (round % 2 === 0) await wait(300 + Math.random() * 1_200)
      else while ((await count()) === null && program.child.exitCode === null) await wait(1)
      program.child.kill('SIGKILL')
      await program.ended
      // PostgreSQL may still commit what it received.
      await wait(200)
      const outcome = { isMarked: isMarked(), copied: await count() }
      expect([
        { isMarked: false, copied: null },
        { isMarked: false, copied: 5_000 },
        { isMarked: true, copied: 5_000 },
      ]).toContainEqual(outcome)
      inSource((client) => client.exec('delete from __drizzle_migrations where created_at > 8000000000000000'))
      await target.drop()
      target = await createTestDatabase()
    }
    expect(await copy()).toMatchObject({ exitCode: 0 })
    expect(await count()).toBe(5_000)
    expect(isMarked()).toBe(true)
  })

  it('copies 100,000 messages in bounded memory, and says how far it is', async () => {
    const server = await startTestServer({ environment })
    await server.close()
    inSource((client) =>
      client.transaction(() => {
        const message = addMessages(client)
        const diagnosis = JSON.stringify({ cause: 'x', explanation: 'e'.repeat(500) })
        for (let number = 0; number < 100_000; number += 1)
          message.run(randomUUID(), 'failed', `Subject ${number}`, at, diagnosis, null)
      })(),
    )
    const { exitCode, output, milliseconds } = await copy({ NODE_OPTIONS: '--max-old-space-size=48' })
    process.stdout.write(`100,000 messages: ${Math.round(milliseconds)} ms\n`)
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/Copying messages: \d+ rows so far/),
    })
    expect(await runSql(target.url, 'select count(*)::int from messages')).toEqual([{ count: 100_000 }])
  })
})
