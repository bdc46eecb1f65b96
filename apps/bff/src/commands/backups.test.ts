import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { runCommand, startProgram } from '../testing/run-program.ts'
import { contoso as values } from '../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../testing/test-client.ts'
import { runsOnPostgres } from '../testing/test-database.ts'

let server: TestServer
let admin: TestClient
let folder: string
let environment: { DATABASE_URL: string; ENCRYPTION_KEYS_FILE: string }
let queued: string

beforeEach(async () => {
  server = await startTestServer()
  admin = await server.signIn()
  folder = mkdtempSync(join(tmpdir(), 'office365-email-backups-'))
  environment = server.environment
  await admin.put('/bots/orders', { name: 'Orders' })
  await admin.put('/bots/orders/office365', values)
  const { key } = (await admin.post('/service-keys', { name: 'k', botIds: ['orders'], scopes: ['messages:send'] })).body
  const message = { to: ['ada@example.com'], subject: 'Queued', text: 'a body that waits' }
  const service = createTestClient(server.url, '', key)
  queued = (await service.post('/bots/orders/messages', message, { prefer: 'respond-async' })).body.id
  return async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  }
})

const backup = () => runCommand(['backup', '--to', join(folder, 'backups')], environment)
const backups = () => readdirSync(join(folder, 'backups'))
/** Another machine, with the keys of this one. */
const elsewhere = () => ({ ...environment, DATABASE_URL: `file:${join(folder, 'elsewhere', 'restored.db')}` })
const restoredFile = () => join(folder, 'elsewhere', 'restored.db')

function query(file: string, sql: string): unknown {
  const database = new SQLite(file, { readonly: true })
  const result = database.prepare(sql).pluck().get()
  database.close()
  return result
}

describe.skipIf(runsOnPostgres)('a backup', { timeout: 60_000 }, () => {
  it('is one file for its owner only, without the keys, made and verified while the server writes', async () => {
    let isRunning = true
    let written = 0
    const writing = (async () => {
      for (; isRunning; written += 1) expect((await admin.put(`/bots/bot-${written}`, { name: 'x' })).status).toBe(201)
    })()
    const { exitCode, output } = await backup()
    isRunning = false
    await writing
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/open all 2 sealed values/) })
    expect(written).toBeGreaterThan(0)
    const [name = '', ...others] = backups()
    expect(others).toEqual([])
    const file = join(folder, 'backups', name)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const content = readFileSync(file, 'latin1')
    const keyText = readFileSync(environment.ENCRYPTION_KEYS_FILE, 'utf8').split(':')[1]?.trim() ?? ''
    for (const secret of [values.clientSecret, 'a body that waits', keyText])
      expect(content.includes(secret)).toBe(false)
    expect((await admin.get('/audit-events?action=storage.backed-up')).body.auditEvents).toHaveLength(1)
  })

  it('holds sending even if an operator restores it by hand', async () => {
    await backup()
    const [name = ''] = backups()
    const environmentOfStaging = { ...environment, DATABASE_URL: `file:${join(folder, 'backups', name)}` }
    const staging = await startTestServer({ emulator: server.emulator, environment: environmentOfStaging })
    await staging.dependencies.mail.queueWorker.start()
    const owner = await staging.signIn()
    const test = await owner.post('/bots/orders/test-messages', { to: 'ada@example.com' })
    expect(problemOf(test)).toMatchObject({ status: 503, slug: 'sending-is-off' })
    expect((await owner.get('/sending')).body).toMatchObject({ state: 'held', reason: 'restored', queuedMessages: 0 })
    expect((await owner.get(`/bots/orders/messages/${queued}`)).body.state).toBe('unknown')
    expect((await owner.post('/sending/release')).body).toEqual({ state: 'on' })
    expect((await owner.post('/bots/orders/test-messages', { to: 'ada@example.com' })).body.outcome).toBe('accepted')
    await staging.close()
    // The server that was backed up continues as before.
    expect((await admin.get('/sending')).body).toEqual({ state: 'on' })
    expect((await admin.get(`/bots/orders/messages/${queued}`)).body.state).toBe('queued')
  })

  it('reports a value that cannot be opened', async () => {
    const database = new SQLite(server.databaseFile)
    database.exec("update office365_configurations set sealed_secret = 'nothing'")
    database.close()
    expect(await backup()).toMatchObject({
      exitCode: 65,
      output: expect.stringMatching(/1 of 2 sealed values .* bot orders/),
    })
  })
})

describe.skipIf(runsOnPostgres)('a restore', { timeout: 60_000 }, () => {
  it('restores everything, holds queued messages, and signs everyone out', async () => {
    await backup()
    const { exitCode, output } = await runCommand(['restore', '--from', join(folder, 'backups')], elsewhere())
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/open all 2 sealed values/) })
    expect(query(restoredFile(), `select state from messages where id = '${queued}'`)).toBe('unknown')
    expect(query(restoredFile(), 'select count(*) from outbox where next_attempt_at is not null')).toBe(0)
    expect(query(restoredFile(), 'select count(*) from sessions')).toBe(0)
    expect(query(restoredFile(), "select count(*) from audit_events where action = 'storage.restored'")).toBe(1)

    expect(output).toMatch(/It sends no mail until/)
    expect(query(restoredFile(), 'select reason from sending_hold')).toBe('restored')

    const restored = startProgram('main.ts', [], { ...elsewhere(), PORT: '0' })
    await restored.printed(/"sending":"held"/)
    await restored.printed('"listening"')
    restored.child.kill('SIGTERM')
    expect((await restored.ended).exitCode).toBe(0)
  })

  it('also holds the messages of an older backup', async () => {
    await backup()
    const [name = ''] = backups()
    const older = new SQLite(join(folder, 'backups', name))
    older.exec('delete from sending_hold')
    older.close()
    await runCommand(['restore', '--from', join(folder, 'backups')], elsewhere())
    expect(query(restoredFile(), 'select reason from sending_hold')).toBe('restored')
  })

  it('is refused while a server uses the database, and changes nothing', async () => {
    await backup()
    const refused = await runCommand(['restore', '--from', join(folder, 'backups')], environment)
    expect(refused).toMatchObject({ exitCode: 75, output: expect.stringMatching(/Stop it first/) })
    expect((await admin.get('/bots/orders')).status).toBe(200)
  })

  it('keeps the previous database, even if it is damaged', async () => {
    await backup()
    await runCommand(['restore', '--from', join(folder, 'backups')], elsewhere())
    writeFileSync(restoredFile(), 'this is no database')
    const again = await runCommand(['restore', '--from', join(folder, 'backups')], elsewhere())
    expect(again).toMatchObject({ exitCode: 0, output: expect.stringMatching(/The previous database was kept as/) })
    expect(readdirSync(join(folder, 'elsewhere')).filter((name) => name.includes('.replaced-'))).toHaveLength(1)
    expect(query(restoredFile(), 'select name from bots')).toBe('Orders')
  })

  it('accepts no damaged copy, and none that the keys do not open', async () => {
    await backup()
    const [name = ''] = backups()
    const file = join(folder, 'backups', name)
    const otherKeys = join(folder, 'other-keys')
    writeFileSync(otherKeys, `k1:${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}\n`, {
      mode: 0o600,
    })
    const withOtherKeys = { ...elsewhere(), ENCRYPTION_KEYS_FILE: otherKeys }
    expect(await runCommand(['restore', '--from', file], withOtherKeys)).toMatchObject({
      exitCode: 65,
      output: expect.stringMatching(/cannot be opened with the keys on this machine/),
    })
    truncateSync(file, 20_000)
    expect(await runCommand(['restore', '--from', file], elsewhere())).toMatchObject({
      exitCode: 65,
      output: expect.stringMatching(/not a valid database/),
    })
    expect(existsSync(restoredFile())).toBe(false)
  })

  it('survives a kill, like the backup: an unfinished copy is never used as a backup', async () => {
    await backup()
    const rounds = process.env['TEST_LONG'] ? 50 : 2
    for (let round = 0; round < rounds; round += 1) {
      for (const command of [
        ['backup', '--to', join(folder, 'backups')],
        ['restore', '--from', join(folder, 'backups')],
      ]) {
        const program = startProgram('cli.ts', command, command[0] === 'backup' ? environment : elsewhere())
        const killer = setTimeout(() => program.child.kill('SIGKILL'), 600 + Math.random() * 600)
        await program.ended
        clearTimeout(killer)
      }
      expect(await runCommand(['restore', '--from', join(folder, 'backups')], elsewhere())).toMatchObject({
        exitCode: 0,
      })
      expect(query(restoredFile(), 'pragma integrity_check')).toBe('ok')
    }
  }, 600_000)
})
