import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diagnose, diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { ServiceKey } from '@office365-email/shared/service-key'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { AuditEvent } from '../ground/audit/audit-event.ts'
import type { AuditQuery } from '../ground/audit/audit-store.ts'
import { openKeyRing } from '../ground/secrets/key-file.ts'
import { unreadableSecretDiagnosis } from '../mail/configuration/health.ts'
import type { Message } from '../mail/sending/message.ts'
import { openStorage } from './open-storage.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { createQueueUsage } from './sqlite/queue-usage.ts'

type Storage = ReturnType<typeof openStorage>

const at = '2026-01-01T00:00:00.000Z'
const now = Date.parse(at)
const id = '00000000-0000-7000-8000-000000000000'
const botId = 'orders'
const actor = { kind: 'system', id: 'test', name: 'test' } as const
const event: AuditEvent = {
  id,
  at,
  actor,
  action: 'bot.created',
  botId,
  outcome: 'succeeded',
  requestId: null,
  ip: null,
  details: {},
}
let count = 0
const next = (): AuditEvent => {
  count += 1
  return { ...event, id: `event-${count}` }
}

const diagnosis = diagnose({ stage: 'graph', status: 503, body: undefined }, { now: new Date(at) })
const message: Message = {
  id,
  botId,
  state: 'queued',
  source: { kind: 'service', name: 'test' },
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  createdAt: at,
  settledAt: null,
  attempts: 0,
  microsoft: null,
}
const idempotency = {
  botId,
  serviceKeyId: 'key',
  key: 'one',
  fingerprint: { value: '', madeWith: 'k' },
  answer: 'queued',
  createdAt: now,
} as const
const queued = { mailbox: 'm', sealedMessage: '', sealedWith: 'k', nextAttemptAt: now, takenAt: now }
const health = { state: 'working', since: at } as const
const sender = { botId, generation: 'g', version: 1 }
const change = { ...sender, health, lastAcceptedAt: at }
const result = { state: 'accepted', settledAt: at, attempts: 1, requestId: null, diagnosis, change } as const
const configuration = {
  ...sender,
  state: 'locked',
  userEmail: 'a@example.com',
  clientId: id,
  tenantId: id,
  userId: id,
  cloud: 'global',
  sealedSecret: 's',
  sealedWith: 'k',
  secretSavedAt: at,
  secretExpiresOn: null,
  savedAt: at,
  savedBy: actor,
  health,
  restriction: null,
  lastAcceptedAt: null,
  signedInAt: null,
} as const
const person = {
  id,
  email: 'ada@example.com',
  name: 'Ada',
  role: 'owner',
  botIds: 'all',
  passwordHash: null,
  providerIssuer: null,
  providerSubject: null,
  hasProviderRole: false,
  createdAt: at,
} as const
const session = { idHash: 'h', personId: id, signedInAt: now, authenticatedAt: now, lastSeenAt: now, ip: null }
const link = {
  id,
  botId,
  createdAt: at,
  createdBy: actor,
  expiresAt: at,
  tries: 0,
  state: 'open',
  submitted: null,
  sealedSecret: null,
} as const
const key: ServiceKey = {
  id,
  name: 'k',
  scopes: [],
  botIds: 'all',
  createdAt: at,
  createdBy: actor,
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  recipientDomains: null,
  dailyQuota: null,
}
const webhook = { id, url: 'https://example.com/', createdAt: at, createdBy: actor, lastDelivery: null }
const alert = { type: 'test', at, title: '', bot: null, url: '' } as const
const task = { id, webhookId: id, url: '', sealedSecret: '', alert, attempts: 0 }
const page = { botId, limit: 50 }

/** Each method of each store, with all arguments that lead to different queries. */
const calls = {
  bots: {
    save: ({ bots }) => bots.save({ id: botId, name: 'Orders' }, { created: next(), renamed: next() }),
    read: ({ bots }) => bots.read(botId),
    list: async ({ bots }) => {
      await bots.list('all')
      await bots.list([botId, 'another'])
    },
    delete: async ({ bots }) => {
      await bots.save({ id: 'another', name: 'Another' }, { created: next(), renamed: next() })
      await bots.delete('another', { deleted: next(), keyRevoked: next, personChanged: next })
    },
  },
  messages: {
    insert: ({ messages }) => messages.insert(message, sender, { idempotency, change }),
    enqueue: ({ messages }) =>
      messages.enqueue({ ...message, id: `${id}1` }, sender, queued, {
        idempotency,
        limits: { messages: 9, bytes: 9 },
      }),
    sendAgain: ({ messages }) => messages.sendAgain(id, 2, sender),
    settle: ({ messages }) => messages.settle(id, result),
    read: ({ messages }) => messages.read(botId, id),
    list: async ({ messages }) => {
      await messages.list(page)
      await messages.list({ ...page, before: id })
      await messages.list({ ...page, state: 'failed' })
      await messages.list({ ...page, state: 'failed', before: id })
      await messages.list({ ...page, state: 'sending' })
    },
    markInterrupted: ({ messages }) => messages.markInterrupted(at, diagnosis),
  },
  queueStore: {
    listDue: ({ queueStore }) => queueStore.listDue(botId, now, 4),
    listNext: async ({ queueStore }) => {
      await queueStore.listNext()
      await queueStore.listNext(botId)
    },
    read: ({ queueStore }) => queueStore.read(botId, id),
    claim: ({ queueStore }) => queueStore.claim(id, 1, sender),
    postpone: ({ queueStore }) =>
      queueStore.postpone(id, { nextAttemptAt: now, failures: 1, attempts: 1, diagnosis }, sender),
    usage: ({ queueStore }) => queueStore.usage(),
    cancel: ({ queueStore }) => queueStore.cancel(id, at),
  },
  sendingStore: {
    readHold: ({ sendingStore }) => sendingStore.readHold(),
    holdRestored: ({ sendingStore }) => sendingStore.holdRestored(next()),
    release: ({ sendingStore }) => sendingStore.release(next()),
    beginOff: ({ sendingStore }) => sendingStore.beginOff(new Date(at)),
    endOff: ({ sendingStore }) => sendingStore.endOff(new Date(at)),
  },
  idempotencyStore: { find: ({ idempotencyStore }) => idempotencyStore.find(idempotency) },
  messageRetention: {
    deleteOlderThan: ({ messageRetention }) =>
      messageRetention.deleteOlderThan({ messages: now, bodies: now, idempotencyKeys: now }),
  },
  audit: {
    append: ({ audit }) => audit.append(next()),
    list: async ({ audit }) => {
      const reaches: AuditQuery['reach'][] = ['everything', 'all', [botId, 'another']]
      for (const reach of reaches)
        for (const one of [undefined, botId])
          for (const action of [undefined, 'bot.created', 'bot'])
            for (const before of [undefined, 7]) await audit.list({ reach, botId: one, action, before, limit: 50 })
    },
    deleteOlderThan: ({ audit }) => audit.deleteOlderThan(at),
  },
  configurations: {
    save: ({ configurations }) =>
      configurations.save(configuration, { botId, state: 'unconfigured', version: 0, botCreatedAt: at }, next()),
    read: ({ configurations }) => configurations.read(botId),
    listHealth: ({ configurations }) => configurations.listHealth(),
    listByApplication: ({ configurations }) => configurations.listByApplication(configuration),
    setState: ({ configurations }) => configurations.setState(botId, 'unlocked', next()),
    saveHealth: ({ configurations }) => configurations.saveHealth(change, next()),
    remove: ({ configurations }) => configurations.remove(botId, next()),
  },
  applicationUses: {
    listOthers: ({ applicationUses }) => applicationUses.listOthers({ botId, clientId: id, now: new Date(at) }),
  },
  drafts: {
    read: ({ drafts }) => drafts.read(botId),
    save: ({ drafts }) => drafts.save(botId, { values: {}, doneSteps: [], savedAt: at }),
    delete: ({ drafts }) => drafts.delete(botId),
  },
  people: {
    create: ({ people }) => people.create(person, next()),
    list: ({ people }) => people.list(),
    readByEmail: ({ people }) => people.readByEmail(person.email),
    readByIdentity: ({ people }) => people.readByIdentity({ issuer: 'https://login.example.com', subject: 's' }),
    update: ({ people }) => people.update(id, () => ({ changes: { role: 'admin', passwordHash: '' }, event: next() })),
    delete: ({ people }) => people.delete(id, next()),
  },
  sessions: {
    create: async ({ people, sessions }) => {
      await people.create(person, next())
      await sessions.create(session, next(), () => true)
    },
    read: ({ sessions }) => sessions.read('h'),
    list: ({ sessions }) => sessions.list(id),
    touch: ({ sessions }) => sessions.touch('h', now),
    delete: ({ sessions }) => sessions.delete('h', next()),
    deleteOlderThan: ({ sessions }) => sessions.deleteOlderThan({ signedInAt: now, lastSeenAt: now }),
  },
  setUpLinks: {
    create: ({ setUpLinks }) => setUpLinks.create('t', now),
    redeem: ({ setUpLinks }) => setUpLinks.redeem('t', now - 1, person, next()),
  },
  intakeLinks: {
    create: ({ intakeLinks }) => intakeLinks.create(link, 't', next()),
    list: ({ intakeLinks }) => intakeLinks.list(botId),
    readByToken: ({ intakeLinks }) => intakeLinks.readByToken('t'),
    countTry: async ({ intakeLinks }) => {
      await intakeLinks.countTry(id, 1)
      await intakeLinks.countTry(id, -1)
    },
    take: ({ intakeLinks }) => intakeLinks.take(id, ['open', 'submitted'], { to: 'revoked' }, next()),
    forgetSecrets: ({ intakeLinks }) => intakeLinks.forgetSecrets(at),
  },
  alertStates: {
    listWatched: ({ alertStates }) => alertStates.listWatched('', '2026-01-01'),
    report: async ({ alertStates, alertWebhooks }) => {
      await alertWebhooks.create({ ...webhook, id: 'first' }, { sealedSecret: 's', sealedWith: 'k' }, next(), () => [])
      const reported = { generation: '', secret: null, fault: null, recoveredAt: at }
      await alertStates.report(botId, reported, [alert], () => 'delivery', now)
      await alertStates.report(botId, null, [], () => 'none', now)
      await alertWebhooks.delete('first', next())
    },
  },
  alertWebhooks: {
    create: ({ alertWebhooks }) =>
      alertWebhooks.create(webhook, { sealedSecret: 's', sealedWith: 'k' }, next(), () => []),
    list: ({ alertWebhooks }) => alertWebhooks.list(),
    listDue: ({ alertWebhooks }) => alertWebhooks.listDue(now, 20),
    readForTest: ({ alertWebhooks }) => alertWebhooks.readForTest(id),
    settle: async ({ alertWebhooks }) => {
      const delivery = { at, outcome: 'failed', status: null } as const
      await alertWebhooks.settle(task, delivery, now)
      await alertWebhooks.settle(task, delivery, null)
    },
    delete: ({ alertWebhooks }) => alertWebhooks.delete(id, next()),
  },
  serviceKeys: {
    create: ({ serviceKeys }) => serviceKeys.create(key, 'h', next()),
    list: ({ serviceKeys }) => serviceKeys.list(),
    readByHash: ({ serviceKeys }) => serviceKeys.readByHash('h'),
    useQuota: ({ serviceKeys }) => serviceKeys.useQuota(id, { day: '2026-01-01', recipients: 1, quota: 2 }),
    saveLastUsed: ({ serviceKeys }) => serviceKeys.saveLastUsed(new Map([[id, at]])),
    revoke: ({ serviceKeys }) => serviceKeys.revoke(id, next()),
  },
  sealedValues: {
    list: async ({ sealedValues }) => {
      for (const kind of ['client secret', 'intake submission', 'queued message', 'webhook secret'] as const) {
        await sealedValues.list(kind, { after: '', limit: 50 })
        await sealedValues.list(kind, { after: '', limit: 50, except: 'k' })
      }
    },
    replace: ({ sealedValues }) =>
      sealedValues.replace(
        (['client secret', 'intake submission', 'queued message', 'webhook secret'] as const).map((kind) => ({
          value: { kind, id, botId, version: 1, sealed: '', sealedWith: 'k' },
          sealedSecret: '',
          sealedWith: 'k',
        })),
        next(),
      ),
    countByKey: ({ sealedValues }) => sealedValues.countByKey(),
    listKnownKeys: ({ sealedValues }) => sealedValues.listKnownKeys(),
    listLost: ({ sealedValues }) => sealedValues.listLost('k'),
    forget: ({ sealedValues }) =>
      sealedValues.forget('k', {
        at,
        diagnoses: { secret: unreadableSecretDiagnosis, message: diagnoseOwn('message_unreadable') },
        eventsOf: () => [next()],
      }),
  },
} satisfies Record<string, Record<string, (storage: Storage) => unknown>>

/** The methods of the storage itself. */
const others: Partial<Record<keyof Storage, (storage: Storage) => unknown>> = {
  isEmpty: (storage) => storage.isEmpty(),
  isUsable: (storage) => storage.isUsable(),
  checkEncryptionKeys: (storage) =>
    storage.checkEncryptionKeys(openKeyRing(join(folder, 'keys'), { databaseIsEmpty: true }), next()),
  requireFittingKeys: (storage) => storage.requireFittingKeys({ find: () => null }),
  isKeyMissing: (storage) => storage.isKeyMissing({ find: () => null }),
  withKeyFileLocked: (storage) => storage.withKeyFileLocked(({ isTaken }) => isTaken('k')),
}

/** These run no query on the open database. */
const withoutQueries = ['copyTo', 'faults', 'close']

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
  { statement: /alert_webhooks/, plan: /^SCAN alert_webhooks/, why: 'at most 20' },
  {
    statement: /where "alert_states"."bot_id" is not null$/,
    plan: /^SCAN alert_states$/,
    why: 'only when an owner adds one of at most 20 webhooks',
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
  { statement: /^delete from sessions$/, plan: /^SCAN sessions$/, why: 'all sessions, when a copy is put on hold' },
  {
    statement: /^select .* from "outbox" .* group by/,
    plan: /^SCAN outbox USING COVERING INDEX/,
    why: 'once, when the server starts',
  },
  {
    statement: /group by sealed_with/,
    plan: /^SCAN outbox USING COVERING INDEX/,
    why: 'when the server starts, and for the command that rotates keys',
  },
  {
    statement: /^select lost\.\*/,
    plan: /^(SCAN lost$|USE TEMP B-TREE)/,
    why: 'the few bots with values sealed with one lost key, for an operator',
  },
  {
    statement: /^select .* from "bots" .* order by "bots"."name"/,
    plan: /^(SCAN bots USING INDEX bots_name|SEARCH|USE TEMP)/,
    why: 'the list of all bots, or of a few given ones',
  },
  {
    statement: /^select ("bot_id", )?"values"(, "done_steps", "saved_at")? from "office365_drafts"/,
    plan: /^SCAN office365_drafts$/,
    why: 'one row per bot that is being set up; read when a script is shown, and at start',
  },
  {
    statement: /^select .* from "intake_links" where \("intake_links"."state" = \?/,
    plan: /^SCAN intake_links$/,
    why: 'links that an admin made; read when a script is shown',
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
    statement: /^select "bot_id", "health", "sealed_with" from "office365_configurations"/,
    plan: /^SCAN office365_configurations$/,
    why: 'the daily check needs two values of each row, and there is at most one row per bot',
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
  const storage = openStorage(file)
  for (const methods of Object.values<Record<string, (storage: Storage) => unknown>>(calls))
    for (const call of Object.values(methods)) await call(storage)
  for (const call of Object.values(others)) call(storage)
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
  const storage = openStorage(join(folder, 'test.db'))
  const methodsOf = (value: object) => Object.keys(value).sort()
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
