import { diagnose, diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { ServiceKey } from '@office365-email/shared/service-key'
import { NIL } from 'uuid'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditQuery } from '../../ground/audit/audit-store.ts'
import { unreadableSecretDiagnosis } from '../../mail/configuration/health.ts'
import type { WaitingCredential } from '../../mail/credentials/credential.ts'
import { sealedKinds } from '../../mail/encryption-keys/sealed-values.ts'
import type { StoredPlace } from '../../mail/personal-data/personal-data-store.ts'
import type { MessageFilter } from '../../mail/search/message-filter.ts'
import type { Message } from '../../mail/sending/message.ts'
import { noCounts } from '../../mail/statistics/mail-counts.ts'
import { personalDataTables } from '../rows/personal-data-tables.ts'
import type { Storage } from '../storage.ts'
import { alertChannelOf } from './examples.ts'
import { personOf } from './shell-examples.ts'

const at = '2026-01-01T00:00:00.000Z'
const now = Date.parse(at)
const id = '00000000-0000-7000-8000-000000000000'
const secondId = '00000000-0000-7000-8000-000000000001'
const botId = 'orders'
const today = '2026-01-01'
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
  replaces: null,
} as const
const queued = { mailbox: 'm', sealedMessage: '', sealedWith: 'k', nextAttemptAt: now, takenAt: now }
const health = { state: 'working', since: at } as const
const reference = { botId, generation: 'g', version: 1 }
const sender = { ...reference, cloud: 'global', tenantId: id, clientId: id, userId: id } as const
const change = { ...reference, health, lastAcceptedAt: at }
const result = { state: 'accepted', settledAt: at, attempts: 1, requestId: null, diagnosis, change } as const
const configuration = {
  ...sender,
  state: 'locked',
  userEmail: 'a@example.com',
  credential: { kind: 'client-secret' },
  waiting: null,
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
const person = personOf({ id })
const session = { idHash: 'h', personId: id, signedInAt: now, authenticatedAt: now, lastSeenAt: now, ip: null }
const link = {
  id,
  botId,
  createdAt: at,
  createdBy: actor,
  expiresAt: at,
  credentialKind: 'certificate',
  tries: 0,
  state: 'open',
  submitted: null,
  prepared: null,
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
const channel = alertChannelOf({ id })
const alert = { type: 'test', at, title: '', bot: null, url: '' } as const
const page = { botId, limit: 50 }
const search: MessageFilter = {
  bots: [botId],
  words: ['order'],
  recipient: 'ada@example.com',
  from: now,
  to: now,
  states: ['failed'],
  source: null,
}

const credentialKey = { id, botId, sealedKey: 's', sealedWith: 'k' }
const signingKey = {
  id,
  publicKey: { kty: 'RSA', n: '', e: '' },
  sealedKey: 's',
  sealedWith: 'k',
  createdAt: now,
} as const
const waiting: WaitingCredential = {
  credential: { kind: 'certificate', keyId: id, certificate: '', origin: 'made', validMonths: 12 },
  expiresOn: today,
  values: null,
  madeAt: at,
  madeBy: actor,
}

const storedPlaces = Object.keys(personalDataTables) as StoredPlace[]
const changedPlaces = storedPlaces
  .slice(0, storedPlaces.indexOf('mailboxes'))
  .filter((place) => place !== 'idempotency-keys')
  .map((place) => [place, personalDataTables[place]] as const)
const replacements = [{ found: '"ada@example.com"', replacement: '"removed-0123456789ab@removed.invalid"' }]

/** Each method of each store, with all arguments that lead to different queries. */
export const calls = {
  bots: {
    save: ({ bots }) => bots.save({ id: botId, name: 'Orders' }, { created: next(), renamed: next() }),
    read: ({ bots }) => bots.read(botId),
    list: async ({ bots }) => {
      await bots.list('all')
      await bots.list([botId, 'another'])
    },
    listPage: async ({ bots }) => {
      for (const scope of ['all' as const, [botId, 'another']])
        for (const after of [undefined, { name: 'Orders', id: botId }])
          for (const filter of [{}, { q: 'order', state: 'locked', health: 'failing', status: 'attention' } as const])
            await bots.listPage(scope, { ...filter, today, after, limit: 50 })
    },
    count: async ({ bots }) => {
      for (const scope of ['all' as const, [botId, 'another']])
        for (const q of [undefined, 'order']) await bots.count(scope, { q, today })
    },
    delete: async ({ bots }) => {
      await bots.save({ id: 'another', name: 'Another' }, { created: next(), renamed: next() })
      await bots.delete('another', { deleted: next(), keyRevoked: next, personChanged: next })
    },
  },
  messages: {
    insert: ({ messages }) => messages.insert(message, sender, { idempotency, change }),
    enqueue: ({ messages }) =>
      messages.enqueue({ ...message, id: secondId }, sender, queued, {
        idempotency,
        limits: { messages: 9, bytes: 9 },
      }),
    abandon: ({ messages }) => messages.abandon(id),
    sendAgain: ({ messages }) => messages.sendAgain(id, 2, sender),
    settle: ({ messages }) => messages.settle(id, result),
    read: ({ messages }) => messages.read(botId, id),
    list: async ({ messages }) => {
      for (const state of ['failed', 'sending'] as const) {
        await messages.list({ ...page, state })
        await messages.list({ ...page, state, before: id })
      }
    },
    markInterrupted: ({ messages }) => messages.markInterrupted(at, diagnosis),
  },
  messageSearch: {
    find: async ({ messageSearch }) => {
      for (const before of [undefined, id]) await messageSearch.find(search, { before, limit: 50 })
    },
    walk: async ({ messageSearch }) => {
      for await (const _ of messageSearch.walk(search));
    },
    count: ({ messageSearch }) => messageSearch.count(search, 9),
    estimate: ({ messageSearch }) => messageSearch.estimate(search),
    indexSome: ({ messageSearch }) => messageSearch.indexSome(new Date(now)),
    renewSome: async ({ messageSearch }) => {
      for (const after of [null, id, new Date(now)]) await messageSearch.renewSome(after)
    },
    forgetSome: async ({ messageSearch }) => {
      for (const before of [null, id]) await messageSearch.forgetSome('ada@example.com', before)
    },
  },
  messageHistory: { read: ({ messageHistory }) => messageHistory.read(botId, id) },
  queueStore: {
    listDue: ({ queueStore }) => queueStore.listDue(botId, now, 4),
    listNext: async ({ queueStore }) => {
      await queueStore.listNext(now)
      await queueStore.listNext(now, botId)
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
  statistics: {
    add: ({ statistics }) =>
      statistics.add([{ botId, day: today, since: at, counts: { ...noCounts(), accepted: 1, in250ms: 1 } }]),
    read: async ({ statistics }) => {
      const days = { from: '2025-12-03', to: today }
      await statistics.read('all', days)
      await statistics.read([botId, 'another'], days)
    },
    deleteBefore: ({ statistics }) => statistics.deleteBefore('2025-01-01'),
  },
  expiringCredentials: {
    listExpiring: async ({ expiringCredentials }) => {
      for (const scope of ['all' as const, [botId, 'another']])
        await expiringCredentials.listExpiring(scope, { from: today, to: '2026-12-31' }, 200)
    },
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
    listValues: async ({ configurations }) => {
      await configurations.listValues('all')
      await configurations.listValues([botId, 'another'])
    },
    listByApplication: ({ configurations }) => configurations.listByApplication(configuration),
    saveWaiting: ({ configurations }) =>
      configurations.saveWaiting(configuration, waiting, next(), { key: credentialKey }),
    setState: ({ configurations }) => configurations.setState(botId, 'unlocked', next()),
    saveHealth: ({ configurations }) => configurations.saveHealth(change, next()),
    remove: ({ configurations }) => configurations.remove(botId, next()),
  },
  credentialKeys: { read: ({ credentialKeys }) => credentialKeys.read(id) },
  signingKeys: {
    add: ({ signingKeys }) => signingKeys.add(signingKey, null, next()),
    list: ({ signingKeys }) => signingKeys.list(),
    delete: ({ signingKeys }) => signingKeys.delete([id]),
  },
  applicationUses: {
    listOthers: ({ applicationUses }) => applicationUses.listOthers({ botId, clientId: id, now: new Date(at) }),
    listBots: ({ applicationUses }) => applicationUses.listBots(configuration),
  },
  drafts: {
    read: ({ drafts }) => drafts.read(botId),
    list: async ({ drafts }) => {
      await drafts.list('all')
      await drafts.list([botId, 'another'])
    },
    save: async ({ drafts }) => {
      await drafts.save(botId, { values: {}, doneSteps: [], savedAt: at })
      await drafts.save(botId, { values: {}, doneSteps: [], savedAt: at }, next())
    },
    delete: ({ drafts }) => drafts.delete(botId),
  },
  people: {
    create: ({ people }) => people.create(person, next()),
    createFirst: ({ people }) => people.createFirst(person, next()),
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
    create: ({ setUpLinks }) => setUpLinks.create({ tokenHash: 't', expiresAt: now }, now),
    replace: ({ setUpLinks }) => setUpLinks.replace({ tokenHash: 't', expiresAt: now }),
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
    report: async ({ alertStates, alertChannels }) => {
      await alertChannels.create({ ...channel, id: 'first' }, { sealedSecret: 's', sealedWith: 'k' }, next(), () => [])
      const reported = { generation: '', secret: null, fault: null, recoveredAt: at }
      await alertStates.report(botId, reported, [alert], () => 'delivery', now)
      await alertStates.report(botId, null, [], () => 'none', now)
      await alertChannels.delete('first', next())
    },
  },
  alertConditions: {
    listStuck: ({ alertConditions }) => alertConditions.listStuck('', 1),
    list: ({ alertConditions }) => alertConditions.list(),
    report: async ({ alertConditions }) => {
      const ending = { type: 'messages-released', title: '' } as const
      const reported = { id: 'queue', alert, ending, mark: '', endsAfterMs: 0, clearSince: null }
      await alertConditions.report('queue', reported, alert, () => 'condition', now)
      await alertConditions.report('queue', null, null, () => 'none', now)
    },
  },
  alertChannels: {
    create: ({ alertChannels }) =>
      alertChannels.create(channel, { sealedSecret: 's', sealedWith: 'k' }, next(), () => []),
    update: async ({ alertChannels }) => {
      await alertChannels.update(channel, { sealedSecret: 's', sealedWith: 'k' }, next())
      await alertChannels.update(channel, null, next())
    },
    list: ({ alertChannels }) => alertChannels.list(),
    countWaiting: ({ alertChannels }) => alertChannels.countWaiting(),
    listDue: async ({ alertChannels }) => {
      await alertChannels.listDue(now, 20)
      await alertChannels.listDue(now, 20, { onlyHold: true })
    },
    read: ({ alertChannels }) => alertChannels.read(id),
    postpone: ({ alertChannels }) => alertChannels.postpone([id, 'another'], now),
    settle: async ({ alertChannels }) => {
      const health = { at, outcome: 'failed', status: null, excerpt: null, pausedUntil: null } as const
      await alertChannels.settle(id, health, [{ id, attempts: 0, nextAttemptAt: now }])
      await alertChannels.settle(id, health, [{ id, attempts: 0, nextAttemptAt: null }])
    },
    delete: ({ alertChannels }) => alertChannels.delete(id, next()),
  },
  personalData: {
    readSome: async ({ personalData }) => {
      for (const place of storedPlaces) await personalData.readSome(place, null, ['ada@example.com'])
    },
    change: async ({ personalData }) => {
      for (const [place, { columns }] of changedPlaces) {
        const texts = Object.fromEntries(Object.keys(columns).map((column) => [column, null]))
        const deletes = place === 'messages' ? ('message' as const) : ('nothing' as const)
        const change = { before: texts, after: texts, deletes, replacements }
        await personalData.change(place, [{ key: place === 'audit-events' ? '0' : NIL, ...change }], next)
      }
    },
    forgetDeleted: ({ personalData }) => personalData.forgetDeleted(),
  },
  serviceKeys: {
    create: ({ serviceKeys }) => serviceKeys.create(key, 'h', next()),
    list: ({ serviceKeys }) => serviceKeys.list(),
    readByHash: ({ serviceKeys }) => serviceKeys.readByHash('h'),
    useQuota: ({ serviceKeys }) => serviceKeys.useQuota(id, { day: '2026-01-01', recipients: 1, quota: 2 }),
    readUse: ({ serviceKeys }) => serviceKeys.readUse([id, 'another'], today),
    saveLastUsed: ({ serviceKeys }) => serviceKeys.saveLastUsed(new Map([[id, at]])),
    revoke: ({ serviceKeys }) => serviceKeys.revoke(id, next()),
  },
  sealedValues: {
    list: async ({ sealedValues }) => {
      for (const kind of sealedKinds) {
        await sealedValues.list(kind, { after: '', limit: 50 })
        await sealedValues.list(kind, { after: '', limit: 50, except: 'k' })
      }
    },
    replace: ({ sealedValues }) =>
      sealedValues.replace(
        sealedKinds.map((kind) => ({
          value: { kind, id, botId, version: 1, sealed: '', sealedWith: 'k' },
          sealedSecret: '',
          sealedWith: 'k',
        })),
        next(),
      ),
    countByKey: ({ sealedValues }) => sealedValues.countByKey(),
    listKnownKeys: ({ sealedValues }) => sealedValues.listKnownKeys(),
    listKeysInUse: ({ sealedValues }) => sealedValues.listKeysInUse(),
    lockKeys: ({ sealedValues }) =>
      sealedValues.lockKeys(
        ({ known }) => known,
        () => ({ key: { id: 'k', fingerprint: 'f' }, firstUse: next() }),
      ),
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
export const others: Partial<Record<keyof Storage, (storage: Storage) => unknown>> = {
  readiness: (storage) => storage.readiness(),
}

/** These run no query on the open database, or have no store's tables. */
export const withoutQueries = [
  'copyTo',
  'description',
  'faults',
  'close',
  'laneSlots',
  'backgroundJobs',
  'servers',
  'createLimiter',
]

/** Calls all of them, one after the other. */
export async function callEverything(storage: Storage): Promise<void> {
  for (const methods of Object.values<Record<string, (storage: Storage) => unknown>>(calls))
    for (const call of Object.values(methods)) await call(storage)
  for (const call of Object.values(others)) await call(storage)
}
