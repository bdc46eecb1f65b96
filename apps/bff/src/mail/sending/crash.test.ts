import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { findProgram } from '../../testing/run-program.ts'
import { contoso, mail, until } from '../../testing/start-sending-server.ts'
import { createTestClient, type TestClient } from '../../testing/test-client.ts'
import { createServerDatabase, type ServerDatabase } from '../../testing/test-database.ts'

const cycles = Number(process.env['CRASH_CYCLES'] ?? (process.env['TEST_LONG'] ? 200 : 10))
const publicUrl = 'http://localhost'
const admin = { email: 'ada@example.com', password: 'correct-horse-battery' }

let emulator: MicrosoftEmulator
let folder: string
let database: ServerDatabase
let child: ChildProcess | undefined

beforeAll(async () => {
  const limits = { requestsInTenMinutes: Infinity, bytesInFiveMinutes: Infinity }
  emulator = await startMicrosoftEmulator({ limits, sendMailTimeMs: 5, keepSentMail: 100_000, keepRequests: 10 })
  folder = await mkdtemp(join(tmpdir(), 'office365-email-crash-'))
  database = await createServerDatabase(folder)
})
afterEach(() => kill())
afterAll(async () => {
  await emulator.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** A real process on the database of the previous one. Resolves when it reports that it is ready. */
async function startProcess(): Promise<string> {
  const started = spawn(process.execPath, [findProgram('main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: database.url,
      // On PostgreSQL, the messages of a killed process are settled when its lease ends.
      SERVER_LEASE_SECONDS: '3',
      ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      MICROSOFT_LOGIN_URL: emulator.url,
      MICROSOFT_GRAPH_URL: emulator.url,
      NODE_EXTRA_CA_CERTS: emulator.caFile,
    },
  })
  child = started
  for await (const line of createInterface({ input: started.stdout })) {
    const port = /"port":(\d+)/.exec(line)?.[1]
    if (port === undefined) continue
    started.stdout.resume()
    return `http://localhost:${port}`
  }
  throw new Error('the server ended')
}

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

interface Tried {
  key: string
  answer: 'accepted' | 'queued' | null
}

it(`loses nothing and sends nothing twice over ${cycles} kills`, async () => {
  let url = await startProcess()
  const person = createTestClient(url, publicUrl)
  expect((await person.post('/session', admin)).status).toBe(200)
  await person.put('/bots/crash', { name: 'Crash' })
  expect((await person.put('/bots/crash/office365', contoso)).status).toBe(200)
  const scopes = ['messages:send', 'messages:read']
  const { key: serviceKey } = (await person.post('/service-keys', { name: 'Service', scopes, botIds: ['crash'] })).body

  const tried: Tried[] = []
  const send = async (service: TestClient, one: Tried, isAsynchronous: boolean) => {
    const headers = { 'idempotency-key': one.key, ...(isAsynchronous && { prefer: 'respond-async' }) }
    const answer = await service.post('/bots/crash/messages', mail({ subject: one.key }), headers).catch(() => null)
    if (answer?.status === 202) one.answer = answer.body.state
  }

  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const service = createTestClient(url, publicUrl, serviceKey)
    const again = tried.filter(({ answer }) => answer === null).map((one) => send(service, one, false))
    const fresh = Array.from({ length: 24 }, (_, index) => {
      const one: Tried = { key: `${cycle}-${index}`, answer: null }
      tried.push(one)
      return send(service, one, index % 2 === 0)
    })
    // Every third kill waits for the first response. Otherwise, a slow machine might send nothing at all.
    if (cycle % 3 === 0) await Promise.race(fresh.filter((_, index) => index % 2 === 1))
    await wait(Math.random() ** 2 * 1_500)
    await kill()
    await Promise.all([...again, ...fresh])
    url = await startProcess()
    const ready = await fetch(`${url}/readyz`)
    expect(ready.status).toBe(200)
  }

  const service = createTestClient(url, publicUrl, serviceKey)
  const list = async () => {
    // Within the rate limit, also while a lease of a killed process lasts.
    await wait(250)
    const messages: { id: string; subject: string; state: string }[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await service.get(`/bots/crash/messages?limit=200${cursor && `&cursor=${cursor}`}`)
      messages.push(...body.messages)
      cursor = body.nextCursor
    }
    return messages
  }
  const giveUpAt = Date.now() + 60_000
  const isSettled = ({ state }: { state: string }) => state !== 'queued' && state !== 'sending'
  const settled = await until(list, (all) => all.every(isSettled) || Date.now() > giveUpAt)
  expect(settled.filter((message) => !isSettled(message))).toEqual([])

  const sentTimes = new Map<string, number>()
  for (const { subject } of emulator.sentMail()) sentTimes.set(subject, (sentTimes.get(subject) ?? 0) + 1)
  const states = Map.groupBy(settled, ({ subject }) => subject)
  expect([...sentTimes].filter(([, times]) => times > 1)).toEqual([])
  // Sent messages are recorded. Messages that were reported as accepted were sent. Queued messages were sent or are
  // held.
  const broken = tried.filter(({ key, answer }) => {
    const [state = 'none', ...more] = states.get(key)?.map((message) => message.state) ?? []
    const times = sentTimes.get(key) ?? 0
    const isToldOf = state === 'accepted' || state === 'unknown'
    if (more.length > 0) return true
    if (answer === 'accepted') return times !== 1 || state !== 'accepted'
    return (times === 1 || answer === 'queued') && !isToldOf
  })
  expect(broken).toEqual([])
  expect(tried.some(({ answer }) => answer === 'accepted')).toBe(true)
  expect(settled.filter(({ state }) => state === 'accepted').length).toBeGreaterThan(cycles)
}, 1_800_000)

it('finishes the messages that it accepted when it is asked to stop, and exits with 0', async () => {
  const url = await startProcess()
  const person = createTestClient(url, publicUrl)
  await person.post('/session', admin)
  const body = { name: 'S', scopes: ['messages:send'], botIds: ['crash'] }
  const { key } = (await person.post('/service-keys', body)).body
  const service = createTestClient(url, publicUrl, key)
  emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 500 })
  const arrived = emulator.sentMail().length
  const answer = service.post('/bots/crash/messages', mail({ subject: 'last' }))
  await until(
    async () => emulator.requests().filter(({ route }) => route === 'sendMail').length,
    (count) => count > 0,
  )
  await wait(100)
  const exited = child && once(child, 'exit')
  child?.kill('SIGTERM')
  expect((await answer).status).toBe(202)
  expect(await exited).toEqual([0, null])
  expect(emulator.sentMail().length).toBe(arrived + 1)
}, 60_000)
