import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMigratedDatabase } from '../testing/open-migrated-database.ts'
import { runSql, type TestDatabase } from '../testing/postgres.ts'
import { type Program, runCommand, startProgram } from '../testing/run-program.ts'
import { contoso } from '../testing/start-sending-server.ts'
import { createTestClient, type TestClient } from '../testing/test-client.ts'

const publicUrl = 'http://localhost'
const owner = { email: 'ada@example.com', password: 'correct-horse-battery' }

let emulator: MicrosoftEmulator
let folder: string
let database: TestDatabase
let environment: { DATABASE_URL: string; ENCRYPTION_KEYS_FILE: string }
let servers: Program[]
beforeAll(async () => {
  emulator = await startMicrosoftEmulator()
})
afterAll(() => emulator.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-several-'))
  database = await createMigratedDatabase()
  environment = { DATABASE_URL: database.url, ENCRYPTION_KEYS_FILE: join(folder, 'keys') }
  servers = []
})
afterEach(async () => {
  for (const { child } of servers) child.kill('SIGKILL')
  await Promise.all(servers.map(({ ended }) => ended))
  await database.drop()
  await rm(folder, { recursive: true })
})

const run = (command: string, more: object = {}, input = '') =>
  runCommand(command.split(' '), { ...environment, ...more }, { input })

const begin = (id: string, more: object = {}) => {
  const program = startProgram('main.ts', [], {
    ...environment,
    PORT: '0',
    PUBLIC_URL: publicUrl,
    SERVER_ID: id,
    SERVER_LEASE_SECONDS: '3',
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    MICROSOFT_LOGIN_URL: emulator.url,
    MICROSOFT_GRAPH_URL: emulator.url,
    NODE_EXTRA_CA_CERTS: emulator.caFile,
    ...more,
  })
  servers.push(program)
  return program
}

async function start(id: string, more: object = {}): Promise<{ program: Program; url: string; admin: TestClient }> {
  const program = begin(id, more)
  const [, port] = /"port":(\d+)/.exec(await program.printed(/"port":\d+.*listening/)) ?? []
  const url = `http://localhost:${port}`
  const admin = createTestClient(url, publicUrl)
  await admin.post('/session', owner)
  return { program, url, admin }
}

async function configure(admin: TestClient): Promise<void> {
  await admin.put('/bots/orders', { name: 'Orders' })
  expect((await admin.put('/bots/orders/office365', contoso)).status).toBe(200)
}

const readKeyIds = async (file = environment.ENCRYPTION_KEYS_FILE) =>
  (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(':')[0])
const sealedWith = () => runSql(database.url, 'select distinct sealed_with as id from office365_configurations')
const canOpen = async (admin: TestClient) =>
  (await admin.post('/bots/orders/office365/checks')).body.checks[2].outcome === 'passed'

describe('a rotation of the encryption keys of several servers', { timeout: 120_000 }, () => {
  it('takes one run if they share the key file: the new key encrypts once every server has announced it', async () => {
    const [one, two] = await Promise.all([start('one'), start('two')])
    await configure(one.admin)
    const [first] = await readKeyIds()
    const { exitCode, output } = await run('encryption-keys rotate --new-key')
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/It is the first now/) })
    const [added, old] = await readKeyIds()
    expect(old).toBe(first)
    expect(await sealedWith()).toEqual([{ id: added }])
    for (const { admin } of [one, two]) expect(await canOpen(admin)).toBe(true)
  })

  it('waits for a server with a key file of its own, names it, and continues with the same key', async () => {
    const own = join(folder, 'keys-of-two')
    const one = await start('one')
    await configure(one.admin)
    await copyFile(environment.ENCRYPTION_KEYS_FILE, own)
    const two = await start('two', { ENCRYPTION_KEYS_FILE: own })
    const [first] = await readKeyIds()
    const refused = await run('encryption-keys rotate --new-key')
    expect(refused).toMatchObject({
      exitCode: 75,
      output: expect.stringMatching(
        /These servers do not have key k\S+: two-\w+\. Copy .*keys to each of them, then run/,
      ),
    })
    const [current, added, ...others] = await readKeyIds()
    expect({ current, others }).toEqual({ current: first, others: [] })
    expect(await sealedWith()).toEqual([{ id: first }])
    expect(await canOpen(two.admin)).toBe(true)

    await copyFile(environment.ENCRYPTION_KEYS_FILE, own)
    expect(await run('encryption-keys rotate --new-key')).toMatchObject({ exitCode: 0 })
    expect(await readKeyIds()).toEqual([added, first])
    expect(await sealedWith()).toEqual([{ id: added }])
    for (const { admin } of [one, two]) expect(await canOpen(admin)).toBe(true)
  })

  it('leaves a stopped server that does not have the key unable to start until it gets the file', async () => {
    const own = join(folder, 'keys-of-two')
    const one = await start('one')
    await configure(one.admin)
    await copyFile(environment.ENCRYPTION_KEYS_FILE, own)
    expect(await run('encryption-keys rotate --new-key')).toMatchObject({ exitCode: 0 })
    const [added] = await readKeyIds()
    expect(await begin('two', { ENCRYPTION_KEYS_FILE: own }).ended).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(new RegExp(`Encryption key ${added} .* is not in the key file`)),
    })
  })
})

describe('the key file of a second server', { timeout: 120_000 }, () => {
  it('is never made: the server says to copy the one of the first', async () => {
    await start('one')
    const missing = join(folder, 'missing')
    expect(await begin('two', { ENCRYPTION_KEYS_FILE: missing }).ended).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(
        /^The key file .*missing is missing, .* Copy it from another server of this database/,
      ),
    })
    expect(await readdir(folder)).toEqual(['keys'])
  })

  it('is made by one of the servers that start together on an empty database', async () => {
    const files = ['a', 'b', 'c'].map((name) => join(folder, name))
    const programs = files.map((file, index) => begin(`server-${index}`, { ENCRYPTION_KEYS_FILE: file }))
    const outcomes = await Promise.all(
      programs.map(async (program) =>
        Promise.race([
          program.printed('"listening"').then(() => 'listening'),
          program.ended.then((end) => end.exitCode),
        ]),
      ),
    )
    expect(outcomes.map(String).sort()).toEqual(['78', '78', 'listening'])
    expect(await readdir(folder)).toHaveLength(1)
  })
})

describe('the commands, while several servers run on PostgreSQL', { timeout: 120_000 }, () => {
  it('work as on SQLite', async () => {
    const [one, two] = await Promise.all([start('one'), start('two')])
    await configure(one.admin)
    const succeed = async (command: string, input?: string) => {
      const { exitCode, output } = await run(command, {}, input)
      expect([command, exitCode, output]).toEqual([command, 0, output])
      return output
    }
    await succeed('bots add invoices --name Invoices')
    expect(await succeed('bots list')).toMatch(/^invoices\tInvoices\t.*\norders\tOrders\tlocked/)
    await succeed('people add bob@example.com --bot orders', 'another long password')
    await succeed('people set-password bob@example.com', 'yet another long password')
    const bob = createTestClient(two.url, publicUrl)
    const credentials = { email: 'bob@example.com', password: 'yet another long password' }
    expect((await bob.post('/session', credentials)).status).toBe(200)
    expect(await succeed('people list')).toMatch(/bob@example.com\tadmin\torders/)
    const key = (await succeed('service-keys create --name k --bot orders --scope messages:send')).trim()
    const service = createTestClient(two.url, '', key)
    const message = { to: ['ada@example.com'], subject: 'x', text: 'x' }
    const send = () => service.post('/bots/orders/messages', message)
    expect((await send()).body.state).toBe('accepted')
    const [id] = (await succeed('service-keys list')).split('\t')
    expect(await succeed('encryption-keys verify')).toMatch(/1 values can be opened, 0 cannot/)
    expect(await run('set-up-link')).toMatchObject({ exitCode: 64 })
    await succeed('hold-restored')
    // Each server hears of it within a second.
    await expect.poll(async () => (await send()).status, { timeout: 5_000 }).toBe(503)
    await succeed('release-sending')
    await expect.poll(async () => (await send()).status, { timeout: 5_000 }).toBe(202)
    await succeed(`service-keys revoke ${id}`)
    await expect.poll(async () => (await send()).status, { timeout: 5_000 }).toBe(401)
  })

  it('except for forgetting a key, which is refused while a server lives', async () => {
    const one = await start('one')
    await configure(one.admin)
    const [id] = await readKeyIds()
    await rm(environment.ENCRYPTION_KEYS_FILE)
    const forget = `encryption-keys forget --key ${id} --yes`
    expect(await run(forget)).toMatchObject({
      exitCode: 75,
      output: expect.stringMatching(/: one-\w+\. Stop them first/),
    })
    one.program.child.kill('SIGTERM')
    await one.program.ended
    expect(await run(forget)).toMatchObject({ exitCode: 0, output: expect.stringContaining('The server can start.') })
  })

  it('and for backups, which are refused before anything is opened', async () => {
    for (const command of ['backup --to x', 'backup', 'restore --from x'])
      expect(await run(command, { DATABASE_URL: 'postgres://u:secret-word@127.0.0.1:9/x' })).toMatchObject({
        exitCode: 78,
        output: expect.stringMatching(/^For PostgreSQL, use its own tools: pg_dump, .*Nothing was changed\.\n$/),
      })
    expect(await readdir(folder)).toEqual([])
  })
})
