import { createPrivateKey, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { example, type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseKeyRing } from './ground/secrets/key-ring.ts'
import { createVault } from './ground/secrets/vault.ts'
import { keyEncryptionContext } from './mail/credentials/credential.ts'
import { signingKeyEncryptionContext } from './mail/federation/signing-key.ts'
import { intakeEncryptionContext } from './mail/intake-links/intake-link.ts'
import { encodingsOf, findLeaks } from './testing/find-leaks.ts'
import { findPort } from './testing/find-port.ts'
import { type Program, runCommand, startProgram } from './testing/run-program.ts'
import { createTestClient, type TestClient } from './testing/test-client.ts'
import { createServerDatabase, runSqlOn, runsOnPostgres, type ServerDatabase } from './testing/test-database.ts'

const owner = { email: 'ada@example.com', password: 'correct-horse-battery' }
/** Contains every character that is escaped somewhere. */
const secret = `CANARY-${randomBytes(20).toString('hex')}~._-+/=&%?"\\<$`
const values = {
  userEmail: example.userEmail,
  clientId: example.clientId,
  tenantId: example.tenantId,
  userId: example.userId,
  clientSecret: secret,
}

let folder: string
let database: ServerDatabase
let emulator: MicrosoftEmulator
let receiver: Server
let program: Program
let url: string
let environment: Record<string, string>
const sinks = new Map<string, Buffer>()
const responses = { bodies: [] as string[], headers: [] as string[] }
const alerts: string[] = []
const commands: string[] = []

const sink = (name: string, content: string | Buffer) => sinks.set(name, Buffer.from(content))
const folders = () => ['data', 'backups', 'temporary', 'work', 'reports'].map((name) => join(folder, name))

/** Records every response. */
function watched(client: TestClient): TestClient {
  const request: TestClient['request'] = async (method, path, options) => {
    const answer = await client.request(method, path, options)
    responses.bodies.push(answer.text)
    responses.headers.push(JSON.stringify([...answer.headers]))
    return answer
  }
  return {
    request,
    get: (path) => request('GET', path),
    put: (path, body, headers) => request('PUT', path, { body, ...(headers && { headers }) }),
    post: (path, body, headers) => request('POST', path, { body, ...(headers && { headers }) }),
    delete: (path) => request('DELETE', path),
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-canary-'))
  for (const each of folders()) mkdirSync(each)
  database = await createServerDatabase(join(folder, 'data'))
  emulator = await startMicrosoftEmulator()
  emulator.control.addSecret({ clientId: values.clientId, value: secret })
  receiver = createServer((request, response) => {
    // A receiver has to get its own token.
    alerts.push(JSON.stringify({ ...request.headers, authorization: '' }))
    request.on('data', (chunk: Buffer) => alerts.push(chunk.toString())).on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const port = await findPort()
  url = `http://localhost:${port}`
  environment = {
    PORT: String(port),
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS_FILE: join(folder, 'data', 'keys'),
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    MICROSOFT_LOGIN_URL: emulator.url,
    MICROSOFT_GRAPH_URL: emulator.url,
    NODE_EXTRA_CA_CERTS: emulator.caFile,
    ALERT_WEBHOOK_HOSTS: `127.0.0.1:${(receiver.address() as AddressInfo).port}`,
    LOG_LEVEL: 'trace',
    TMPDIR: join(folder, 'temporary'),
    NODE_OPTIONS: `--report-on-signal --report-directory=${join(folder, 'reports')}`,
  }
  program = startProgram('main.ts', [], environment, { folder: join(folder, 'work') })
  await program.printed('"listening"')
}, 60_000)
afterAll(async () => {
  program.child.kill('SIGKILL')
  receiver.closeAllConnections()
  receiver.close()
  await emulator.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function drive(): Promise<void> {
  const anonymous = watched(createTestClient(url, url))
  const admin = watched(createTestClient(url, url))
  await admin.post('/session', owner)
  await anonymous.post('/session', { email: owner.email, password: secret })
  await anonymous.post('/session', { email: secret, password: secret })
  await admin.put('/bots/orders', { name: 'Orders' })
  await admin.post('/alert-webhooks', { url: `http://${environment['ALERT_WEBHOOK_HOSTS']}/` })
  await addAlertChannels(admin)
  await putInWrongPlaces(admin)
  await submitWithFaults(admin)
  const key = await send(admin)
  await admin.get(`/bots/orders?secret=${encodeURIComponent(secret)}`)
  await watched(createTestClient(url, url, key)).get('/bots/orders/messages')
  await handOver(admin, anonymous)
  await handOverCertificate(admin, anonymous)
  await submitOtherCredentials(admin)
  await admin.post('/diagnoses', { raw: `AADSTS7000215: client_secret=${secret} is not valid` })
  await admin.post('/diagnoses', {
    stage: 'token',
    status: 401,
    body: { error: 'invalid_client', client_secret: secret },
  })
  for (const { id } of (await admin.get('/alert-channels')).body.alertChannels)
    await admin.post(`/alert-channels/${id}/test`)
  for (const path of [
    '/bots',
    '/audit-events?limit=200',
    '/service-keys',
    '/people',
    '/sessions',
    '/openapi.json',
    '/bots/orders/office365',
  ])
    await admin.get(path)
}

/** The address of a channel is a secret, and so is a token. */
async function addAlertChannels(admin: TestClient): Promise<void> {
  const server = `http://${environment['ALERT_WEBHOOK_HOSTS']}`
  const path = encodeURIComponent(secret)
  for (const target of [
    { kind: 'slack', url: `${server}/services/${path}` },
    { kind: 'teams', url: `${server}/workflows/1?sig=${path}` },
    { kind: 'ntfy', url: `${server}/topic`, token: secret },
  ]) {
    await admin.post('/alert-tests', target)
    const { id } = (await admin.post('/alert-channels', { ...target, name: target.kind })).body
    const { kind: _, ...change } = target
    expect((await admin.request('PATCH', `/alert-channels/${id}`, { body: change })).status).toBe(200)
  }
  await admin.post('/alert-tests', { kind: 'slack', url: secret, token: secret, to: [secret] })
  await admin.post('/alert-channels', { kind: secret, name: 'x', url: `http://10.0.0.1/${path}`, [secret]: secret })
}

async function putInWrongPlaces(admin: TestClient): Promise<void> {
  const path = '/bots/orders/office365'
  for (const field of ['userEmail', 'clientId', 'tenantId', 'userId'])
    await admin.put(path, { ...values, clientSecret: 'x', [field]: secret })
  await admin.put(path, { ...values, [secret]: secret })
  await admin.put(path, { ...values, secretExpiresOn: secret, cloud: secret })
  await admin.put(path, `{"clientSecret": ${secret}}`)
  await admin.put(path, `{"clientSecret": "${secret}`)
  await admin.put(path, values, { 'if-match': secret.replaceAll('"', '') })
  await admin.put(`/bots/${encodeURIComponent(secret)}`, { name: secret.repeat(3) })
  await watched(createTestClient(url, url, secret.replaceAll(/[^\w-]/g, ''))).get('/bots')
  await admin.request('GET', path, { headers: { 'x-secret': secret, 'user-agent': secret } })
}

async function submitWithFaults(admin: TestClient): Promise<void> {
  const path = '/bots/orders/office365'
  const described = {
    error: 'invalid_client',
    error_description: `AADSTS7000215: Invalid client_secret=${secret} provided.`,
  }
  for (const fault of [
    { on: 'token', status: 401, body: described },
    { on: 'token', status: 500, body: `<html>client_secret=${encodeURIComponent(secret)}</html>` },
    { on: 'token', kind: 'reset-before-answer' },
    { on: 'token', kind: 'html' },
  ] as const) {
    emulator.failAlways(fault)
    await admin.put(path, values)
    emulator.clearFaults()
  }
  expect((await admin.put(path, values)).status).toBe(200)
  await admin.put(path, values)
  await admin.post(`${path}/checks`)
  await admin.post(`${path}/restriction-checks`, { otherUserId: 'someone@contoso.example' })
}

async function send(admin: TestClient): Promise<string> {
  const newKey = { name: 'k', botIds: ['orders'], scopes: ['messages:send', 'messages:read'] }
  const { key } = (await admin.post('/service-keys', newKey)).body
  const service = watched(createTestClient(url, url, key))
  const message = { to: ['ada@example.com'], subject: 'Hello', text: 'Hello' }
  await admin.post('/bots/orders/test-messages', { to: 'ada@example.com' })
  await service.post('/bots/orders/messages', message)
  await service.post('/bots/orders/messages', message, { prefer: 'respond-async' })
  emulator.failNext({ on: 'sendMail', kind: 'microsoft-error', error: 'accessDenied' })
  await service.post('/bots/orders/messages', message)
  emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
  await service.post('/bots/orders/messages', message)
  return key
}

async function handOver(admin: TestClient, anonymous: TestClient): Promise<void> {
  await admin.put('/bots/invoices', { name: 'Invoices' })
  const made = (await admin.post('/bots/invoices/intake-links')).body
  const token = made.url.split('#')[1]
  await anonymous.post('/intake/submit', { token, ...values, clientId: '7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11' })
  expect((await anonymous.post('/intake/submit', { token, ...values })).status).toBe(200)
  expect((await admin.post(`/bots/invoices/intake-links/${made.id}/approve`)).status).toBe(200)
}

/** A certificate that is made for an IT admin, through a link that no one approves. */
async function handOverCertificate(admin: TestClient, anonymous: TestClient): Promise<void> {
  await admin.put('/bots/linked', { name: 'Linked' })
  const { id, url: link } = (await admin.post('/bots/linked/intake-links', { credentialKind: 'certificate' })).body
  const { clientSecret: _, ...others } = values
  const token = link.split('#')[1]
  await anonymous.post('/intake/prepare', { token, ...others, clientSecret: secret })
  await anonymous.post('/intake/prepare', { token, ...others, clientId: '7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11' })
  const prepared = await anonymous.post('/intake/prepare', { token, ...others })
  expect(prepared.status).toBe(200)
  await anonymous.post('/intake/check', { token })
  const { clientId } = values
  emulator.control.uploadCertificate({ clientId, certificate: prepared.body.registration.certificate })
  expect((await anonymous.post('/intake/check', { token })).body.registration.credential.state).toBe('set')
  await anonymous.post('/intake/read', { token })
  await admin.get('/bots/linked/intake-links')
  linkId = id
}

let linkId: string
let own: { certificate: string; key: string; pem: string }

async function makeOwnCertificate() {
  const made = await generate([{ name: 'commonName', value: 'own' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
  })
  const key = createPrivateKey(made.private)
  const cipher = { cipher: 'aes-256-cbc', passphrase: secret }
  const encrypted = key.export({ format: 'pem', type: 'pkcs8', ...cipher }).toString()
  return { certificate: made.cert, key: made.private, pem: `${made.cert}\n${encrypted}` }
}

/** A certificate of one's own in right and wrong places, one that the server makes, and its own issuer. */
async function submitOtherCredentials(admin: TestClient): Promise<void> {
  const { clientSecret: _, ...others } = values
  const credentialOf: Record<string, object> = {
    own: { kind: 'certificate', pem: own.pem, password: secret },
    made: { kind: 'certificate', validMonths: 1 },
    federated: { kind: 'federated' },
  }
  const { clientId } = values
  emulator.control.uploadCertificate({ clientId, certificate: own.certificate })
  for (const [bot, credential] of Object.entries(credentialOf)) {
    const path = `/bots/${bot}/office365`
    await admin.put(`/bots/${bot}`, { name: bot })
    await admin.put(path, { ...others, userEmail: own.key, credential })
    await admin.put(path, { ...others, credential: { kind: 'certificate', pem: own.key } })
    await admin.put(path, { ...others, credential: { kind: own.key, pem: own.key, [own.key]: own.key } })
    await admin.put(path, { ...others, credential: { kind: 'certificate', pem: own.pem, password: 'another' } })
    emulator.failAlways({ on: 'token', status: 401, body: { error: 'invalid_client', error_description: own.key } })
    await admin.put(path, { ...others, credential })
    emulator.clearFaults()
    const submitted = await admin.put(path, { ...others, credential })
    expect([bot, submitted.status]).toEqual([bot, 200])
    const { federation } = submitted.body.credential
    if (federation) emulator.control.addFederatedCredential({ clientId, ...federation })
    else emulator.control.uploadCertificate({ clientId, certificate: (await admin.get(`${path}/certificate`)).text })
    await admin.post(`${path}/checks`)
    expect((await admin.get(path)).body.credential.state).toBe('set')
    await admin.post(`/bots/${bot}/test-messages`, { to: 'ada@example.com' })
    await admin.get(path)
  }
  await fetch(`${url}/.well-known/openid-configuration`).then(async (response) =>
    responses.bodies.push(await response.text()),
  )
  await fetch(`${url}/.well-known/jwks`).then(async (response) => responses.bodies.push(await response.text()))
}

/** Parts of every private key, which only the encryption keys of the server open. */
async function openPrivateKeys(): Promise<Record<string, string>> {
  const vault = createVault(parseKeyRing(readFileSync(join(folder, 'data', 'keys'), 'utf8'), 'keys'))
  const certificates = await runSqlOn<{ id: string; bot: string; sealed: string }>(
    database.url,
    'select id, bot_id as bot, sealed_key as sealed from credential_keys',
  )
  const linked = await runSqlOn<{ sealed: string }>(
    database.url,
    "select sealed_secret as sealed from intake_links where bot_id = 'linked'",
  )
  const signing = await runSqlOn<{ id: string; sealed: string }>(
    database.url,
    'select id, sealed_key as sealed from federation_keys',
  )
  const opened = await Promise.all([
    ...certificates.map(
      async ({ id, bot, sealed }) => [bot, await vault.open(sealed, keyEncryptionContext(bot, id))] as const,
    ),
    ...linked.map(
      async ({ sealed }) => ['linked', await vault.open(sealed, intakeEncryptionContext('linked', linkId, 2))] as const,
    ),
    ...signing.map(
      async ({ id, sealed }) => ['issuer', await vault.open(sealed, signingKeyEncryptionContext(id))] as const,
    ),
  ])
  expect(opened.map(([name]) => name).sort()).toEqual(['issuer', 'linked', 'made', 'own'])
  return Object.fromEntries(
    opened.flatMap(([name, pem]) => {
      const key = createPrivateKey(pem.reveal())
      const { d = '', p = '' } = key.export({ format: 'jwk' })
      return [
        [`a line of the key of ${name}`, pem.reveal().split('\n')[12] ?? ''],
        [`the exponent of the key of ${name}`, d],
        [`a prime of the key of ${name}`, p],
      ]
    }),
  )
}

function collectFiles(when = ''): void {
  for (const place of folders())
    for (const name of readdirSync(place))
      sink(`${when}file ${place.slice(folder.length + 1)}/${name}`, readFileSync(join(place, name)))
}

/** The content of every table that is in no file of the server. */
async function collectTables(): Promise<void> {
  if (!runsOnPostgres) return
  const tables = await runSqlOn<{ table_name: string }>(
    database.url,
    "select table_name from information_schema.tables where table_schema = 'public'",
  )
  for (const { table_name: name } of tables)
    sink(`table ${name}`, JSON.stringify(await runSqlOn(database.url, `select * from ${name}`)))
}

describe('a secret, a private key and an access token', () => {
  it('are stored nowhere in plain text after every operation with them', { timeout: 120_000 }, async () => {
    own = await makeOwnCertificate()
    await drive()
    await collectTables()
    const privateKeys = await openPrivateKeys()
    // Copied before a command empties the write-ahead log.
    collectFiles('in use: ')
    for (const command of [
      'bots list',
      'people list',
      'service-keys list',
      'encryption-keys rotate --new-key',
      'encryption-keys verify',
      `backup --to ${join(folder, 'backups')}`,
    ])
      commands.push((await runCommand(command.split(' '), environment, { folder: join(folder, 'work') })).output)
    commands.push((await runCommand(['bots', 'add', secret], environment, { folder: join(folder, 'work') })).output)
    const metrics = await fetch(`${url}/metrics`)
    sink('metrics', await metrics.text())
    sink('readiness', await (await fetch(`${url}/readyz`)).text())
    sink('command line of the process', existsSync('/proc') ? readFileSync(`/proc/${program.child.pid}/cmdline`) : '')
    sink('environment of the process', existsSync('/proc') ? readFileSync(`/proc/${program.child.pid}/environ`) : '')
    program.child.kill('SIGUSR2')
    await program.printed('Node.js report completed')
    collectFiles()
    program.child.kill('SIGTERM')
    const { output, exitCode } = await program.ended
    expect(exitCode).toBe(0)
    collectFiles()

    sink('output and log of the server', output)
    sink('bodies of all answers', responses.bodies.join('\n'))
    sink('headers of all answers', responses.headers.join('\n'))
    sink('output of all commands', commands.join('\n'))
    sink('alerts', alerts.join('\n'))
    sink('mail', JSON.stringify(emulator.sentMail()))
    sink(
      'addresses and headers at Microsoft',
      JSON.stringify(
        emulator
          .requests()
          .map(({ method, path, headers }) => ({ method, path, headers: { ...headers, authorization: '' } })),
      ),
    )

    const presented = emulator
      .requests()
      .map(({ headers }) => /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1] ?? '')
    const token = presented.find((text) => text.length > 100) ?? ''
    expect(token).toMatch(/^ey/)
    // All tokens begin with the same header: their signature distinguishes them.
    const assertions = emulator
      .tokenRequests()
      .flatMap(({ body }) => new URLSearchParams(body.toString()).get('client_assertion') ?? [])
    expect(assertions.length).toBeGreaterThan(3)
    const canaries = {
      'the secret': secret,
      'the token': token.slice(token.lastIndexOf('.') + 1),
      'an assertion': assertions.at(-1)?.split('.')[2] ?? '',
      ...privateKeys,
    }
    expect(Object.values(canaries).every((text) => text.length > 40)).toBe(true)
    expect(findLeaks(sinks, canaries)).toEqual([])
    expect(sinks.size).toBeGreaterThanOrEqual(14)
    const stored = runsOnPostgres
      ? ['table office365_configurations', 'table messages', 'table audit_events']
      : ['file data/test.db', 'in use: file data/test.db-wal', 'in use: file data/test.db-shm']
    for (const name of [...stored, 'alerts', 'metrics']) expect(sinks.get(name)?.length ?? 0).toBeGreaterThan(2)
    const places = runsOnPostgres ? ['reports'] : ['backups', 'reports']
    for (const place of places) expect([...sinks.keys()].join('\n')).toContain(`file ${place}/`)
  })

  it('would have been found in every one of these places, in every encoding', () => {
    const text = secret
    const missed: string[] = []
    expect(sinks.size).toBeGreaterThanOrEqual(14)
    for (const [where, content] of sinks)
      for (const [how, bytes] of Object.entries(encodingsOf(text))) {
        const planted = new Map([
          [where, Buffer.concat([content.subarray(0, 1_000), bytes, content.subarray(1_000, 2_000)])],
        ])
        if (findLeaks(planted, { it: text }).length === 0) missed.push(`${where}: ${how}`)
      }
    expect(missed).toEqual([])
  })

  it('would have been found inside a longer base64, wherever it begins', () => {
    for (const before of ['', 'a', 'ab', 'abc', 'Bearer '])
      for (const encoding of ['base64', 'base64url'] as const) {
        const content = Buffer.from(`${before}${secret} and more`).toString(encoding)
        expect([
          before,
          encoding,
          findLeaks(new Map([['there', Buffer.from(content)]]), { it: secret }).length > 0,
        ]).toEqual([before, encoding, true])
      }
  })
})
