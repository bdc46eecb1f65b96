import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { callEverything, calls, others, withoutQueries } from './contract/every-call.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { openSqliteStorage } from './sqlite/open-storage.ts'
import { createQueueUsage } from './sqlite/queue-usage.ts'

interface Exception {
  /** Both must match: the statement, and a line of its plan. */
  statement: RegExp
  plan: RegExp
  why: string
}

const exceptions: Exception[] = [
  { statement: /./, plan: /^SCAN CONSTANT ROW$/, why: 'no table' },
  { statement: /./, plan: /^SCAN \(subquery-\d+\)$/, why: 'the rows of a subquery, whose own plan is checked' },
  { statement: /sqlite_schema/, plan: /^SCAN sqlite_schema$/, why: 'the list of tables' },
  { statement: /__drizzle_migrations/, plan: /^(SCAN __drizzle_migrations|USE TEMP)/, why: 'one row per migration' },
  { statement: /encryption_keys/, plan: /^SCAN encryption_keys/, why: 'one key per rotation' },
  { statement: /federation_keys/, plan: /^(SCAN federation_keys|USE TEMP)/, why: 'one key per quarter' },
  { statement: /alert_webhooks/, plan: /^SCAN alert_webhooks/, why: 'at most 20' },
  {
    statement: /where "alert_states"."bot_id" is not null$/,
    plan: /^SCAN alert_states$/,
    why: 'only when an owner adds one of at most 20 webhooks',
  },
  {
    statement: /^select "webhook_id", count\(\*\) from "alert_deliveries" group by/,
    plan: /^SCAN alert_deliveries USING COVERING INDEX/,
    why: 'only when an owner looks at the alerts, and only those that wait',
  },
  {
    statement: /from "alert_conditions" order by/,
    plan: /^SCAN alert_conditions USING INDEX/,
    why: 'one row for each bot, key or queue in trouble',
  },
  {
    statement: /from "alert_deliveries" where .*restored_from_backup/,
    plan: /^USE TEMP B-TREE FOR ORDER BY$/,
    why: 'only while a restored database is on hold, and one alert for each channel',
  },
  {
    statement: /from "alert_deliveries" where .* order by/,
    plan: /^USE TEMP B-TREE FOR LAST TERM OF ORDER BY$/,
    why: 'only alerts that are due at the same millisecond',
  },
  { statement: /outbox_total/, plan: /^SCAN outbox_total$/, why: 'one row' },
  {
    statement: /^update outbox_total/,
    plan: /^SCAN main.outbox_usage$/,
    why: 'only after another process has written',
  },
  {
    statement: /^update outbox set .* where next_attempt_at is not null$/,
    plan: /^SCAN outbox USING (COVERING )?INDEX outbox_waiting$/,
    why: 'all waiting messages, once when a copy is put on hold and once when sending starts again',
  },
  {
    statement: /from "messages" where .*state in \('queued', 'sending'\)/,
    plan: /^USE TEMP B-TREE FOR ORDER BY$/,
    why: 'few messages are being sent at a time',
  },
  {
    statement: /from "messages" where \("messages"."resend_of" = \?/,
    plan: /^USE TEMP B-TREE FOR ORDER BY$/,
    why: 'few messages are sent again, and each only a few times',
  },
  { statement: /^delete from sessions$/, plan: /^SCAN sessions$/, why: 'all sessions, when a copy is put on hold' },
  {
    statement: /^select .* from "outbox" .* group by/,
    plan: /^SCAN outbox USING COVERING INDEX/,
    why: 'once, when the server starts',
  },
  {
    statement: /group by sealed_with/,
    plan: /^SCAN (outbox|credential_keys) USING COVERING INDEX/,
    why: 'when the server starts, and for the command that rotates keys',
  },
  {
    statement: /^select lost\.\*/,
    plan: /^(SCAN lost$|USE TEMP B-TREE)/,
    why: 'the few bots with values sealed with one lost key, for an operator',
  },
  {
    statement: /^select .* from "bots" .* order by "bots"."name"/,
    plan: /^(SCAN bots USING COVERING INDEX bots_name|SEARCH|USE TEMP)/,
    why: 'the list of all bots, the first page of one, or a list of a few given ones',
  },
  {
    statement: /^select "bot_id", "state", "version", .* from "office365_configurations"$/,
    plan: /^SCAN office365_configurations$/,
    why: 'all configurations without their secrets, for a file that has all bots',
  },
  {
    statement: /^select ("bot_id", )?"waiting_credential" from "office365_configurations" where/,
    plan: /^SCAN office365_configurations$/,
    why: 'few bots have a credential that waits, and there is at most one row per bot; read when a script is shown or a federated credential is submitted',
  },
  {
    statement: /^select case .* from "bots" .* group by 1$/,
    plan: /^(SCAN bots USING COVERING INDEX|USE TEMP B-TREE FOR GROUP BY)/,
    why: 'the totals of the overview, which depend on the day: 20 ms for 10,000 bots, sorted into seven groups',
  },
  {
    statement: /^select ("bot_id", )?"values"(, "done_steps", "saved_at")? from "office365_drafts"/,
    plan: /^SCAN office365_drafts$/,
    why: 'one row per bot that is being set up; read when a script is shown, and at start',
  },
  {
    statement: /^select .* from "intake_links" where \("intake_links"."state" = \?/,
    plan: /^SCAN intake_links$/,
    why: 'links that an admin made; read when a script is shown or a federated credential is submitted',
  },
  {
    statement: /json_each/,
    plan: /^SCAN (wanted|part|json_each) VIRTUAL TABLE/,
    why: 'the few blocks that are asked for',
  },
  {
    statement: /^select .* from message_blocks( where after_id < \?)? order by after_id desc limit \?$/,
    plan: /^SCAN message_blocks USING INDEX/,
    why: 'starts with the newest and ends at the limit',
  },
  {
    statement: /^select .* from "people"/,
    plan: /^SCAN people/,
    why: 'owners add them one by one; read when people are managed',
  },
  {
    statement: /^select .* from "service_keys"/,
    plan: /^SCAN service_keys/,
    why: 'admins make them one by one; read to list them, and when a bot is deleted',
  },
  {
    statement: /^delete from "sessions" where \("sessions"."signed_in_at" < \? or/,
    plan: /^SCAN sessions$/,
    why: 'once an hour; the table has the sign-ins of some hours',
  },
  {
    statement: /^select .* from "audit_events"( where .*"bot_id" is not null[^?]*)? order by .* limit \?$/,
    plan: /^SCAN audit_events( USING INDEX audit_events_of_bots)?$/,
    why: 'starts with the newest and ends at the limit',
  },
  {
    statement: /^select .*"health", coalesce\(.* from "office365_configurations" left join "credential_keys"/,
    plan: /^SCAN office365_configurations$/,
    why: 'the daily check needs a few values of each row, and there is at most one row per bot',
  },
  {
    statement: /from mail_days where bot_id in \(select value from json_each/,
    plan: /^(SCAN json_each VIRTUAL TABLE INDEX 1:|USE TEMP B-TREE FOR GROUP BY)$/,
    why: 'at most 100 given bots, and their days within at most 90',
  },
  {
    statement: /from "office365_configurations" .*"secret_expires_on" between \? and \?/,
    plan: /^USE TEMP B-TREE FOR (GROUP BY|ORDER BY)$/,
    why: 'one row per bot whose secret expires within a year, found by an index: 12 groups, or the rows of given bots',
  },
  {
    statement: /^delete from audit_events where .* order by sequence limit 200/,
    plan: /^SCAN audit_events$/,
    why: 'starts with the oldest and ends at the limit',
  },
]

let folder: string
let client: SQLite.Database
let plans: { statement: string; details: string[] }[]

function explain(statement: string): string[] {
  const named = [...statement.matchAll(/@(\w+)/g)].map(([, name]) => [name, null])
  const given = named.length > 0 ? [Object.fromEntries(named)] : Array.from(statement.match(/\?/g) ?? [], () => null)
  return client
    .prepare<unknown[], { detail: string }>(`explain query plan ${statement}`)
    .all(...given)
    .map(({ detail }) => detail)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-plans-'))
  const file = join(folder, 'test.db')
  openDatabase(file).$client.close()
  const prepare = vi.spyOn(SQLite.prototype, 'prepare')
  const storage = openSqliteStorage(file)
  await callEverything(storage)
  await storage.close()
  const prepared = prepare.mock.calls.map(([statement]) => statement.replaceAll(/\s+/g, ' ').trim())
  prepare.mockRestore()
  const database = openDatabase(file)
  createQueueUsage(database)
  client = database.$client
  plans = [...new Set(prepared)]
    .filter((statement) => /^(select|insert|update|delete|with)\b/i.test(statement))
    .map((statement) => ({ statement, details: explain(statement) }))
})
afterAll(() => {
  client.close()
  rmSync(folder, { recursive: true })
})

it('calls every method of every store', async () => {
  const storage = openSqliteStorage(join(folder, 'test.db'))
  const methodsOf = (value: object) =>
    Object.entries(value)
      .flatMap(([name, member]) => (typeof member === 'function' ? [name] : []))
      .sort()
  const stores = Object.entries(storage).filter(([name]) => !(name in others) && !withoutQueries.includes(name))
  expect(Object.fromEntries(stores.map(([name, store]) => [name, methodsOf(store)]))).toEqual(
    Object.fromEntries(Object.entries(calls).map(([name, methods]) => [name, methodsOf(methods)])),
  )
  await storage.close()
})

const isExcepted = (statement: string, detail: string) => (exception: Exception) =>
  exception.statement.test(statement) && exception.plan.test(detail)

it('no query reads or sorts a whole table that grows, except those with a reason', () => {
  const wrong = plans.flatMap(({ statement, details }) =>
    details
      .filter((detail) => /^SCAN|TEMP B-TREE/.test(detail))
      .filter((detail) => !exceptions.some(isExcepted(statement, detail)))
      .map((detail) => ({ statement, detail })),
  )
  expect(wrong).toEqual([])
  expect(plans.length).toBeGreaterThan(80)
})

it('each filter of the audit log uses its own index instead of scanning from where the page ends', () => {
  const ofAction = plans.filter(({ statement }) => /from "audit_events" where .*("action" = |substr)/.test(statement))
  expect(ofAction.length).toBeGreaterThan(8)
  for (const { statement, details } of ofAction)
    expect([statement, details.join(' ')]).toEqual([
      statement,
      expect.stringMatching(/USING (COVERING )?INDEX audit_events_(action|subject|bot_id)|\(rowid=\?\)/),
    ])
})

it('every exception is needed', () => {
  const unused = exceptions.filter(
    (exception) =>
      !plans.some(({ statement, details }) => details.some((detail) => isExcepted(statement, detail)(exception))),
  )
  expect(unused).toEqual([])
})

it("finds a bot's exceptional messages without reading its other messages", () => {
  const listing = plans.filter(({ statement }) => /from "messages" where .*state in .*'failed'/.test(statement))
  expect(listing).toHaveLength(2)
  for (const { details } of listing)
    expect(details).toEqual([
      expect.stringMatching(/^SEARCH messages USING INDEX messages_exceptional \(bot_id=\? AND state=\?/),
    ])
})

it('finds the messages that a bot is sending without reading its other messages', () => {
  const [listing] = plans.filter(({ statement }) =>
    /from "messages" where .*state in \('queued', 'sending'\)/.test(statement),
  )
  expect(listing?.details[0]).toMatch(/^SEARCH messages USING INDEX messages_unsettled \(state=\?\)/)
})

it('reads a page of bots in the order of its index, from where the page begins', () => {
  const pages = plans.filter(({ statement }) =>
    /from "bots" .* where \(?\(?"bots"."name", "bots"."id"\) > .* limit \?$/.test(statement),
  )
  expect(pages).toHaveLength(2)
  for (const { details } of pages) {
    expect(details[0]).toMatch(/^SEARCH bots USING COVERING INDEX bots_name \(\(name,id\)>\(\?,\?\)\)/)
    expect(details.join()).not.toContain('TEMP B-TREE')
  }
})
