import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unreadableSecretDiagnosis } from '../../mail/configuration/health.ts'
import type { Office365Configuration } from '../../mail/configuration/office365-configuration.ts'
import type { Credential, CredentialKey, WaitingCredential } from '../../mail/credentials/credential.ts'
import type { SigningKey } from '../../mail/federation/signing-key.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf, configurationOf, unconfiguredOf } from './examples.ts'
import { insertBot } from './insert-rows.ts'

const certificateOf = (keyId: string) =>
  ({ kind: 'certificate', keyId, certificate: 'PEM', origin: 'made', validMonths: 12 }) as const satisfies Credential
const keyOf = (id: string, changes: Partial<CredentialKey> = {}): CredentialKey => ({
  id,
  botId: 'orders',
  sealedKey: `sealed ${id}`,
  sealedWith: 'k1',
  ...changes,
})
const waitingOf = (keyId: string, values: WaitingCredential['values'] = null): WaitingCredential => ({
  credential: certificateOf(keyId),
  expiresOn: '2027-01-01',
  values,
  madeAt: at,
  madeBy: { kind: 'system', id: 'test', name: 'test' },
})

describe.each(engineNames)('the stores of credentials on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await insertBot(open, 'orders')
  })
  afterEach(() => open.close())

  const certified = (changes: Partial<Office365Configuration> = {}) =>
    configurationOf({
      credential: certificateOf('current'),
      sealedSecret: null,
      sealedWith: null,
      state: 'unlocked',
      ...changes,
    })
  const saveCertified = (configuration = certified()) =>
    open.storage.configurations.save(configuration, unconfiguredOf(), auditEventOf(), { key: keyOf('current') })
  const read = async () => {
    const record = await open.storage.configurations.read('orders')
    if (record.state === 'unconfigured') throw new Error('nothing is saved')
    return record
  }
  const listKeys = async () =>
    (await open.sql<{ id: string }>('select id from credential_keys order by id')).map(({ id }) => id)

  it('save a private key together with its configuration, and read it', async () => {
    expect(await open.storage.credentialKeys.read('current')).toBeNull()
    expect(await saveCertified()).toBe('saved')
    expect(await open.storage.credentialKeys.read('current')).toEqual(keyOf('current'))
    expect(await read()).toEqual(certified())
    expect(await open.storage.configurations.listHealth()).toMatchObject([{ botId: 'orders', sealedWith: 'k1' }])
  })

  it('save no key if the configuration is refused', async () => {
    const { configurations } = open.storage
    const outcome = await configurations.save(certified(), unconfiguredOf({ version: 7 }), auditEventOf(), {
      key: keyOf('current'),
    })
    expect([outcome, await listKeys()]).toEqual(['changed', []])
  })

  it('let a credential wait, replace it, and drop it when the configuration is locked', async () => {
    const { configurations } = open.storage
    await saveCertified()
    const { userEmail, clientId, tenantId, userId, cloud } = certified()
    const submitted = { userEmail, clientId, tenantId, userId, cloud }
    const first = waitingOf('first', submitted)
    expect(await configurations.saveWaiting(certified(), first, auditEventOf(), { key: keyOf('first') })).toBe('saved')
    expect(await read()).toMatchObject({ version: 1, waiting: first })
    const second = waitingOf('second', submitted)
    expect(await configurations.saveWaiting(certified(), second, null, { key: keyOf('lost') })).toBe('changed')
    expect(await listKeys()).toEqual(['current', 'first'])
    expect(await configurations.saveWaiting(await read(), second, null, { key: keyOf('second') })).toBe('saved')
    expect(await listKeys()).toEqual(['current', 'second'])
    const unlocked = await read()
    await configurations.setState('orders', 'locked', auditEventOf())
    expect(await read()).toMatchObject({ state: 'locked', waiting: null })
    expect(await listKeys()).toEqual(['current'])
    // A Submit that was under way when the Reset was canceled.
    expect(await configurations.saveWaiting({ ...unlocked, waiting: null }, first, null, { key: keyOf('late') })).toBe(
      'changed',
    )
    expect(
      await configurations.saveWaiting({ ...certified(), version: 9 }, first, auditEventOf(), { key: keyOf('late') }),
    ).toBe('changed')
    expect(await listKeys()).toEqual(['current'])
  })

  it('keep the next certificate beside one that was submitted, and drop only the latter', async () => {
    const { configurations } = open.storage
    await saveCertified()
    const { userEmail, clientId, tenantId, userId, cloud } = certified()
    const next = waitingOf('next')
    const both = { ...waitingOf('submitted', { userEmail, clientId, tenantId, userId, cloud }), next }
    expect(await configurations.saveWaiting(certified(), next, null, { key: keyOf('next') })).toBe('saved')
    expect(await configurations.saveWaiting(await read(), both, null, { key: keyOf('submitted') })).toBe('saved')
    expect(await read()).toMatchObject({ waiting: both })
    expect(await listKeys()).toEqual(['current', 'next', 'submitted'])
    expect(await configurations.saveWaiting(await read(), next, auditEventOf())).toBe('saved')
    expect(await listKeys()).toEqual(['current', 'next'])
    expect(await configurations.saveWaiting(await read(), null, auditEventOf())).toBe('saved')
    expect(await read()).toMatchObject({ waiting: null })
    expect(await listKeys()).toEqual(['current'])

    await configurations.saveWaiting(await read(), { ...both, next: waitingOf('other') }, null, {
      key: keyOf('submitted'),
    })
    await configurations.setState('orders', 'locked', auditEventOf())
    expect(await read()).toMatchObject({ state: 'locked', waiting: waitingOf('other') })
  })

  it('change over to the next certificate in any state, and keep state and draft', async () => {
    const { configurations, drafts } = open.storage
    await saveCertified()
    await configurations.saveWaiting(certified(), waitingOf('next'), null, { key: keyOf('next') })
    await drafts.save('orders', { values: { cloud: 'china' }, doneSteps: [], savedAt: at })
    await configurations.setState('orders', 'locked', auditEventOf())
    const saved = await read()
    expect(saved.waiting).toEqual(waitingOf('next'))
    const next = { ...saved, version: 2, credential: certificateOf('next'), waiting: null, state: 'unlocked' } as const
    expect(await configurations.save(next, saved, auditEventOf())).toBe('locked')
    expect(await configurations.save(next, saved, auditEventOf(), { isRenewal: true })).toBe('saved')
    expect(await read()).toEqual({ ...next, state: 'locked' })
    expect(await listKeys()).toEqual(['next'])
    expect((await drafts.read('orders')).values).toEqual({ cloud: 'china' })
  })

  it('refuse a change that was made from another credential that waited', async () => {
    const { configurations } = open.storage
    await saveCertified()
    await configurations.saveWaiting(certified(), waitingOf('next'), null, { key: keyOf('next') })
    const adopted = certified({ version: 2, credential: certificateOf('next') })
    expect(await configurations.save(adopted, certified(), auditEventOf(), { isRenewal: true })).toBe('changed')
  })

  it('delete the keys with the configuration, and with the bot', async () => {
    const { configurations, bots } = open.storage
    await saveCertified()
    await configurations.remove('orders', auditEventOf())
    expect(await listKeys()).toEqual([])
    expect(await configurations.read('orders')).toMatchObject({ state: 'unconfigured' })
    await configurations.save(certified({ version: 3 }), unconfiguredOf({ version: 2 }), auditEventOf(), {
      key: keyOf('current'),
    })
    await configurations.remove('orders', auditEventOf())
    await bots.delete('orders', {
      deleted: auditEventOf(),
      keyRevoked: () => auditEventOf(),
      personChanged: () => auditEventOf(),
    })
    expect(await listKeys()).toEqual([])
  })

  it('forget only the one of two waiting certificates whose encryption key is lost', async () => {
    const { configurations, sealedValues } = open.storage
    await saveCertified()
    const { userEmail, clientId, tenantId, userId, cloud } = certified()
    const submitted = waitingOf('submitted', { userEmail, clientId, tenantId, userId, cloud })
    const next = waitingOf('next')
    const forget = (key: string) =>
      sealedValues.forget(key, {
        at,
        diagnoses: { secret: unreadableSecretDiagnosis, message: diagnoseOwn('message_unreadable') },
        eventsOf: () => [],
      })
    const letBothWait = async (keys: { next: string; submitted: string }) => {
      await configurations.saveWaiting(await read(), next, null, { key: keyOf('next', { sealedWith: keys.next }) })
      const key = keyOf('submitted', { sealedWith: keys.submitted })
      await configurations.saveWaiting(await read(), { ...submitted, next }, null, { key })
    }
    await letBothWait({ next: 'k2', submitted: 'k3' })
    await forget('k2')
    expect((await read()).waiting).toEqual(submitted)
    expect(await listKeys()).toEqual(['current', 'submitted'])
    await forget('k3')
    expect((await read()).waiting).toBeNull()

    await letBothWait({ next: 'k2', submitted: 'k3' })
    await forget('k3')
    expect((await read()).waiting).toEqual(next)
    expect(await listKeys()).toEqual(['current', 'next'])
    await configurations.saveWaiting(await read(), null, null)

    await letBothWait({ next: 'k2', submitted: 'k2' })
    await forget('k2')
    expect(await read()).toMatchObject({ waiting: null, health: { state: 'untested' } })
    expect(await listKeys()).toEqual(['current'])
  })

  it('refuse a change that was made from the configuration of an earlier bot', async () => {
    const { configurations } = open.storage
    await saveCertified(certified({ generation: 'second' }))
    const earlier = certified({ generation: 'first' })
    const { userEmail, clientId, tenantId, userId, cloud } = earlier
    const waiting = waitingOf('submitted', { userEmail, clientId, tenantId, userId, cloud })
    expect(await configurations.save({ ...earlier, version: 2 }, earlier, auditEventOf())).toBe('changed')
    expect(await configurations.saveWaiting(earlier, waiting, null, { key: keyOf('submitted') })).toBe('changed')
    expect(await read()).toEqual(certified({ generation: 'second' }))
    expect(await listKeys()).toEqual(['current'])
  })

  it('forget what only a lost encryption key could open', async () => {
    const { configurations, sealedValues, signingKeys } = open.storage
    await saveCertified()
    await configurations.saveWaiting(certified(), waitingOf('next'), null, { key: keyOf('next', { sealedWith: 'k2' }) })
    await signingKeys.add(signingKeyOf('a', 1, 'k2'), null, auditEventOf())
    const forgetting = {
      at,
      diagnoses: { secret: unreadableSecretDiagnosis, message: diagnoseOwn('message_unreadable') },
      eventsOf: () => [],
    }
    expect(await sealedValues.forget('k2', forgetting)).toMatchObject([
      { kind: 'certificate key', bot: { id: 'orders' }, count: 1 },
      { kind: 'federation key', bot: null, count: 1 },
    ])
    expect(await read()).toMatchObject({ waiting: null, health: { state: 'untested' } })
    expect(await signingKeys.list()).toEqual([])
    await sealedValues.forget('k1', forgetting)
    expect(await listKeys()).toEqual([])
    expect(await read()).toMatchObject({ health: { state: 'failing', diagnosis: { cause: 'secret_missing' } } })
  })

  const signingKeyOf = (id: string, createdAt: number, sealedWith = 'k1'): SigningKey => ({
    id,
    publicKey: { kty: 'RSA', n: 'n', e: 'AQAB' },
    sealedKey: `sealed ${id}`,
    sealedWith,
    createdAt,
  })

  it('keep signing keys in order of age, and add one only after the one that was seen', async () => {
    const { signingKeys } = open.storage
    expect(await signingKeys.list()).toEqual([])
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((id) => signingKeys.add(signingKeyOf(id, 5), null, auditEventOf())),
    )
    expect(outcomes.filter(Boolean)).toHaveLength(1)
    const [first] = await signingKeys.list()
    expect(await signingKeys.add(signingKeyOf('z', 9), first?.id ?? '', auditEventOf())).toBe(true)
    expect(await signingKeys.add(signingKeyOf('y', 9), first?.id ?? '', auditEventOf())).toBe(false)
    expect((await signingKeys.list()).map(({ id }) => id)).toEqual([first?.id, 'z'])
    await signingKeys.delete([first?.id ?? ''])
    expect(await signingKeys.list()).toEqual([signingKeyOf('z', 9)])
  })
})
