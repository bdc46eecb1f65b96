import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decideAlerts } from '../../mail/alerts/decide-alerts.ts'
import { unreadableSecretDiagnosis } from '../../mail/configuration/health.ts'
import { createAlertStateStore } from './alert-state-store.ts'
import { openDatabase } from './open-database.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-migration-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A database as the version before a migration left it. */
function openBefore(file: string, before: string): SQLite.Database {
  const migrations = join(folder, 'migrations')
  cpSync(join(import.meta.dirname, 'migrations'), migrations, { recursive: true })
  const journalFile = join(migrations, 'meta/_journal.json')
  const journal: { entries: { tag: string }[] } = JSON.parse(readFileSync(journalFile, 'utf8'))
  const index = journal.entries.findIndex(({ tag }) => tag === before)
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, index) }))
  const client = new SQLite(file)
  migrate(drizzle(client), { migrationsFolder: migrations })
  return client
}

it('an upgrade repeats no alert, and keeps what was not delivered', async () => {
  const file = join(folder, 'test.db')
  const before = openBefore(file, '0008_alert-states')
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
  const news = watched.map(({ bot, known, reported }) => [
    bot.id,
    decideAlerts(reported, known, now).news.map(({ type }) => type),
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

describe('an upgrade turns stored sentences into data', () => {
  const noEvidence = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }
  const old = (changes: object) => ({
    cause: 'unclear',
    candidates: ['unclear'],
    field: 'none',
    retryable: false,
    title: 'The cause does not show',
    explanation: 'An old sentence.',
    nextSteps: ['An old step.'],
    actor: 'dashboard-admin',
    evidence: noEvidence,
    ...changes,
  })
  const madeUp = (message: string, changes: object = {}) =>
    old({
      cause: 'connect_timeout',
      candidates: ['connect_timeout', 'connect_failed', 'service_timeout'],
      field: 'network',
      retryable: true,
      title: 'Microsoft did not answer in time',
      evidence: { ...noEvidence, code: 'ETIMEDOUT', message: `ETIMEDOUT: ${message}` },
      ...changes,
    })
  const lookFirst =
    'Before you send again, check in the Sent Items of the mailbox, or with the recipient, whether the message went out: it had been handed over.'
  const held = { retryable: false, nextSteps: [lookFirst, 'An old step.'] }
  const refusal = {
    code: 'AADSTS7000222',
    message: 'AADSTS7000222: The provided client secret keys are expired.',
    status: 401,
    requestId: 'a1',
    correlationId: 'b2',
    timestamp: '2026-01-01T00:00:00Z',
  }

  it.each([
    [
      'a changed configuration',
      old({ title: 'The configuration was changed before this message was sent' }),
      'configuration_changed',
    ],
    ['a day in the queue', old({ title: 'The message waited for 24 hours and was given up' }), 'expired_in_queue'],
    [
      'a restore',
      old({ title: 'The message waited when the backup was made that was restored' }),
      'restored_from_backup',
    ],
    ['a lost key', old({ title: 'The stored message cannot be opened', actor: 'developer' }), 'message_unreadable'],
    ['a crash', madeUp('the server ended before the answer came', held), 'interrupted'],
    ['a stop', madeUp('the server stopped before the answer came', held), 'interrupted'],
    ['a stop before the hand-over', madeUp('the server stopped before the answer came'), 'server_stopping'],
    ['no answer in time', madeUp('no answer to the finished request', held), 'answer_timed_out'],
    ['no answer at all', madeUp('graph.microsoft.com did not answer within 60 s', held), 'answer_timed_out'],
    ['a slow sign-in', madeUp('signing in took too long'), 'sign_in_timed_out'],
    ['a sign-in without answer', madeUp('login.microsoftonline.com did not answer within 8 s'), 'sign_in_timed_out'],
  ])('of %s', (_, before, ownCause) => {
    const expected = diagnose({ ownCause } as Failure)
    const isHeld = before.nextSteps[0] === lookFirst
    expect(upgrade(before)).toEqual(isHeld ? { ...expected, retryable: false, isHandedOver: true } : expected)
  })

  it('of a lost client secret', () => {
    const title = 'The saved secret was lost. Enter the client secret again'
    const before = old({ cause: 'secret_missing', candidates: ['secret_missing'], field: 'clientSecret', title })
    expect(upgrade(before)).toEqual(unreadableSecretDiagnosis)
  })

  it("and keeps cause, candidates, field, retry and Microsoft's words", () => {
    const kept = { cause: 'secret_expired', candidates: ['secret_expired', 'secret_invalid'], field: 'clientSecret' }
    expect(upgrade(old({ ...kept, evidence: refusal }))).toEqual({
      ...kept,
      retryable: false,
      owner: 'entra',
      evidence: refusal,
    })
    const moved = {
      cause: 'mailbox_unavailable',
      candidates: ['mailbox_unavailable'],
      field: 'mailbox',
      retryable: true,
    }
    const evidence = { ...noEvidence, code: 'MailboxInfoStale', status: 503 }
    expect(upgrade(old({ ...moved, evidence }))).toEqual({ ...moved, owner: 'unknown', evidence })
  })

  it('and takes an answer away that Microsoft never gave', () => {
    const throttled = {
      cause: 'graph_throttled',
      candidates: ['graph_throttled'],
      field: 'throttling',
      retryable: true,
    }
    expect(upgrade(old({ ...throttled, evidence: { ...noEvidence, status: 429 } }))).toMatchObject({
      ...throttled,
      evidence: noEvidence,
    })
    const answered = { ...noEvidence, status: 429, requestId: 'c3' }
    expect(upgrade(old({ ...throttled, evidence: answered }))).toMatchObject({ evidence: answered })
  })

  it.each([
    [
      'token-outdated',
      'graph_conditional_access',
      'Microsoft 365 refuses the token because a policy or an account changed after the token was made. A fresh token works.',
    ],
    [
      'item-of-other-mailbox',
      'mailbox_unavailable',
      'Exchange says that the mailbox is moving, but "Cross Server access" means that an item of one mailbox was asked for in another.',
    ],
  ])('and knows %s again', (kind, cause, explanation) => {
    expect(upgrade(old({ cause, candidates: [cause], explanation }))).toMatchObject({ cause, detail: { kind } })
  })

  it.each([
    ['empty text', ''],
    ['text that is not JSON', 'not json'],
    ['candidates that are no list', '{"title":"x","cause":"unclear","candidates":"unclear"}'],
    ['evidence that is no object', '{"title":"x","cause":"unclear","candidates":["unclear"],"evidence":"text"}'],
  ])('and does not stop at %s', (_, diagnosis) => {
    const file = join(folder, `${randomUUID()}.db`)
    const before = openBefore(file, '0010_diagnoses-as-data')
    before.exec("insert into bots (id, name, created_at) values ('bot', 'Bot', '')")
    before
      .prepare(
        `insert into messages (id, bot_id, state, source, recipients, subject, created_at, attempts, diagnosis)
         values ('odd', 'bot', 'failed', '{}', '{}', '', '', 1, ?)`,
      )
      .run(diagnosis)
    before
      .prepare("insert into office365_configurations (bot_id, version, state, health) values ('bot', 3, 'locked', ?)")
      .run(JSON.stringify({ state: 'failing', since: null, diagnosis }))
    before.close()
    const { $client } = openDatabase(file)
    expect($client.prepare('select count(*) from messages').pluck().get()).toBe(1)
    $client.close()
  })

  /** What becomes of it in a message and in the health of a configuration; the rest of both stays as it is. */
  function upgrade(diagnosis: object): unknown {
    const file = join(folder, `${randomUUID()}.db`)
    const before = openBefore(file, '0010_diagnoses-as-data')
    before.exec("insert into bots (id, name, created_at) values ('bot', 'Bot', ''), ('fine', 'Fine', '')")
    const configure = before.prepare(
      "insert into office365_configurations (bot_id, version, state, health) values (?, 3, 'locked', ?)",
    )
    configure.run('bot', JSON.stringify({ state: 'failing', since: '2026-01-01T00:00:00.000Z', diagnosis }))
    configure.run('fine', JSON.stringify({ state: 'untested', since: null }))
    const send = before.prepare(
      `insert into messages (id, bot_id, state, source, recipients, subject, created_at, attempts, diagnosis)
       values (?, 'bot', ?, '{}', '{}', '', '', 1, ?)`,
    )
    send.run('failed', 'failed', JSON.stringify(diagnosis))
    send.run('accepted', 'accepted', null)
    before.close()

    const { $client } = openDatabase(file)
    const health = $client.prepare('select health from office365_configurations order by bot_id').pluck()
    const messages = $client.prepare('select diagnosis from messages order by id').pluck()
    const [failing, fine] = health.all().map((text) => JSON.parse(String(text)))
    const [accepted, failed] = messages.all()
    $client.close()
    expect(fine).toEqual({ state: 'untested', since: null })
    expect(accepted).toBeNull()
    const upgraded = JSON.parse(String(failed))
    expect(failing).toEqual({ state: 'failing', since: '2026-01-01T00:00:00.000Z', diagnosis: upgraded })
    return upgraded
  }
})
