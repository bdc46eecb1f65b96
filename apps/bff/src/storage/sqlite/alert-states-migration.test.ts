import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decideAlerts } from '../../mail/alerts/decide-alerts.ts'
import { createAlertStateStore } from './alert-state-store.ts'
import { openDatabase } from './open-database.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-migration-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A database as the version before this migration left it. */
function openBefore(file: string): SQLite.Database {
  const migrations = join(folder, 'migrations')
  cpSync(join(import.meta.dirname, 'migrations'), migrations, { recursive: true })
  const journalFile = join(migrations, 'meta/_journal.json')
  const journal: { entries: { tag: string }[] } = JSON.parse(readFileSync(journalFile, 'utf8'))
  const index = journal.entries.findIndex(({ tag }) => tag === '0008_alert-states')
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, index) }))
  const client = new SQLite(file)
  migrate(drizzle(client), { migrationsFolder: migrations })
  return client
}

it('an upgrade repeats no alert, and keeps what was not delivered', async () => {
  const file = join(folder, 'test.db')
  const before = openBefore(file)
  const failing = (cause: string, field: string) =>
    JSON.stringify({ state: 'failing', since: '2026-01-01T00:00:00.000Z', diagnosis: { cause, field, title: 'x' } })
  const untested = JSON.stringify({ state: 'untested', since: '2026-01-01T00:00:00.000Z' })
  const addBot = before.prepare("insert into bots (id, name, created_at) values (?, ?, '2026-01-01')")
  const configure = before.prepare(
    "insert into office365_configurations (bot_id, version, state, health, secret_expires_on) values (?, 3, 'locked', ?, ?)",
  )
  const remind = before.prepare('insert into alert_reminders (bot_id, version, kind) values (?, ?, ?)')
  for (const [id, health, expiresOn, reminders] of [
    ['failing', failing('app_disabled', 'clientId'), null, ['3 mail-fails']],
    ['expiring', untested, '2026-02-10', ['3 secret-expires-30', '3 secret-expires-14']],
    ['expired', failing('secret_expired', 'clientSecret'), '2026-01-20', ['3 secret-expired', '3 mail-fails']],
    ['new', failing('app_disabled', 'clientId'), '2026-02-10', ['2 mail-fails', '2 secret-expires-14']],
  ] as const) {
    addBot.run(id, id)
    configure.run(id, health, expiresOn)
    for (const reminder of reminders) remind.run(id, ...reminder.split(' '))
  }
  before.exec(`insert into alert_webhooks (id, url, created_at, created_by, sealed_secret, sealed_with) values ('w', '', '', '{}', '', '');
    insert into alert_deliveries (id, webhook_id, alert, attempts, next_attempt_at) values
      ('1', 'w', '{"type":"mail-fails","bot":{"id":"failing","name":""}}', 0, 0),
      ('2', 'w', '{"type":"mail-fails","bot":{"id":"gone","name":""}}', 0, 0)`)
  before.close()

  const database = openDatabase(file)
  const { watched } = await createAlertStateStore(database).listWatched('', '2026-03-01')
  const now = new Date('2026-02-01T00:00:00.000Z')
  const news = watched.map(({ bot, known, told }) => [
    bot.id,
    decideAlerts(told, known, now).news.map(({ type }) => type),
  ])
  expect(Object.fromEntries(news)).toEqual({
    failing: [],
    expiring: [],
    expired: [],
    new: ['secret-expires', 'mail-fails'],
  })
  const deliveries = database.$client.prepare('select id, bot_id as botId from alert_deliveries order by id')
  expect(deliveries.all()).toEqual([
    { id: '1', botId: 'failing' },
    { id: '2', botId: null },
  ])
  database.$client.prepare("delete from bots where id = 'failing'").run()
  expect(deliveries.all()).toEqual([{ id: '2', botId: null }])
  expect(database.$client.prepare('select bot_id from alert_states order by bot_id').pluck().all()).toEqual([
    'expired',
    'expiring',
  ])
  database.$client.close()
})
