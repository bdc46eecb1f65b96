import { randomBytes } from 'node:crypto'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { secretOf } from '../../ground/secrets/secret.ts'
import { runCommand, startProgram } from '../../testing/run-program.ts'
import { contoso as values } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'
import { runsOnPostgres } from '../../testing/test-database.ts'
import { untested } from '../configuration/health.ts'
import { openSaved } from '../configuration/open-secret.ts'
import { secretEncryptionContext } from '../credentials/credential.ts'

let server: TestServer
let admin: TestClient
let environment: { DATABASE_URL: string; ENCRYPTION_KEYS_FILE: string }

beforeEach(async () => {
  server = await startTestServer()
  admin = await server.signIn()
  environment = server.environment
  return () => server.close()
})

async function fillWithOneOfEach(): Promise<{ queued: string; link: string }> {
  await admin.put('/bots/orders', { name: 'Orders' })
  await admin.put('/bots/orders/office365', values)
  const { id, url } = (await admin.post('/bots/orders/intake-links')).body
  await admin.post('/intake/submit', { token: url.split('#')[1], ...values })
  const { key } = (await admin.post('/service-keys', { name: 'k', botIds: ['orders'], scopes: ['messages:send'] })).body
  const service = createTestClient(server.url, '', key)
  const message = { to: ['ada@example.com'], subject: 'Queued', text: 'a body that waits' }
  const queued = await service.post('/bots/orders/messages', message, { prefer: 'respond-async' })
  expect(queued.body.state).toBe('queued')
  return { queued: queued.body.id, link: id }
}

async function startAndStop(): Promise<void> {
  const program = startProgram('main.ts', [], { ...environment, PORT: '0' })
  await program.printed('listening')
  program.child.kill('SIGTERM')
  expect(await program.ended).toMatchObject({ exitCode: 0 })
}

const keysInUse = async () => [...(await server.dependencies.storage.sealedValues.countByKey())]

/** A link for a certificate that waits to be registered. */
async function prepareCertificate() {
  await admin.put('/bots/made', { name: 'Made' })
  const { id, url } = (await admin.post('/bots/made/intake-links', { credentialKind: 'certificate' })).body
  const token = url.split('#')[1]
  const { clientSecret: _, ...others } = values
  const { registration } = (await admin.post('/intake/prepare', { token, ...others })).body
  return { path: `/bots/made/intake-links/${id}`, token, certificate: registration.certificate }
}

describe('a rotation of the encryption keys', { timeout: 240_000 }, () => {
  it('seals everything again while the server runs, which loads the new key without a restart', async () => {
    const { link } = await fillWithOneOfEach()
    const before = server.dependencies.encryptionKeys.current.id
    const { exitCode, output } = await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringMatching(/3 values sealed again/) })

    const { id } = server.dependencies.encryptionKeys.current
    expect(id).not.toBe(before)
    expect(await keysInUse()).toEqual([[id, 3]])
    expect((await admin.post('/bots/orders/office365/checks')).body.checks[2]).toMatchObject({ outcome: 'passed' })
    await admin.post('/bots/orders/office365/reset')
    expect((await admin.post(`/bots/orders/intake-links/${link}/approve`)).status).toBe(200)
    const { auditEvents } = (await admin.get('/audit-events?action=encryption-key')).body
    expect(auditEvents[0]).toMatchObject({
      action: 'encryption-key.rotated',
      actor: { kind: 'operator' },
      details: { to: id, count: 1 },
    })
  })

  it('includes the private keys of links that wait for approval', async () => {
    const { path, token, certificate } = await prepareCertificate()
    const rotated = await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    expect(rotated).toMatchObject({ exitCode: 0, output: expect.stringMatching(/1 values sealed again/) })
    expect(await keysInUse()).toEqual([[server.dependencies.encryptionKeys.current.id, 1]])
    const verified = await runCommand(['encryption-keys', 'verify'], environment)
    expect(verified.output).toContain('1 values can be opened, 0 cannot')
    server.emulator.control.uploadCertificate({ clientId: values.clientId, certificate })
    const checked = await admin.post('/intake/check', { token })
    expect(checked.body.registration.credential.state).toBe('set')
    expect((await admin.post(`${path}/approve`)).body.credential.state).toBe('set')
  })

  // On PostgreSQL, a new key encrypts nothing before every server has it.
  it.skipIf(runsOnPostgres)(
    'with a new key that the running server cannot read: readiness and the health of each bot say so',
    async () => {
      await fillWithOneOfEach()
      const file = environment.ENCRYPTION_KEYS_FILE
      const elsewhere = { ...environment, ENCRYPTION_KEYS_FILE: `${file}-of-root` }
      copyFileSync(file, elsewhere.ENCRYPTION_KEYS_FILE)
      await runCommand(['encryption-keys', 'rotate', '--new-key'], elsewhere)
      const watch = () => server.dependencies.mail.watchOnce(new Date(), new Date())
      const health = async () => (await admin.get('/bots/orders/office365')).body.health
      expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ reason: 'encryption-key-missing' })
      await watch()
      expect(await health()).toMatchObject({ state: 'failing', diagnosis: { field: 'clientSecret' } })

      copyFileSync(elsewhere.ENCRYPTION_KEYS_FILE, file)
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
      await watch()
      expect(await health()).toMatchObject({ state: 'untested' })
    },
  )

  it('allows the removal of the old key once it seals nothing', async () => {
    await fillWithOneOfEach()
    const file = environment.ENCRYPTION_KEYS_FILE
    const old = readFileSync(file, 'utf8')
    await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    writeFileSync(file, readFileSync(file, 'utf8').replace(old, ''))
    const verified = await runCommand(['encryption-keys', 'verify'], environment)
    expect(verified).toMatchObject({ exitCode: 0, output: expect.stringMatching(/3 values can be opened, 0 cannot/) })
  })

  it('may happen often on one day, even after old keys were removed from the file: every start works', async () => {
    const rotations = process.env['TEST_LONG'] ? 10 : 4
    await fillWithOneOfEach()
    const file = environment.ENCRYPTION_KEYS_FILE
    const ids = new Set([server.dependencies.encryptionKeys.current.id])
    for (let times = 1; times <= rotations; times += 1) {
      expect(await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)).toMatchObject({ exitCode: 0 })
      ids.add(server.dependencies.encryptionKeys.current.id)
      expect((await admin.post('/bots/orders/office365/checks')).status).toBe(200)
      if (times % 3 !== 0) continue
      writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`)
      await startAndStop()
    }
    expect(ids.size).toBe(rotations + 1)
  })

  it('loses no key when two happen at the same time', async () => {
    await fillWithOneOfEach()
    const rotate = () => runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    for (const { exitCode } of await Promise.all([rotate(), rotate(), rotate()])) expect(exitCode).toBe(0)
    // On PostgreSQL, a rotation that finds another one under way continues with its key.
    const keys = readFileSync(environment.ENCRYPTION_KEYS_FILE, 'utf8').trim().split('\n')
    expect(keys).toHaveLength(runsOnPostgres ? 2 : 4)
    const { output } = await runCommand(['encryption-keys', 'verify'], environment)
    expect(output).toContain('3 values can be opened, 0 cannot')
  })

  it('can be undone: with the old key first again, it seals everything with that', async () => {
    await fillWithOneOfEach()
    const file = environment.ENCRYPTION_KEYS_FILE
    const old = server.dependencies.encryptionKeys.current.id
    await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    const [added, first] = readFileSync(file, 'utf8').trim().split('\n')
    writeFileSync(file, `${first}\n${added}\n`)
    expect(await runCommand(['encryption-keys', 'rotate'], environment)).toMatchObject({ exitCode: 0 })
    expect(await keysInUse()).toEqual([[old, 3]])
    writeFileSync(file, `${first}\n`)
    await startAndStop()
  })

  it('can be killed between any two steps: a start works, and it can be run again', async () => {
    await fillWithOneOfEach()
    const kills = process.env['TEST_LONG'] ? 60 : 4
    for (let kill = 0; kill < kills; kill += 1) {
      const rotation = startProgram('cli.ts', ['encryption-keys', 'rotate', '--new-key'], environment)
      const changed = new Promise<void>((resolve) => {
        const watcher = watch(dirname(environment.ENCRYPTION_KEYS_FILE), (_event, name) => {
          if (!name?.includes('keys')) return
          watcher.close()
          resolve()
        })
        void rotation.ended.then(() => watcher.close())
      })
      // The work is done within milliseconds of the first trace of it.
      await Promise.race([changed.then(() => wait((kill % 6) * 4)), rotation.ended])
      rotation.child.kill('SIGKILL')
      await rotation.ended
      const { exitCode, output } = await runCommand(['encryption-keys', 'verify'], environment)
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining('3 values can be opened, 0'),
      })
    }
    await startAndStop()
    expect(await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)).toMatchObject({ exitCode: 0 })
    expect(await keysInUse()).toEqual([[server.dependencies.encryptionKeys.current.id, 3]])
  })

  it('is refused with a remedy if an earlier version gave a new key an ID that the database knows', async () => {
    await fillWithOneOfEach()
    const file = environment.ENCRYPTION_KEYS_FILE
    const [id, old] = readFileSync(file, 'utf8').trim().split(':')
    await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    const [second] = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, `${id}:${randomBytes(32).toString('base64')}\n${second}\n`)
    const refused = await startProgram('main.ts', [], { ...environment, PORT: '0' }).ended
    expect(refused).toMatchObject({ exitCode: 78, output: expect.stringMatching(/give it another ID in its line/) })
    expect(refused.output).not.toContain(old)
    writeFileSync(file, readFileSync(file, 'utf8').replace(`${id}:`, `${id}-2:`))
    await startAndStop()
  })

  it('changes nothing when it is run again', async () => {
    await fillWithOneOfEach()
    expect(await runCommand(['encryption-keys', 'rotate'], environment)).toMatchObject({ exitCode: 0 })
    const { output } = await runCommand(['encryption-keys', 'rotate'], environment)
    expect(output).not.toMatch(/sealed again/)
  })

  it('names values that it cannot open, does not change them, and seals the rest', async () => {
    await fillWithOneOfEach()
    const [moved] = await server.sql('select sealed_secret from intake_links')
    await server.sql('update office365_configurations set sealed_secret = ?', moved?.['sealed_secret'])
    const rotated = await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)
    expect(rotated).toMatchObject({
      exitCode: 65,
      output: expect.stringMatching(/1 saved value cannot be opened: the client secret of bot orders\./),
    })
    expect((await keysInUse()).map(([, count]) => count).sort((one, other) => one - other)).toEqual([1, 2])
    expect(await runCommand(['encryption-keys', 'verify'], environment)).toMatchObject({ exitCode: 65 })
    expect(problemOf(await admin.post('/bots/orders/office365/checks')).slug).toBe('secret-unreadable')
  })

  it('can be killed at any moment and run again: nothing is lost, nothing becomes unreadable', async () => {
    const rows = process.env['TEST_LONG'] ? 500 : 200
    const kills = process.env['TEST_LONG'] ? 100 : 3
    await seed(rows)
    const reads = { stopped: false, failed: 0, count: 0 }
    const reading = readAllTheTime(rows, reads)
    for (let kill = 0; kill < kills; kill += 1) {
      const rotation = startProgram('cli.ts', ['encryption-keys', 'rotate', '--new-key'], environment)
      const count = 50 * (1 + Math.floor(Math.random() * (rows / 50 - 1)))
      await rotation.printed(`${count} values`)
      rotation.child.kill('SIGKILL')
      expect((await rotation.ended).signal).toBe('SIGKILL')
    }
    reads.stopped = true
    await reading
    expect(reads.failed).toBe(0)
    expect(reads.count).toBeGreaterThan(0)
    expect(await runCommand(['encryption-keys', 'rotate'], environment)).toMatchObject({ exitCode: 0 })
    expect(await keysInUse()).toEqual([[server.dependencies.encryptionKeys.current.id, rows]])
    const { output } = await runCommand(['encryption-keys', 'verify'], environment)
    expect(output).toContain(`${rows} values can be opened, 0 cannot`)
  }, 300_000)

  async function seed(rows: number): Promise<void> {
    const { bots, configurations } = server.dependencies.storage
    const { vault } = server.dependencies
    const at = new Date().toISOString()
    const actor = { kind: 'system', id: 'test', name: 'test' } as const
    const event = { at, actor, outcome: 'succeeded', requestId: null, ip: null, details: {} } as const
    const eventOf = (action: 'bot.created' | 'office365.submitted', botId: string) => ({
      ...event,
      id: `${action} ${botId}`,
      action,
      botId,
    })
    for (let row = 0; row < rows; row += 1) {
      const botId = `bot-${row}`
      const created = eventOf('bot.created', botId)
      await bots.save({ id: botId, name: botId }, { created, renamed: created })
      const sealed = await vault.seal(secretOf(`secret of ${botId}`), secretEncryptionContext(botId, 1))
      const { clientSecret: _, ...rest } = values
      const configuration = {
        ...rest,
        ...sealed,
        botId,
        generation: `generation of ${botId}`,
        version: 1,
        state: 'locked',
        cloud: 'global',
        credential: { kind: 'client-secret' },
        waiting: null,
        secretSavedAt: at,
        secretExpiresOn: null,
        savedAt: at,
        savedBy: actor,
        health: untested(new Date()),
        restriction: null,
        lastAcceptedAt: null,
        signedInAt: null,
      } as const
      await configurations.save(
        configuration,
        { botId, state: 'unconfigured', version: 0, botCreatedAt: created.at },
        eventOf('office365.submitted', botId),
      )
    }
  }

  /** Opens secrets like the server, with whichever key they are sealed by now. */
  async function readAllTheTime(
    rows: number,
    reads: { stopped: boolean; failed: number; count: number },
  ): Promise<void> {
    const { services } = server.dependencies.mail
    const { configurations } = services
    while (!reads.stopped) {
      const botId = `bot-${reads.count % rows}`
      const saved = await configurations.read(botId)
      const opened = saved.state === 'unconfigured' ? null : await openSaved(services, saved).catch(() => null)
      const secret = opened?.kind === 'client-secret' ? opened.clientSecret.reveal() : null
      if (secret !== `secret of ${botId}`) reads.failed += 1
      reads.count += 1
      if (reads.count % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
})

describe('a start', { timeout: 60_000 }, () => {
  const line = (id: string, bytes = randomBytes(32)) => `${id}:${bytes.toString('base64')}`
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'office365-email-keys-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each<[string, (own: string) => string, RegExp]>([
    [
      'another key of the same name',
      (own) => line(own.split(':')[0] ?? ''),
      /k[\w-]+ \(fingerprint [0-9a-f]{16}\) does not open this database, which was written with another key k[\w-]+ \(fingerprint [0-9a-f]{16}\)/,
    ],
    [
      'only another key',
      () => line('k2'),
      /Encryption key k[\w-]+ \(fingerprint [0-9a-f]{16}\) is not in the key file, and it still seals 3 saved values/,
    ],
    ['a key that is too short', () => 'k1:c2hvcnQ=', /Line 1 of .* is not keyId:base64 of 32 bytes/],
    ['nothing in it', () => '', /Line 1 of .* is not keyId/],
  ])('ends with 78 and says what is wrong when the key file has %s', async (_name, change, message) => {
    await fillWithOneOfEach()
    const file = join(folder, 'keys')
    const own = readFileSync(environment.ENCRYPTION_KEYS_FILE, 'utf8')
    const content = change(own)
    writeFileSync(file, content, { mode: 0o600 })
    const { exitCode, output, milliseconds } = await startProgram('main.ts', [], {
      ...environment,
      ENCRYPTION_KEYS_FILE: file,
      PORT: '0',
    }).ended
    expect({ exitCode, output }).toEqual({ exitCode: 78, output: expect.stringMatching(message) })
    expect(output).not.toContain(own.trim().split(':')[1])
    expect(milliseconds).toBeLessThan(5_000)
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  it('ends with 78 when others may read the key file, or when it is missing', async () => {
    chmodSync(environment.ENCRYPTION_KEYS_FILE, 0o644)
    const open = await startProgram('main.ts', [], environment).ended
    expect(open).toMatchObject({ exitCode: 78, output: expect.stringMatching(/Other users can read .*chmod 600/) })
    const missing = await startProgram('main.ts', [], { ...environment, ENCRYPTION_KEYS_FILE: join(folder, 'none') })
      .ended
    expect(missing).toMatchObject({
      exitCode: 78,
      output: expect.stringMatching(/is missing, and the database contains/),
    })
  })
})
