import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, runSql, type TestDatabase } from '../../testing/postgres.ts'
import { runCommand, startProgram } from '../../testing/run-program.ts'
import { contoso } from '../../testing/start-sending-server.ts'
import { startTestServer } from '../../testing/start-test-server.ts'
import { createTestClient } from '../../testing/test-client.ts'

const file = join(import.meta.dirname, '../../../../../deploy/postgres/roles.sql')

/** Roles belong to the whole PostgreSQL, which other tests use too. */
const prefix = `roles_${randomBytes(6).toString('hex')}`
const owner = `${prefix}_owner`
const app = `${prefix}_app`
const reader = `${prefix}_reader`

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await database.drop()
  const other = await createTestDatabase()
  await runSql(
    other.url,
    `drop role if exists ${owner}; drop role if exists ${app};
     drop role if exists ${reader}`,
  )
  await other.drop()
})

const makeRoles = async () =>
  void (await runSql(database.url, (await readFile(file, 'utf8')).replaceAll('office365_email', prefix)))

/** Every connection begins as this role. */
const as = (role: string) => `${database.url}?options=${encodeURIComponent(`-c role=${role}`)}`

const migrate = (role: string) => runCommand(['migrate'], { DATABASE_URL: as(role) })

const refusalOf = (sql: string) =>
  runSql(as(app), sql).then(
    () => null,
    (error: Error) => error.message,
  )

/** What the role of the servers may not do, and what PostgreSQL answers. */
const forbidden: [string, RegExp][] = [
  ["update audit_events set action = 'bot.created'", /permission denied for table audit_events/],
  ['delete from audit_events', /permission denied for table audit_events/],
  ['truncate audit_events', /permission denied for table audit_events/],
  [
    `select replace_address_in_audit_event(1, '"bot.created"', '"removed-0123456789ab@removed.invalid"')`,
    /audit_retention_replacement/,
  ],
  ['update audit_retention set keep_from = 5', /permission denied for table audit_retention/],
  ['delete from schema_migrations', /permission denied for table schema_migrations/],
  ['alter table audit_events disable trigger all', /must be owner of table audit_events/],
  ['drop trigger audit_events_refuse_delete on audit_events', /must be owner of relation audit_events/],
  ['alter table bots add column more int', /must be owner of table bots/],
  ['drop table bots', /must be owner of table bots/],
  ['create table more (id int)', /permission denied for schema public/],
  [
    `create or replace function refuse_audit_change() returns trigger language sql as 'select null'`,
    /permission denied for schema public|must be owner/,
  ],
]

async function expectLeastRights() {
  for (const [sql, refusal] of forbidden)
    expect([sql, await refusalOf(sql)]).toEqual([sql, expect.stringMatching(refusal)])
}

describe('the roles of deploy/postgres/roles.sql', { timeout: 120_000 }, () => {
  it('let the owner migrate, and the server do everything else without a right to change what it recorded', async () => {
    await makeRoles()
    expect(await migrate(app)).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(/^The schema of the database lacks \d+ migrations, .* admin migrate\n$/),
    })
    expect(await migrate(owner)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/[1-9]\d* migrations ran/),
    })
    await expectLeastRights()

    const environment = { DATABASE_URL: as(app), AUDIT_RETENTION_DAYS: '1' }
    const server = await startTestServer({ environment })
    try {
      const admin = await server.signIn()
      await admin.put('/bots/orders', { name: 'Orders' })
      expect((await admin.put('/bots/orders/office365', contoso)).status).toBe(200)
      const request = { name: 'k', botIds: ['orders'], scopes: ['messages:send'], dailyQuota: 5 }
      const { key } = (await admin.post('/service-keys', request)).body
      const service = createTestClient(server.url, '', key)
      const message = { to: ['ada@example.com'], subject: 'x', text: 'x' }
      const sent = await service.post('/bots/orders/messages', message, { 'idempotency-key': 'one' })
      expect(sent.body.state).toBe('accepted')
      const queued = await service.post('/bots/orders/messages', message, { prefer: 'respond-async' })
      await server.dependencies.mail.queueWorker.start()
      await expect
        .poll(async () => (await admin.get(`/bots/orders/messages/${queued.body.id}`)).body.state, { timeout: 10_000 })
        .toBe('accepted')
      expect((await admin.post('/personal-data/deletions', { address: message.to[0] })).status).toBe(200)
      const { audit } = server.dependencies.storage
      const insert = `insert into audit_events (id, at, actor, action, outcome, details)
        values ('old', '2026-01-01T00:00:00.000Z', '{}', 'bot.created', 'succeeded', '{}')`
      await runSql(as(app), insert)
      expect(await audit.deleteOlderThan('2026-02-01T00:00:00.000Z')).toBe(1)
      const recent = new Date().toISOString()
      await expect(audit.deleteOlderThan(recent)).rejects.toThrow(/last 12 hours are never deleted/)
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    } finally {
      await server.close()
    }
    // A later migration makes tables that the server may use at once.
    await runSql(as(owner), 'create table later (id int)')
    expect(await runSql(as(app), 'insert into later values (1) returning id')).toEqual([{ id: 1 }])
    await expectLeastRights()
  })

  it('can also be made for a database that another role made before', async () => {
    expect(await runCommand(['migrate'], { DATABASE_URL: database.url })).toMatchObject({ exitCode: 0 })
    await makeRoles()
    await makeRoles()
    await expectLeastRights()
    expect(await migrate(app)).toMatchObject({ exitCode: 0, output: expect.stringContaining('0 migrations ran') })
    expect(await migrate(owner)).toMatchObject({ exitCode: 0 })
    const server = await startTestServer({ environment: { DATABASE_URL: as(app) } })
    await server.close()
  })

  it.each([
    ['with these roles', true],
    ['of one role', false],
  ])('let no other role change the audit log of a database %s', async (_, withRoles) => {
    if (withRoles) await makeRoles()
    const url = withRoles ? as(owner) : database.url
    expect(await runCommand(['migrate'], { DATABASE_URL: url })).toMatchObject({ exitCode: 0 })
    await runSql(database.url, `create role ${reader}; grant usage on schema public to ${reader}`)
    await runSql(database.url, `grant select on all tables in schema public to ${reader}`)
    for (const call of [
      `delete_old_audit_events('2026-01-01', 1)`,
      `replace_address_in_audit_event(1, '"a@b.example"', '"removed-0123456789ab@removed.invalid"')`,
    ])
      await expect(runSql(as(reader), `select ${call}`)).rejects.toThrow(/permission denied for function/)
  })

  it('end a server that needs a newer schema, or more rights, with one sentence', async () => {
    await makeRoles()
    const start = () => startProgram('main.ts', [], { DATABASE_URL: as(app), PORT: '0' }).ended
    expect(await start()).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(/^The schema of the database lacks \d+ migrations.* admin migrate\n$/),
    })
    await migrate(owner)
    await runSql(as(owner), `revoke all on storage_identity from ${app}`)
    expect(await start()).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(
        /^The role .* lacks a right: permission denied for table storage_identity\. .*roles\.sql\.\n$/,
      ),
    })
  })
})
