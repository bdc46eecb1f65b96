import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unreadableSecretDiagnosis } from '../../mail/configuration/health.ts'
import type { WaitingCredential } from '../../mail/credentials/credential.ts'
import { type SealedKind, type SealedValue, sealedKinds } from '../../mail/encryption-keys/sealed-values.ts'
import type { SigningKey } from '../../mail/federation/signing-key.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import {
  alertChannelOf,
  at,
  auditEventOf,
  configurationOf,
  idOf,
  intakeLinkOf,
  submissionOf,
  unconfiguredOf,
} from './examples.ts'
import { insertBot, insertQueued, listStates } from './insert-rows.ts'

const waitingOf = (keyId: string): WaitingCredential => ({
  credential: { kind: 'certificate', keyId, certificate: '', origin: 'made', validMonths: 12 },
  expiresOn: null,
  values: null,
  madeAt: at,
  madeBy: { kind: 'system', id: 'test', name: 'test' },
})
const signingKeyOf = (id: string, createdAt: number, sealedWith: string): SigningKey => ({
  id: `federation-${id}`,
  publicKey: { kty: 'RSA', n: '', e: '' },
  sealedKey: `assertions of ${id}`,
  sealedWith,
  createdAt,
})

describe.each(engineNames)('the sealed values on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const listActions = async () =>
    (await open.storage.audit.list({ reach: 'everything', action: 'encryption-key', limit: 200 })).map(
      ({ event }) => event.action,
    )

  /** One value of each kind for a bot, sealed with this key. */
  async function sealAll(botId: string, key: string, number: number) {
    const { configurations, intakeLinks, alertChannels, signingKeys } = open.storage
    await insertBot(open, botId)
    const sealed = { sealedSecret: `secret of ${botId}`, sealedWith: key }
    const configuration = configurationOf({ botId, version: 1, ...sealed })
    const certificate = { id: `key-${botId}`, botId, sealedKey: `key of ${botId}`, sealedWith: key }
    const waiting = waitingOf(certificate.id)
    await configurations.save({ ...configuration, waiting }, unconfiguredOf({ botId }), auditEventOf(), {
      key: certificate,
    })
    const newest = (await signingKeys.list()).at(-1)?.id ?? null
    await signingKeys.add(signingKeyOf(botId, number, key), newest, auditEventOf())
    await intakeLinks.create(intakeLinkOf({ id: `link-${botId}`, botId }), `token of ${botId}`, auditEventOf())
    const entered = { to: 'submitted', submitted: submissionOf(), sealedSecret: `entered for ${botId}` } as const
    // Even numbers are those of private keys.
    const made = { kind: 'certificate', certificate: '', origin: 'made', validMonths: 12 } as const
    const step = { ...entered, prepared: number % 2 === 0 ? made : null }
    await intakeLinks.take(`link-${botId}`, ['open'], { ...step, sealedWith: key }, auditEventOf())
    await insertQueued(open, idOf(number), { botId, sealedMessage: `body of ${botId}`, sealedWith: key })
    const webhook = alertChannelOf({ id: `webhook-${botId}`, url: `https://${botId}.example/hook` })
    await alertChannels.create(webhook, { ...sealed, sealedSecret: `signs for ${botId}` }, auditEventOf(), () => [])
  }

  const list = (kind: SealedKind, range: { after?: string; limit?: number; except?: string } = {}) =>
    open.storage.sealedValues.list(kind, { after: '', limit: 9, ...range })

  it('lists the values of each kind in order of ID, page by page', async () => {
    await sealAll('b', 'k1', 1)
    await sealAll('a', 'k2', 2)
    expect(await list('client secret')).toEqual([
      { kind: 'client secret', id: 'a', botId: 'a', version: 1, sealed: 'secret of a', sealedWith: 'k2' },
      { kind: 'client secret', id: 'b', botId: 'b', version: 1, sealed: 'secret of b', sealedWith: 'k1' },
    ])
    expect(await list('intake submission', { limit: 1 })).toEqual([
      { kind: 'intake submission', id: 'link-a', botId: 'a', version: 2, sealed: 'entered for a', sealedWith: 'k2' },
    ])
    expect((await list('intake submission')).map(({ id, version }) => [id, version])).toEqual([
      ['link-a', 2],
      ['link-b', 1],
    ])
    const [first, second, ...none] = await list('queued message')
    expect([first, second]).toMatchObject([
      { id: idOf(1), botId: 'b', version: 1, sealed: 'body of b', sealedWith: 'k1' },
      { id: idOf(2), botId: 'a', version: 1, sealed: 'body of a', sealedWith: 'k2' },
    ])
    expect(none).toEqual([])
    expect(await list('queued message', { after: idOf(1) })).toEqual([second])
    expect(await list('queued message', { except: 'k1' })).toEqual([second])
    expect((await list('webhook secret', { after: 'webhook-a' })).map(({ id, botId }) => [id, botId])).toEqual([
      ['webhook-b', ''],
    ])
  })

  it('counts the values of each key, and knows the keys in use', async () => {
    const { sealedValues } = open.storage
    expect(await sealedValues.countByKey()).toEqual(new Map())
    expect(await sealedValues.listKeysInUse()).toEqual([])
    await sealAll('a', 'k1', 1)
    await sealAll('b', 'k1', 2)
    await sealAll('c', 'k2', 3)
    await open.storage.configurations.remove('c', auditEventOf())
    expect(await sealedValues.countByKey()).toEqual(
      new Map([
        ['k1', 12],
        ['k2', 4],
      ]),
    )
    expect((await sealedValues.listKeysInUse()).sort()).toEqual(['k1', 'k2'])
  })

  it('replaces each value that did not change, and shows the new one immediately', async () => {
    const { sealedValues, configurations } = open.storage
    await sealAll('a', 'k1', 1)
    const values = (await Promise.all(sealedKinds.map((kind) => list(kind)))).flat()
    const reseal = (value: SealedValue) => ({ value, sealedSecret: `${value.sealed}, again`, sealedWith: 'k2' })
    const event = () => auditEventOf({ action: 'encryption-key.rotated' })
    await configurations.read('a')
    expect(await sealedValues.replace(values.map(reseal), event())).toBe(6)
    expect(await configurations.read('a')).toMatchObject({ sealedSecret: 'secret of a, again', sealedWith: 'k2' })
    expect(await sealedValues.replace(values.map(reseal), event())).toBe(0)
    expect((await Promise.all(sealedKinds.map((kind) => list(kind)))).flat()).toEqual(
      values.map((value) => ({ ...value, sealed: `${value.sealed}, again`, sealedWith: 'k2' })),
    )
    expect(await listActions()).toEqual(['encryption-key.rotated'])
  })

  it('keeps a secret that was entered while its bot was rotated', async () => {
    await insertBot(open, 'a')
    const { configurations, sealedValues } = open.storage
    for (let version = 0; version < 30; version += 2) {
      const before = configurationOf({
        botId: 'a',
        version: version + 1,
        state: 'unlocked',
        sealedSecret: `${version}`,
      })
      await configurations.save(before, unconfiguredOf({ botId: 'a', version }), auditEventOf())
      const [value] = await list('client secret')
      if (!value) throw new Error('nothing is sealed')
      const next = { ...before, version: version + 2, sealedSecret: 'entered', sealedWith: 'k2' }
      const [outcome] = await Promise.all([
        configurations.save(next, before, auditEventOf()),
        sealedValues.replace([{ value, sealedSecret: 'rotated', sealedWith: 'k2' }], auditEventOf()),
      ])
      expect(outcome).toBe('saved')
      expect(await configurations.read('a')).toMatchObject({ version: version + 2, sealedSecret: 'entered' })
      await open.sql(`delete from office365_configurations where bot_id = 'a'`)
      await open.sql(
        `insert into office365_configurations (bot_id, version, state, generation, health)
         values ('a', ${version + 2}, 'unconfigured', '', '{"state":"untested","since":null}')`,
      )
    }
  })

  it('records the first use of a key once', async () => {
    const { sealedValues } = open.storage
    const record = (fingerprint: string) =>
      sealedValues.lockKeys(
        () => undefined,
        () => ({ key: { id: 'k1', fingerprint }, firstUse: auditEventOf({ action: 'encryption-key.first-used' }) }),
      )
    await Promise.all(['one', 'one', 'one', 'one', 'one'].map(record))
    await record('another')
    expect(await sealedValues.listKnownKeys()).toEqual([{ id: 'k1', fingerprint: 'one' }])
    expect(await listActions()).toEqual(['encryption-key.first-used'])
  })

  it('gives a change of the key file what is stored, and its error to the caller', async () => {
    const { sealedValues } = open.storage
    await sealAll('a', 'k1', 1)
    await sealedValues.lockKeys(
      () => undefined,
      () => ({ key: { id: 'k1', fingerprint: 'f' }, firstUse: auditEventOf() }),
    )
    const stored = await sealedValues.lockKeys((keys) => keys)
    expect(stored).toEqual({ known: [{ id: 'k1', fingerprint: 'f' }], counts: new Map([['k1', 6]]) })
    const refuse = () => {
      throw new Error('refused')
    }
    await expect(sealedValues.lockKeys(refuse)).rejects.toThrow('refused')
    // The lock is free again.
    expect(await sealedValues.lockKeys(() => 'changed')).toBe('changed')
  })

  it('runs every one of many changes of the key file exactly once', async () => {
    const changes = Array.from({ length: 20 }, (_, index) => index)
    const done: number[] = []
    await Promise.all(changes.map((change) => open.storage.sealedValues.lockKeys(() => done.push(change))))
    expect(done.sort((one, other) => one - other)).toEqual(changes)
  })

  it('lists what is lost with a key, and deletes it', async () => {
    const { sealedValues, configurations, intakeLinks, alertChannels } = open.storage
    await sealAll('b', 'k1', 1)
    await sealAll('a', 'k1', 2)
    await sealAll('c', 'k2', 3)
    const bot = (id: string) => ({ id, name: id })
    const lost = [
      ...(['client secret', 'certificate key', 'intake submission', 'queued message'] as const).flatMap((kind) => [
        { kind, bot: bot('a'), address: '', count: 1 },
        { kind, bot: bot('b'), address: '', count: 1 },
      ]),
      { kind: 'webhook secret', bot: null, address: 'a.example', count: 1 },
      { kind: 'webhook secret', bot: null, address: 'b.example', count: 1 },
      { kind: 'federation key', bot: null, address: '', count: 2 },
    ]
    expect(await sealedValues.listLost('k1')).toEqual(lost)
    expect(await sealedValues.listLost('none')).toEqual([])
    await configurations.read('a')
    const diagnoses = { secret: unreadableSecretDiagnosis, message: diagnoseOwn('message_unreadable') }
    const forgotten = await sealedValues.forget('k1', {
      at,
      diagnoses,
      eventsOf: (values) => values.map(() => auditEventOf({ action: 'encryption-key.forgotten' })),
    })
    expect(forgotten).toEqual(lost)
    expect(await configurations.read('a')).toMatchObject({
      state: 'locked',
      userEmail: 'bot@contoso.example',
      sealedSecret: null,
      sealedWith: null,
      secretSavedAt: null,
      secretExpiresOn: null,
      health: { state: 'failing', since: at, diagnosis: unreadableSecretDiagnosis },
    })
    expect((await listStates(open)).map(({ state }) => state)).toEqual(['failed', 'failed', 'queued'])
    expect((await intakeLinks.list('a')).map(({ sealedSecret }) => sealedSecret)).toEqual([null])
    expect((await alertChannels.list()).map(({ id }) => id)).toEqual(['webhook-c'])
    expect(await sealedValues.listKeysInUse()).toEqual(['k2'])
    expect(await listActions()).toHaveLength(lost.length)
  })
})
