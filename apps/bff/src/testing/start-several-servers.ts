import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import {
  example,
  exampleSeed,
  type MicrosoftEmulator,
  startMicrosoftEmulator,
} from '@office365-email/microsoft-emulator'
import { type Program, startProgram } from './run-program.ts'
import { contoso, mail, until } from './start-sending-server.ts'
import { createTestClient, problemOf, type TestClient } from './test-client.ts'

export const publicUrl = 'http://localhost'
const admin = { email: 'ada@example.com', password: 'correct-horse-battery' }

export interface ServerProcess {
  url: string
  program: Program
  /** A client with the service key of the sending bots. */
  service: TestClient
}

/** A mail that a caller tries to send, until it gets an answer that says what became of it. */
export interface Tried {
  subject: string
  /** What its callers got: `accepted`, `queued`, or the slug of a problem. */
  answers: string[]
}

export interface SeveralServers {
  emulator: MicrosoftEmulator
  servers: ServerProcess[]
  bots: string[]
  admin: TestClient
  /** Starts another process on the same database. */
  start(more?: object): Promise<ServerProcess>
  /** Kills a process. Resolves when it has ended. */
  kill(server: ServerProcess): Promise<void>
  /** The number of results that servers had not recorded in time before they were killed, as their logs say. */
  countUnrecorded(): number
  /** Sends a mail of its own key and subject from one server, once. */
  send(
    server: Pick<ServerProcess, 'service'>,
    tried: Tried,
    options?: { isAsynchronous?: boolean; bot?: string },
  ): Promise<void>
  /** A client with the service key at the address of a proxy. */
  serviceBehind(url: string): TestClient
  /** Times that Microsoft accepted each subject. */
  countSent(): Map<string, number>
  /** Reads the messages of all bots, by their subject. */
  readStates(server: ServerProcess): Promise<Map<string, string[]>>
  close(): Promise<void>
}

/** Starts processes of the built server that share one PostgreSQL database and one key file. */
export async function startSeveralServers(
  databaseUrl: string,
  { count = 3, bots: botCount = 4, environment = {}, sendMailTimeMs = 5 } = {},
): Promise<SeveralServers> {
  const limits = { requestsInTenMinutes: Infinity, bytesInFiveMinutes: Infinity }
  const mailboxes = Array.from({ length: botCount }, (_, index) => ({
    userId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    userEmail: `bot-${index + 1}@${example.domain}`,
  }))
  const seed = exampleSeed()
  const [mailbox] = seed.mailboxes
  if (!mailbox) throw new Error('the seed has no mailbox')
  for (const { userId, userEmail } of mailboxes)
    seed.mailboxes.push({ ...mailbox, userId, userPrincipalName: userEmail, primarySmtpAddress: userEmail })
  const emulator = await startMicrosoftEmulator({
    seed,
    limits,
    sendMailTimeMs,
    keepSentMail: 100_000,
    keepRequests: 10,
  })
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-servers-'))
  const servers: ServerProcess[] = []
  let unrecorded = 0
  let key = ''

  async function start(more: object = {}): Promise<ServerProcess> {
    const program = startProgram('main.ts', [], {
      PORT: '0',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
      SERVER_LEASE_SECONDS: '3',
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      MICROSOFT_LOGIN_URL: emulator.url,
      MICROSOFT_GRAPH_URL: emulator.url,
      NODE_EXTRA_CA_CERTS: emulator.caFile,
      ...environment,
      ...more,
    })
    const [, port] = /"port":(\d+)/.exec(await program.printed(/"port":\d+.*listening/)) ?? []
    const url = `http://localhost:${port}`
    const server = { url, program, service: createTestClient(url, publicUrl, key) }
    servers.push(server)
    return server
  }

  const first = await start()
  const client = createTestClient(first.url, publicUrl)
  await client.post('/session', admin)
  const bots = Array.from({ length: botCount }, (_, index) => `bot-${index + 1}`)
  for (const [index, id] of bots.entries()) {
    await client.put(`/bots/${id}`, { name: id })
    // A mailbox for each bot, so that each has a lane of its own.
    const submitted = await client.put(`/bots/${id}/office365`, { ...contoso, ...mailboxes[index] })
    if (submitted.status !== 200) throw new Error(JSON.stringify(submitted.body))
  }
  const scopes = ['messages:send', 'messages:read']
  const made = await client.post('/service-keys', { name: 'Services', scopes, botIds: bots })
  key = made.body.key
  first.service = createTestClient(first.url, publicUrl, key)
  await Promise.all(Array.from({ length: count - 1 }, () => start()))

  return {
    emulator,
    servers,
    bots,
    admin: client,
    start,
    async kill(server) {
      server.program.child.kill('SIGKILL')
      const { output } = await server.program.ended
      unrecorded += output.split('the result of a message is not recorded yet').length - 1
    },
    countUnrecorded: () => unrecorded,
    async send({ service }, tried, { isAsynchronous = false, bot = bots[0] } = {}) {
      const headers = { 'idempotency-key': tried.subject, ...(isAsynchronous && { prefer: 'respond-async' }) }
      const answer = await service
        .post(`/bots/${bot}/messages`, mail({ subject: tried.subject }), headers)
        .catch(() => null)
      if (answer) tried.answers.push(answer.status === 202 ? answer.body.state : problemOf(answer).slug)
    },
    serviceBehind: (url) => createTestClient(url, publicUrl, key),
    countSent() {
      const times = new Map<string, number>()
      for (const { subject } of emulator.sentMail()) times.set(subject, (times.get(subject) ?? 0) + 1)
      return times
    },
    async readStates({ service }) {
      const states = new Map<string, string[]>()
      for (const bot of bots)
        for (let cursor: string | null = ''; cursor !== null; ) {
          const query: string = `limit=200${cursor && `&cursor=${cursor}`}`
          // The storage may have come back just now.
          const { body } = await until(
            () => service.get(`/bots/${bot}/messages?${query}`),
            ({ status }) => status === 200,
          )
          for (const { subject, state } of body.messages) states.set(subject, [...(states.get(subject) ?? []), state])
          cursor = body.nextCursor
        }
      return states
    },
    async close() {
      for (const { program } of servers) program.child.kill('SIGKILL')
      await Promise.all(servers.map(({ program }) => program.ended))
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface Faults {
  /** Subjects of messages that are still queued or sending after a minute. */
  unsettled: string[]
  sentTwice: string[]
  /** What callers were told, the states and the times sent of each message that they do not fit. */
  wrong: object[]
  /**
   * Subjects of messages that were sent once, with `accepted` for their callers, and are `unknown` in the database. Empty
   * if killed servers had logged as many.
   */
  unrecorded: string[]
  states: Map<string, string[]>
}

/** Compares what Microsoft accepted with what callers were told and what the database says. */
export async function findFaults(several: SeveralServers, tried: Tried[], server: ServerProcess): Promise<Faults> {
  const giveUpAt = Date.now() + 60_000
  const listUnsettled = (states: Map<string, string[]>) =>
    [...states].flatMap(([subject, all]) => (all.some((one) => one === 'queued' || one === 'sending') ? [subject] : []))
  const isRight = ({ subject, answers }: Tried, states: Map<string, string[]>, sent: Map<string, number>) => {
    const [state = 'none', ...more] = states.get(subject) ?? []
    const times = sent.get(subject) ?? 0
    if (more.length > 0) return false
    if (answers.includes('accepted')) return times === 1 && state === 'accepted'
    if (answers.includes('queued')) return state === 'accepted' ? times === 1 : state === 'unknown'
    return times === 0 || state === 'accepted' || state === 'unknown'
  }
  const judge = (states: Map<string, string[]>) => {
    const sent = several.countSent()
    const wrong = tried
      .filter((one) => !isRight(one, states, sent))
      .map((one) => ({ ...one, states: states.get(one.subject), times: sent.get(one.subject) }))
    const isUnrecorded = ({ answers, states: all, times }: (typeof wrong)[number]) =>
      answers.includes('accepted') && all?.join() === 'unknown' && times === 1
    const unrecorded = wrong.filter(isUnrecorded).map(({ subject }) => subject)
    return {
      wrong: wrong.filter((one) => !isUnrecorded(one)),
      unrecorded: unrecorded.length > several.countUnrecorded() ? unrecorded : [],
    }
  }
  // A server that was judged dead, and is not, still writes its results. The waits keep the key below its rate limit.
  const states = await until(
    () => wait(250).then(() => several.readStates(server)),
    (all) => {
      const { wrong, unrecorded } = judge(all)
      return listUnsettled(all).length + wrong.length + unrecorded.length === 0 || Date.now() > giveUpAt
    },
  )
  return {
    unsettled: listUnsettled(states),
    sentTwice: [...several.countSent()].flatMap(([subject, times]) => (times > 1 ? [subject] : [])),
    ...judge(states),
    states,
  }
}
