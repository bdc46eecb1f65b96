import { Client } from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { locate } from '../contract/engines.ts'
import { callEverything } from '../contract/every-call.ts'
import type { Database } from './open-database.ts'
import { openPostgresStorage } from './open-storage.ts'

/** Tables that grow with the mail or the bots. */
const largeTables = ['messages', 'outbox', 'audit_events', 'office365_configurations']
const rows = 50_000

interface Exception {
  statement: RegExp
  table: string
  why: string
}

const exceptions: Exception[] = [
  {
    statement: /^select "bots"."id", "bots"."name", .* order by "bots"."name" asc, "bots"."id" asc( limit \$\d+)?$/,
    table: 'office365_configurations',
    why: 'the list of all bots, or a page of those that few conditions select',
  },
  {
    statement: /^select "bot_id", "state", "version", .* from "office365_configurations"$/,
    table: 'office365_configurations',
    why: 'all configurations without their secrets, for a file that has all bots',
  },
  {
    statement: /^select ("bot_id", )?"waiting_credential" from "office365_configurations" where/,
    table: 'office365_configurations',
    why: 'few bots have a credential that waits, and there is at most one row per bot; read when a script is shown or a federated credential is submitted',
  },
  {
    statement: /^select case .* from "bots" .* group by 1$/,
    table: 'office365_configurations',
    why: 'the totals of the overview, which depend on the day',
  },
  {
    statement: /^select .*"health", coalesce\(.* from "office365_configurations" left join "credential_keys"/,
    table: 'office365_configurations',
    why: 'the daily check needs a few values of each row, and there is at most one row per bot',
  },
  {
    statement: /^select "id" from "messages" where \(\("messages"."id" > \$1 and .*"bot_id" = \$3\)/,
    table: 'messages',
    why: 'the last portion of a walk through all messages, which has at most 2,048 of them',
  },
  {
    statement: /update outbox set leased_by = null/,
    table: 'outbox',
    why: 'once, when a server stops or its lease ends; an index would cost every message two more writes',
  },
]

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  Plans?: Plan[]
}

interface Recorded {
  text: string
  values: unknown[]
}

let databases: Awaited<ReturnType<typeof openMigratedDatabase>>
let database: Database
let scans: { statement: string; table: string }[]
let count: number

/** IDs as the server makes them, of a later time than the calls delete. */
const id = `(lpad(to_hex(1780000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid`
const someBot = `'bot-' || n % 5000`

/** Nearly all messages are settled, and few wait. */
const seeds = [
  `insert into bots (id, name, created_at) select 'bot-' || n, 'Bot ' || n, '2026-01-01' from numbers`,
  `insert into office365_configurations (bot_id, version, generation, state, client_id, tenant_id, sealed_secret,
     sealed_with, secret_expires_on, health)
   select 'bot-' || n, 1, 'g', 'locked', 'client-' || n, 'tenant-' || n, repeat('s', 100), 'k-1', '2027-01-01',
     '{"state":"working","since":"2026-01-01T00:00:00.000Z"}' from numbers`,
  `insert into messages (id, bot_id, state, source, recipients, subject, created_at, settled_at, attempts)
   select ${id}, ${someBot}, case when n % 100 = 0 then 'queued' when n % 101 = 0 then 'failed' else 'accepted' end,
     '{"kind":"service","name":"test"}', '{"to":[],"cc":[],"bcc":[]}', 'Subject', '2026-06-01', '2026-06-01', 1
   from numbers`,
  `insert into outbox (message_id, bot_id, mailbox, sealed_message, sealed_with, next_attempt_at, failures, taken_at)
   select ${id}, ${someBot}, 'mailbox', repeat('m', 1000), 'k-1', case when n % 10 = 0 then 1780000000000 end, 0,
     1780000000000 from numbers`,
  `insert into audit_events (id, at, actor, action, bot_id, outcome, details)
   select 'seeded-' || n, '2026-06-01', '{"kind":"system","id":"test","name":"test"}',
     case when n % 50 = 0 then 'bot.created' else 'session.started' end, ${someBot}, 'succeeded', '{}' from numbers`,
]

async function recordStatements(): Promise<Recorded[]> {
  const query = vi.spyOn(Client.prototype, 'query')
  const storage = await openPostgresStorage(locate(databases.url))
  await storage.servers.join({ keyFingerprints: () => ({}), onBeat: () => Promise.resolve() })
  await callEverything(storage)
  await storage.servers.leave()
  await storage.close()
  const recorded = query.mock.calls.map((given): Recorded => {
    // The type is that of one overload; these two are what `open-database.ts` calls.
    const [statement, values] = given as unknown as [string | { text: string }, unknown[]?]
    return { text: typeof statement === 'string' ? statement : statement.text, values: values ?? [] }
  })
  query.mockRestore()
  const byText = new Map(recorded.map((one) => [one.text, one]))
  return [...byText.values()].filter(({ text }) => /^\s*(select|insert|update|delete|with)\b/i.test(text))
}

const findScans = ({ 'Node Type': type, 'Relation Name': table = '', Plans: below = [] }: Plan): string[] => [
  ...(type === 'Seq Scan' && largeTables.includes(table) ? [table] : []),
  ...below.flatMap(findScans),
]

beforeAll(async () => {
  databases = await openMigratedDatabase()
  const statements = await recordStatements()
  count = statements.length
  // It inserts many rows in one statement.
  database = databases.connect(60_000)
  for (const seed of seeds) await database.query(seed.replace('from numbers', `from generate_series(1, ${rows}) as n`))
  await database.query('vacuum analyze')
  scans = []
  for (const { text, values } of statements) {
    const [explained] = await database.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (format json) ${text}`,
      values,
    )
    for (const { Plan: plan } of explained?.['QUERY PLAN'] ?? [])
      for (const table of findScans(plan)) scans.push({ statement: text.replaceAll(/\s+/g, ' ').trim(), table })
  }
}, 120_000)
afterAll(() => databases.close())

const isExcepted = (scan: { statement: string; table: string }) => (exception: Exception) =>
  exception.table === scan.table && exception.statement.test(scan.statement)

it('no statement reads a whole table that grows, except those with a reason', () => {
  expect(scans.filter((scan) => !exceptions.some(isExcepted(scan)))).toEqual([])
  expect(count).toBeGreaterThan(80)
})

it('every exception is needed', () => {
  expect(exceptions.filter((exception) => !scans.some((scan) => isExcepted(scan)(exception)))).toEqual([])
})
