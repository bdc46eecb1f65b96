import { readFile, stat, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { messageStateSchema } from '@office365-email/shared/message'
import { Client } from 'pg'
import { median } from './median.ts'
import { dayMs, largeBots } from './scale/seed.ts'
import { seedPostgres } from './scale/seed-postgres.ts'
import { seedSqlite } from './scale/seed-sqlite.ts'
import { createDatabase } from './send/postgres.ts'
import { folder, isPinned, rssMb, type Server, start, stop, stopAll } from './send/processes.ts'

const { values } = parseArgs({
  options: {
    /** `sqlite`, or `postgres` with TEST_DATABASE_URL. */
    database: { type: 'string', default: 'sqlite' },
    bots: { type: 'string', default: '10000' },
    messages: { type: 'string', default: '1000000' },
    /** How often each request is measured. */
    times: { type: 'string', default: '60' },
    /** Writes the figures into docs/performance.md. */
    write: { type: 'boolean', default: false },
    /** Keeps the server running after the measurement, to look at the pages. */
    stay: { type: 'boolean', default: false },
    entry: { type: 'string', default: 'apps/bff/dist/main.js' },
  },
})
const size = { bots: Number(values.bots), messages: Number(values.messages) }
const times = Number(values.times)
const admin = { email: 'bench@example.com', password: 'bench-password-1' }
const publicUrl = 'http://localhost'
const file = join(folder, 'scale.db')
const isOnPostgres = values.database === 'postgres'
const databaseUrl = isOnPostgres ? await createDatabase('bench_scale') : `file:${file}`

const startProduct = (): Promise<Server> =>
  start([values.entry], {
    environment: {
      PORT: '0',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEYS_FILE: join(folder, 'scale.keys'),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      // Nothing is sent, and no request leaves this machine.
      MICROSOFT_LOGIN_URL: 'https://127.0.0.1:9',
      MICROSOFT_GRAPH_URL: 'https://127.0.0.1:9',
      LOG_LEVEL: 'info',
    },
  })

async function signIn(port: number): Promise<Record<string, string>> {
  const response = await fetch(`http://localhost:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: publicUrl },
    body: JSON.stringify(admin),
  })
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

async function get(port: number, headers: Record<string, string>, path: string): Promise<string> {
  const response = await fetch(`http://localhost:${port}/api/v1${path}`, { headers })
  const text = await response.text()
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${text}`)
  return text
}

/** One number of the database. */
async function readNumber(query: string): Promise<number> {
  if (!isOnPostgres) {
    const database = new DatabaseSync(file, { readOnly: true })
    const [row] = database.prepare(query).all()
    database.close()
    return Number(Object.values(row ?? {})[0])
  }
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(query)
  await client.end()
  return Number(Object.values(rows[0] ?? {})[0])
}

/** The messages of a block of the index. */
const blockSize = 1_024

/** The server indexes in the background what it finds after an upgrade. Returns the seconds until it is done. */
async function waitForIndex(): Promise<number> {
  const startedAt = performance.now()
  while ((await readNumber('select coalesce(sum(size), 0) from message_blocks')) <= size.messages - blockSize)
    await wait(500)
  return Math.round((performance.now() - startedAt) / 1_000)
}

const messagesOf = (botId: string, query: string) => `/bots/${botId}/messages?${query}`

/** The goal is in milliseconds, for the 95th percentile. */
interface Measured {
  name: string
  path: string
  goalMs?: number
}

function listSearches(): Measured[] {
  const at = (days: number) => new Date(Date.now() - days * dayMs).toISOString()
  const searches: [name: string, query: string][] = [
    ['all bots', ''],
    ['an address with 3 messages', 'recipient=rare@only.example'],
    ['an address with 200,000', 'recipient=ops@contoso.example'],
    ['a domain with 200,000', 'recipient=contoso.example'],
    ['an address with none', 'recipient=nobody@nowhere.example'],
    ['a word in 3 subjects', 'q=zeppelin'],
    ['a word in 500,000', 'q=order'],
    ['a beginning of a word in 250,000', 'q=inv'],
    ['two words in 250,000 each, never together', 'q=password%20invoice'],
    ['a frequent word, in a bot with 40 messages', 'q=order&bot=bot-00500'],
    [
      'an address with 10,000, in a bot that never wrote to it',
      `recipient=audit@fabrikam.example&bot=${largeBots.failed}`,
    ],
    ['an address with 3, in a bot', `recipient=rare@only.example&bot=${largeBots.sent}`],
    ['an address with 200,000, `failed`', 'recipient=ops@contoso.example&state=failed'],
    ['an address with 200,000, `cancelled`, of which there are none', 'recipient=ops@contoso.example&state=cancelled'],
    ['`cancelled`, 1,200 of them', 'state=cancelled'],
    ['a frequent word, four days two weeks ago', `q=order&from=${at(18)}&to=${at(14)}`],
    ['address, word, state and source', 'recipient=contoso.example&q=order&state=accepted&source=service:bench'],
  ]
  return [
    ...searches.map(([name, query]) => ({ name: `search: ${name}`, path: `/messages?${query}`, goalMs: 100 })),
    ...[searches[2], searches[4], searches[8]].flatMap((search) =>
      search
        ? [{ name: `search with counts: ${search[0]}`, path: `/messages?${search[1]}&counts=true`, goalMs: 100 }]
        : [],
    ),
  ]
}

async function listRequests(port: number, headers: Record<string, string>): Promise<Measured[]> {
  const cursorOf = async (path: string): Promise<string> => JSON.parse(await get(port, headers, path)).nextCursor
  const states = messageStateSchema.options
  const ofBot = (botId: string, name: string): Measured[] => [
    { name: `messages, bot ${name}`, path: messagesOf(botId, ''), goalMs: 50 },
    ...states.map((state) => ({
      name: `messages, bot ${name}, \`${state}\``,
      path: messagesOf(botId, `state=${state}`),
      goalMs: 50,
    })),
  ]
  return [
    { name: 'bots: first page and totals', path: '/bots?limit=50', goalMs: 100 },
    { name: 'bots: second page', path: `/bots?limit=50&cursor=${await cursorOf('/bots?limit=50')}`, goalMs: 100 },
    {
      name: 'bots: page of 200 from the middle',
      path: `/bots?limit=200&cursor=${await cursorOf('/bots?q=orders&limit=1')}`,
      goalMs: 100,
    },
    { name: 'bots: `q` that 10 bots match', path: '/bots?q=0777', goalMs: 100 },
    { name: 'bots: `q` that none matches', path: '/bots?q=nobody', goalMs: 100 },
    { name: 'bots: `status=attention`', path: '/bots?status=attention', goalMs: 100 },
    { name: 'bots: `health=failing` and `q`', path: '/bots?health=failing&q=reports', goalMs: 100 },
    {
      name: 'bots: 50 by `ids`',
      path: `/bots?ids=${Array.from({ length: 50 }, (_, n) => `bot-0${n + 1000}`).join()}`,
      goalMs: 100,
    },
    { name: 'bots: all, without a parameter', path: '/bots' },
    { name: 'statistics: all bots, 30 days', path: '/statistics', goalMs: 50 },
    { name: 'statistics: all bots, 90 days', path: '/statistics?days=90', goalMs: 50 },
    { name: 'statistics: one bot', path: `/bots/${largeBots.sent}/statistics`, goalMs: 50 },
    { name: 'secrets that expire', path: '/expiring-credentials', goalMs: 50 },
    { name: 'messages, bot with 40 messages', path: messagesOf('bot-00500', ''), goalMs: 50 },
    ...ofBot(largeBots.sent, 'whose mail was sent'),
    ...ofBot(largeBots.failed, 'whose mail failed'),
    ...listSearches(),
  ]
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

async function measure(port: number, headers: Record<string, string>, { name, path, goalMs }: Measured) {
  let bytes = (await get(port, headers, path)).length
  const measured: number[] = []
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now()
    bytes = (await get(port, headers, path)).length
    measured.push(performance.now() - startedAt)
  }
  const [p50, p95] = [median(measured), percentile(measured, 0.95)]
  const verdict = goalMs === undefined ? '' : p95 <= goalMs ? `${goalMs}, met` : `${goalMs}, **missed**`
  return `| ${name} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${(bytes / 1_000).toFixed(0)} | ${verdict} |`
}

/** A key or session may make 1,200 requests a minute. */
const requestsPerSession = 1_000

async function run(): Promise<string> {
  await stop(await startProduct())
  if (isOnPostgres) await seedPostgres(databaseUrl, size)
  else seedSqlite(file, size)
  const first = await startProduct()
  const indexSeconds = await waitForIndex()
  await stop(first)
  const starts: number[] = []
  let server = await startProduct()
  for (let time = 0; time < 4; time += 1) {
    starts.push(server.startMs)
    await stop(server)
    server = await startProduct()
  }
  starts.sort((one, other) => one - other)
  const { port } = server
  let headers = await signIn(port)
  const rows: string[] = []
  for (const [index, request] of (await listRequests(port, headers)).entries()) {
    if (((index + 1) * (times + 1)) % requestsPerSession < times + 1) headers = await signIn(port)
    rows.push(await measure(port, headers, request))
    process.stderr.write(`${rows.at(-1)}\n`)
  }
  const bytes = isOnPostgres ? await readNumber('select pg_database_size(current_database())') : (await stat(file)).size
  const cores = `${cpus().length} × ${cpus()[0]?.model.trim()}${isPinned ? ', one of them only for the server' : ''}`
  if (values.stay)
    process.stderr.write(`http://localhost:${port}, ${admin.email}, ${admin.password}. Ctrl+C ends it.\n`)
  if (values.stay) await new Promise((resolve) => process.once('SIGINT', resolve))
  return [
    `Node ${process.version}, ${cores}; ${isOnPostgres ? 'PostgreSQL' : 'SQLite'}, ${size.bots.toLocaleString('en-US')} bots, ${size.messages.toLocaleString('en-US')} messages, ${Math.round(bytes / 1e6)} MB; ${times} requests each, one after the other.`,
    '',
    '| request | p50 ms | p95 ms | kB | goal for p95, ms |',
    '|---|--:|--:|--:|---|',
    ...rows,
    '',
    `- Start to listening: ${starts.map((ms) => `${Math.round(ms)} ms`).join(', ')} (goal: 1 s). Resident after the measurement: ${Math.round(await rssMb(server))} MB. The first start indexed all messages in the background in ${indexSeconds} s.`,
  ].join('\n')
}

const page = join(import.meta.dirname, '../docs/performance.md')
const marker = isOnPostgres ? 'scale on PostgreSQL' : 'scale'
const place = new RegExp(`<!-- ${marker} -->[\\s\\S]*<!-- end of ${marker} -->`)

try {
  const figures = await run()
  process.stdout.write(`${figures}\n`)
  if (values.write) {
    const text = await readFile(page, 'utf8')
    await writeFile(page, text.replace(place, `<!-- ${marker} -->\n${figures}\n<!-- end of ${marker} -->`))
  }
} finally {
  await stopAll()
}
process.exit()
