import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { canFailFlushes, failFlushes } from '../testing/fail-flushes.ts'
import { runCommand, startProgram } from '../testing/run-program.ts'
import { canMountDisks, mountSmallDisk, type SmallDisk } from '../testing/small-disk.ts'
import { contoso, mail, type SendingServer, startSendingServer, until } from '../testing/start-sending-server.ts'
import { owner } from '../testing/start-test-server.ts'
import { createTestClient, problemOf } from '../testing/test-client.ts'

const refused = { status: 503, slug: 'storage-unavailable' }

let folder: string
let cleanUp: (() => unknown)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-faults-'))
})
afterEach(async () => {
  for (const undo of cleanUp.reverse()) await undo()
  cleanUp = []
  rmSync(folder, { recursive: true, force: true })
})

const programEnvironment = (databaseFile: string, more: Record<string, string> = {}) => ({
  DATABASE_URL: `file:${databaseFile}`,
  ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
  PORT: '0',
  PUBLIC_URL: 'http://localhost',
  ADMIN_EMAIL: owner.email,
  ADMIN_PASSWORD: owner.password,
  ...more,
})

/** Starts the server as a separate process, and returns its address. */
async function startProcess(databaseFile: string, more: Record<string, string> = {}) {
  const program = startProgram('main.ts', [], programEnvironment(databaseFile, more))
  cleanUp.push(async () => {
    program.child.kill('SIGKILL')
    await program.ended
  })
  let output = ''
  program.child.stdout?.on('data', (chunk: string) => {
    output += chunk
  })
  await program.printed('listening')
  return { ...program, url: `http://localhost:${/"port":(\d+)/.exec(output)?.[1]}` }
}

const readiness = async (url: string) => (await fetch(`${url}/readyz`)).status

/** Starts a server as a separate process, with a bot that a service can send from. */
async function startWithBot(database = join(folder, 'test.db')) {
  const emulator = await startMicrosoftEmulator()
  cleanUp.push(() => emulator.close())
  const environment = {
    MICROSOFT_LOGIN_URL: emulator.url,
    MICROSOFT_GRAPH_URL: emulator.url,
    NODE_EXTRA_CA_CERTS: emulator.caFile,
  }
  const first = await startProcess(database, environment)
  const admin = createTestClient(first.url, 'http://localhost')
  await admin.post('/session', owner)
  await admin.put('/bots/orders', { name: 'Orders' })
  expect((await admin.put('/bots/orders/office365', contoso)).status).toBe(200)
  const scopes = ['messages:send', 'messages:read']
  const { key } = (await admin.post('/service-keys', { name: 'k', scopes, botIds: ['orders'] })).body
  return {
    ...first,
    database,
    emulator,
    admin,
    service: createTestClient(first.url, '', key),
    async fail(file?: string) {
      const undo = await failFlushes(first.child.pid ?? 0, file)
      cleanUp.push(undo)
    },
    /** Starts the same server again after the first has ended. Returns the service's client. */
    async restart() {
      const second = await startProcess(database, environment)
      expect(await readiness(second.url)).toBe(200)
      return createTestClient(second.url, '', key)
    },
  }
}

const messagesOfOrders = '/bots/orders/messages'

describe.skipIf(!canMountDisks)(
  'on a full disk (needs root on Linux, to mount a small one)',
  { timeout: 60_000 },
  () => {
    let disk: SmallDisk
    let server: SendingServer
    beforeEach(async () => {
      disk = mountSmallDisk()
      server = await startSendingServer({ environment: { DATABASE_URL: `file:${join(disk.folder, 'test.db')}` } })
      cleanUp.push(
        () => disk.remove(),
        () => server.close(),
      )
    })

    it('refuses writes that it cannot keep, sends nothing to Microsoft, still serves reads, and recovers', async () => {
      const bot = await server.addBot()
      const headers = { prefer: 'respond-async' }
      const before = await bot.service.post(bot.messages, mail({ subject: 'before' }))
      expect(before.status).toBe(202)
      disk.fill()

      expect(problemOf(await server.admin.put('/bots/late', { name: 'Late' }))).toMatchObject(refused)
      const unsent = await bot.service.post(bot.messages, mail({ subject: 'synchronous' }))
      expect(problemOf(unsent)).toMatchObject(refused)
      expect(Number(unsent.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(problemOf(await bot.service.post(bot.messages, mail({ subject: 'queued' }), headers))).toMatchObject(
        refused,
      )
      expect(problemOf(await server.anonymous().post('/session', owner))).toMatchObject(refused)
      expect((await server.admin.get(bot.messages)).body.messages).toMatchObject([{ subject: 'before' }])
      expect(server.emulator.sentMail().map(({ subject }) => subject)).toEqual(['before'])
      expect(
        await until(
          () => readiness(server.url),
          (status) => status === 503,
        ),
      ).toBe(503)

      disk.free()
      expect(
        await until(
          () => readiness(server.url),
          (status) => status === 200,
        ),
      ).toBe(200)
      expect((await server.admin.put('/bots/late', { name: 'Late' })).status).toBe(201)
      expect((await bot.service.post(bot.messages, mail({ subject: 'after' }))).status).toBe(202)
      const kept = new SQLite(join(disk.folder, 'test.db'), { readonly: true })
      expect(kept.pragma('integrity_check', { simple: true })).toBe('ok')
      kept.close()
    })

    it.each([{ headers: {} }, { headers: { prefer: 'respond-async' } }])(
      'saves the result of a message that was being sent when there is space again, and sends it only once ($headers)',
      async ({ headers }) => {
        const bot = await server.addBot()
        await server.dependencies.mail.queueWorker.start()
        server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 600 })
        const key = { ...headers, 'idempotency-key': 'one' }
        const response = bot.service.post(bot.messages, mail(), key)
        await until(
          async () => server.emulator.requests(),
          (requests) => requests.some(({ route }) => route === 'sendMail'),
        )
        disk.fill()
        expect((await response).status).toBe(202)
        const { id } = (await response).body
        const state = async () => (await bot.service.get(`${bot.messages}/${id}`)).body.state
        await until(
          async () => server.emulator.sentMail().length,
          (sent) => sent === 1,
        )
        expect(await state()).toBe('sending')
        disk.free()
        expect(await until(state, (now) => now !== 'sending')).toBe('accepted')
        const repeated = await bot.service.post(bot.messages, mail(), key)
        expect([repeated.status, repeated.headers.get('idempotent-replayed')]).toEqual([202, 'true'])
        expect(server.emulator.sentMail()).toHaveLength(1)
      },
    )
  },
)

describe.skipIf(!canMountDisks)('the process', { timeout: 60_000 }, () => {
  let disk: SmallDisk
  beforeEach(() => {
    disk = mountSmallDisk()
    cleanUp.push(() => disk.remove())
  })

  it('that ends before it could save a result leaves the message unknown, and does not send it again', async () => {
    const server = await startWithBot(join(disk.folder, 'test.db'))
    const { emulator } = server
    emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 600 })
    const response = server.service.post(messagesOfOrders, mail(), { 'idempotency-key': 'one' })
    await until(
      async () => emulator.requests(),
      (requests) => requests.some(({ route }) => route === 'sendMail'),
    )
    disk.fill()
    expect(await response).toMatchObject({ status: 202, body: { state: 'accepted' } })
    server.child.kill('SIGKILL')
    await server.ended

    disk.free()
    const service = await server.restart()
    const { id } = (await response).body
    expect((await service.get(`${messagesOfOrders}/${id}`)).body).toMatchObject({ state: 'unknown' })
    const repeated = await service.post(messagesOfOrders, mail(), { 'idempotency-key': 'one' })
    expect(problemOf(repeated)).toMatchObject({ status: 504, slug: 'delivery-unknown' })
    expect(emulator.sentMail()).toHaveLength(1)
  })

  it('stops with 0 on a full disk, and starts again when there is space', async () => {
    const database = join(disk.folder, 'test.db')
    const first = await startProcess(database)
    const admin = createTestClient(first.url, 'http://localhost')
    await admin.post('/session', owner)
    await admin.put('/bots/orders', { name: 'Orders' })
    const newKey = { name: 'k', scopes: ['messages:read'], botIds: ['orders'] }
    const { key } = (await admin.post('/service-keys', newKey)).body
    // The last use of a key is saved when the server stops.
    expect((await createTestClient(first.url, '', key).get('/bots/orders/messages')).status).toBe(200)
    disk.fill()
    first.child.kill('SIGTERM')
    expect(await first.ended).toMatchObject({ exitCode: 0 })
    disk.free()
    const second = await startProcess(database)
    expect(await readiness(second.url)).toBe(200)
  })

  it('ends with 74 on a read-only disk, and starts when it is writable', async () => {
    const database = join(disk.folder, 'test.db')
    const first = await startProcess(database)
    first.child.kill('SIGTERM')
    await first.ended
    disk.setReadOnly(true)
    const { exitCode, output } = await startProgram('main.ts', [], programEnvironment(database)).ended
    expect({ exitCode, output }).toEqual({
      exitCode: 74,
      output: expect.stringMatching(/^The database .* cannot be .*\n$/),
    })
    disk.setReadOnly(false)
    expect(await readiness((await startProcess(database)).url)).toBe(200)
  })

  it('ends with 74 if there is no space for a new database', async () => {
    disk.fill()
    const { exitCode, output } = await startProgram('main.ts', [], programEnvironment(join(disk.folder, 'test.db')))
      .ended
    expect({ exitCode, output }).toEqual({
      exitCode: 74,
      output: expect.stringMatching(/^The database .* cannot be .*\n$/),
    })
  })
})

const nobody = 65_534
const isRoot = process.getuid?.() === 0
/** Root can write everything, so the server then runs as the user `nobody`, if that user can read it. */
const canBeRefused = process.platform !== 'win32' && (!isRoot || canNobodyRead(import.meta.filename))

function canNobodyRead(file: string): boolean {
  return spawnSync(process.execPath, ['-e', `fs.readFileSync(${JSON.stringify(file)})`], { uid: nobody }).status === 0
}

describe.runIf(canBeRefused)('a database that the server can only read', { timeout: 60_000 }, () => {
  it.each([
    ['its file', (database: string) => chmodSync(database, 0o400)],
    ['its folder', () => chmodSync(folder, 0o500)],
  ])('by %s ends the start with 74 and one sentence', async (_name, protect) => {
    if (isRoot) chownSync(folder, nobody, nobody)
    const database = join(folder, 'test.db')
    const run = (file: 'main.ts' | 'cli.ts', ...argumentList: string[]) =>
      startProgram(file, argumentList, programEnvironment(database), isRoot ? { uid: nobody } : {}).ended
    expect(await run('cli.ts', 'bots', 'add', 'orders', '--name', 'Orders')).toMatchObject({ exitCode: 0 })
    protect(database)
    const { exitCode, output } = await run('main.ts')
    chmodSync(folder, 0o700)
    expect({ exitCode, output }).toEqual({
      exitCode: 74,
      output: expect.stringMatching(/^The database .* cannot be opened or written: .*\n$/),
    })
  })
})

/** Starts a program that locks the database. Returns a function that kills it. */
async function lock(databaseFile: string) {
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3')
  const script = `const client = new (require(${JSON.stringify(sqlite)}))(${JSON.stringify(databaseFile)})
    client.exec('begin immediate'); console.log('locked'); process.stdin.resume()`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

it('refuses writes while another program locks the database, and recovers when that program is killed', {
  timeout: 60_000,
}, async () => {
  const server = await startSendingServer()
  cleanUp.push(() => server.close())
  const bot = await server.addBot()
  const unlock = await lock(server.databaseFile)
  const startedAt = performance.now()
  const sent = await Promise.all([1, 2, 3].map(() => bot.service.post(bot.messages, mail())))
  expect(sent.map(problemOf)).toMatchObject([refused, refused, refused])
  // They wait for the lock together, not one after the other.
  expect(performance.now() - startedAt).toBeLessThan(14_000)
  expect((await server.admin.get('/bots')).status).toBe(200)
  expect(server.emulator.sentMail()).toEqual([])
  await unlock()
  expect((await bot.service.post(bot.messages, mail())).status).toBe(202)
})

/** Overwrites the file from a position to its end, as a failing disk might. By default, only the first page stays. */
function damage(databaseFile: string, from = 4_096): void {
  const file = openSync(databaseFile, 'r+')
  const { size } = statSync(databaseFile)
  const garbage = Buffer.alloc(size - from, 0xa5)
  writeSync(file, garbage, 0, garbage.length, from)
  closeSync(file)
}

const lostWrites = { exitCode: 74, output: expect.stringMatching(/The disk did not keep what was written/) }

describe.skipIf(!canFailFlushes)('a flush that fails (needs strace)', { timeout: 60_000 }, () => {
  it.each([{}, { prefer: 'respond-async' }])(
    'ends the server with 74, and messages that it refused are neither kept nor sent after the restart (%j)',
    async (headers) => {
      const server = await startWithBot()
      expect((await server.service.post(messagesOfOrders, mail({ subject: 'before' }))).status).toBe(202)
      await server.fail()
      const lost = await server.service.post(messagesOfOrders, mail({ subject: 'lost' }), headers)
      expect(problemOf(lost)).toMatchObject(refused)
      expect(await server.ended).toMatchObject(lostWrites)

      const service = await server.restart()
      const { messages } = (await service.get(messagesOfOrders)).body
      expect(messages.map(({ subject }: { subject: string }) => subject)).toEqual(['before'])
      expect((await service.post(messagesOfOrders, mail({ subject: 'after' }), headers)).status).toBe(202)
      await until(
        async () => server.emulator.sentMail().map(({ subject }) => subject),
        (subjects) => subjects.includes('after'),
      )
      expect(server.emulator.sentMail().map(({ subject }) => subject)).toEqual(['before', 'after'])
      const kept = new SQLite(server.database, { readonly: true })
      expect(kept.pragma('integrity_check', { simple: true })).toBe('ok')
      kept.close()
    },
  )

  it('is not retried: running requests are refused, even if the disk works again', async () => {
    const server = await startWithBot()
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_000 })
    const underWay = server.admin.post('/bots/orders/office365/checks')
    await until(
      async () => server.emulator.tokenRequests().length,
      (requests) => requests === 2,
    )
    const undo = await failFlushes(server.child.pid ?? 0)
    expect(problemOf(await server.admin.put('/bots/late', { name: 'Late' }))).toMatchObject(refused)
    await undo()
    expect(problemOf(await underWay)).toMatchObject(refused)
    expect(await server.ended).toMatchObject(lostWrites)
  })

  it('reports a message that Microsoft already has as accepted, and holds it as unknown after the restart', async () => {
    const server = await startWithBot()
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 1_000 })
    const response = server.service.post(messagesOfOrders, mail())
    await until(
      async () => server.emulator.requests(),
      (requests) => requests.some(({ route }) => route === 'sendMail'),
    )
    await server.fail()
    expect(problemOf(await server.admin.put('/bots/late', { name: 'Late' }))).toMatchObject(refused)
    expect(await response).toMatchObject({ status: 202, body: { state: 'accepted' } })
    const { id } = (await response).body
    const failedAt = performance.now()
    const end = await server.ended
    expect(end).toMatchObject(lostWrites)
    // It does not try until the end of its time to stop.
    expect(performance.now() - failedAt).toBeLessThan(10_000)
    expect(end.output).toContain(`"messageId":"${id}","msg":"the result of a message is not recorded yet"`)
    const service = await server.restart()
    expect((await service.get(messagesOfOrders)).body.messages).toMatchObject([{ id, state: 'unknown' }])
    expect(server.emulator.sentMail()).toHaveLength(1)
  })

  it('ends the server with 74 if a probe detects it first', async () => {
    const server = await startWithBot()
    await server.fail()
    expect(await readiness(server.url)).toBe(503)
    expect(await server.ended).toMatchObject(lostWrites)
  })

  it('ends the server with 74 if it happens during a checkpoint', async () => {
    const server = await startWithBot()
    await server.fail(server.database)
    const text = 'x'.repeat(600_000)
    for (let count = 0; count < 8; count += 1)
      await server.service.post(messagesOfOrders, mail({ text }), { prefer: 'respond-async' }).catch(() => null)
    expect(await server.ended).toMatchObject(lostWrites)
    await server.restart()
  })

  it('ends the server with 74 instead of 0 if it happens while the server stops', async () => {
    const server = await startWithBot()
    await server.fail(server.database)
    server.child.kill('SIGTERM')
    expect(await server.ended).toMatchObject(lostWrites)
    await server.restart()
  })
})

describe('a damaged database', { timeout: 60_000 }, () => {
  it('ends the server with 65 when it is detected, after a 503 response', async () => {
    const database = join(folder, 'test.db')
    const server = await startProcess(database)
    const admin = createTestClient(server.url, 'http://localhost')
    await admin.post('/session', owner)
    const other = new SQLite(database)
    other.pragma('wal_checkpoint(TRUNCATE)')
    damage(database)
    // A write by another connection makes the server read the file again.
    other.pragma('user_version = 7')
    other.close()
    expect(problemOf(await admin.get('/audit-events'))).toMatchObject(refused)
    const { exitCode, output } = await server.ended
    expect({ exitCode, output }).toEqual({ exitCode: 65, output: expect.stringMatching(/Restore the latest backup/) })
  })

  it('is reported with 503 while the server runs', async () => {
    const server = await startSendingServer()
    cleanUp.push(() => server.close())
    const { databaseFile } = server
    const other = new SQLite(databaseFile)
    other.pragma('wal_checkpoint(TRUNCATE)')
    damage(databaseFile)
    // A write by another connection makes the server read the file again.
    other.pragma('user_version = 7')
    other.close()
    const list = await server.admin.get('/audit-events')
    expect(problemOf(list)).toMatchObject(refused)
    expect(list.text).not.toMatch(/sqlite|malformed/i)
  })

  it.each([
    ['has garbage pages', damage],
    ['is not a database at all', (file: string) => writeFileSync(file, 'hello '.repeat(2_000))],
  ])('that %s ends the start with 65 and one sentence', async (_name, spoil) => {
    const database = join(folder, 'test.db')
    expect(await runCommand(['bots', 'add', 'orders', '--name', 'Orders'], programEnvironment(database))).toMatchObject(
      {
        exitCode: 0,
      },
    )
    spoil(database)
    const { exitCode, output } = await startProgram('main.ts', [], programEnvironment(database)).ended
    expect({ exitCode, output }).toEqual({
      exitCode: 65,
      output: expect.stringMatching(/^.*Restore the latest backup\.\n$/),
    })
  })

  it('ends the server with 65 if only the check of a large file, which takes longer than a start, detects it', async () => {
    const file = join(folder, 'test.db')
    const environment = programEnvironment(file)
    await runCommand(['bots', 'add', 'orders', '--name', 'Orders'], environment)
    const other = new SQLite(file)
    other.exec('create table large (content blob); insert into large values (zeroblob(110000000))')
    other.close()
    const server = await startProcess(file)
    server.child.kill('SIGTERM')
    expect((await server.ended).exitCode).toBe(0)
    damage(file, statSync(file).size - 8_192)
    const { exitCode, output } = await startProgram('main.ts', [], environment).ended
    expect({ exitCode, output }).toEqual({ exitCode: 65, output: expect.stringMatching(/Restore the latest backup\./) })
  })
})

it.runIf(process.platform === 'linux')('ends with 78 if the folder of the database can never be created', async () => {
  const environment = programEnvironment('/proc/nowhere/test.db')
  const { exitCode, output, milliseconds } = await startProgram('main.ts', [], environment).ended
  expect({ exitCode, output }).toEqual({ exitCode: 78, output: expect.stringMatching(/^DATABASE_URL leads .*\n$/) })
  expect(milliseconds).toBeLessThan(10_000)
})

describe('a database that a server uses', { timeout: 60_000 }, () => {
  it('is not available to a second server, while operator commands can use it', async () => {
    const database = join(folder, 'test.db')
    const environment = programEnvironment(database)
    const first = await startProcess(database)
    const second = startProgram('main.ts', [], environment)
    const commands = [
      ['bots', 'add', 'orders', '--name', 'Orders'],
      ['service-keys', 'create', '--name', 'k', '--bot', 'orders', '--scope', 'messages:send'],
      ['encryption-keys', 'rotate', '--new-key'],
      ['backup', '--to', join(folder, 'backups')],
    ]
    for (const command of commands) expect(await runCommand(command, environment)).toMatchObject({ exitCode: 0 })
    expect(await runCommand(['restore', '--from', join(folder, 'backups')], environment)).toMatchObject({
      exitCode: 75,
      output: expect.stringMatching(/Stop it first/),
    })
    const { exitCode, output } = await second.ended
    expect({ exitCode, output }).toEqual({ exitCode: 75, output: expect.stringMatching(/^Another server uses .*\n$/) })
    expect(await readiness(first.url)).toBe(200)
  })

  it('is free immediately when that server is killed, and goes to a waiting server when that server stops', async () => {
    const database = join(folder, 'test.db')
    const first = await startProcess(database)
    first.child.kill('SIGKILL')
    await first.ended
    const second = await startProcess(database)
    const third = startProcess(database)
    second.child.kill('SIGTERM')
    expect(await readiness((await third).url)).toBe(200)
  })
})
