import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { example, type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodingsOf, findLeaks } from './testing/find-leaks.ts'
import { findPort } from './testing/find-port.ts'
import { type Program, runCommand, startProgram } from './testing/run-program.ts'
import { createTestClient, type TestClient } from './testing/test-client.ts'

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
  emulator = await startMicrosoftEmulator()
  emulator.control.addSecret({ clientId: values.clientId, value: secret })
  receiver = createServer((request, response) => {
    alerts.push(JSON.stringify(request.headers))
    request.on('data', (chunk: Buffer) => alerts.push(chunk.toString())).on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const port = await findPort()
  url = `http://localhost:${port}`
  environment = {
    PORT: String(port),
    DATABASE_URL: `file:${join(folder, 'data', 'canary.db')}`,
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
  await putInWrongPlaces(admin)
  await submitWithFaults(admin)
  const key = await send(admin)
  await admin.get(`/bots/orders?secret=${encodeURIComponent(secret)}`)
  await watched(createTestClient(url, url, key)).get('/bots/orders/messages')
  await handOver(admin, anonymous)
  await admin.post('/diagnoses', { raw: `AADSTS7000215: client_secret=${secret} is not valid` })
  await admin.post('/diagnoses', {
    stage: 'token',
    status: 401,
    body: { error: 'invalid_client', client_secret: secret },
  })
  for (const { id } of (await admin.get('/alert-webhooks')).body.alertWebhooks)
    await admin.post(`/alert-webhooks/${id}/test`)
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

function collectFiles(when = ''): void {
  for (const place of folders())
    for (const name of readdirSync(place))
      sink(`${when}file ${place.slice(folder.length + 1)}/${name}`, readFileSync(join(place, name)))
}

describe('a secret and an access token', () => {
  it('are stored nowhere in plain text after every operation with them', { timeout: 120_000 }, async () => {
    await drive()
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
    expect(findLeaks(sinks, { 'the secret': secret, 'the token': token.slice(token.lastIndexOf('.') + 1) })).toEqual([])
    expect(sinks.size).toBeGreaterThanOrEqual(14)
    for (const name of [
      'file data/canary.db',
      'in use: file data/canary.db-wal',
      'in use: file data/canary.db-shm',
      'alerts',
      'metrics',
    ])
      expect(sinks.get(name)?.length ?? 0).toBeGreaterThan(0)
    expect([...sinks.keys()].filter((name) => /backups|reports/.test(name)).length).toBeGreaterThanOrEqual(2)
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
