import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ConfigurationRecord, mailboxOf } from '../../mail/configuration/office365-configuration.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf, configurationOf, idOf, unconfiguredOf } from './examples.ts'
import { insertBot, insertQueued, insertRow, listStates } from './insert-rows.ts'

const later = '2026-01-02T00:00:00.000Z'

describe.each(engineNames)('the configuration store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await insertBot(open, 'orders')
  })
  afterEach(() => open.close())

  const save = (
    changes: Parameters<typeof configurationOf>[0] = {},
    madeFrom: ConfigurationRecord = unconfiguredOf(),
  ) =>
    open.storage.configurations.save(
      configurationOf(changes),
      madeFrom,
      auditEventOf({ action: 'office365.submitted' }),
    )
  const read = (botId = 'orders') => open.storage.configurations.read(botId)
  const listActions = async () =>
    (await open.storage.audit.list({ reach: 'everything', limit: 200 })).map(({ event }) => event.action)

  it('reads a bot without a configuration, and one that does not exist', async () => {
    expect(await read()).toEqual(unconfiguredOf())
    expect(await read('none')).toEqual(unconfiguredOf({ botId: 'none', botCreatedAt: null }))
  })

  it('saves every value, and deletes the draft', async () => {
    await open.storage.drafts.save('orders', { values: { cloud: 'china' }, doneSteps: [], savedAt: at })
    const saved = configurationOf({
      savedBy: { kind: 'person', id: 'ada', name: 'ö \u0000 \ud800' },
      health: { state: 'failing', since: at },
      lastAcceptedAt: later,
    })
    expect(await save(saved)).toBe('saved')
    expect(await read()).toEqual(saved)
    expect(await open.storage.drafts.read('orders')).toEqual({ values: {}, doneSteps: [], savedAt: null })
    expect(await listActions()).toEqual(['office365.submitted'])
  })

  it('lists the values of some configured bots or of all, without their secrets', async () => {
    await insertBot(open, 'invoices')
    await save({ secretExpiresOn: '2027-05-03' })
    await save({ botId: 'invoices', sealedSecret: null, sealedWith: null }, unconfiguredOf({ botId: 'invoices' }))
    await insertBot(open, 'reports')
    const { userEmail, clientId, tenantId, userId, cloud } = configurationOf()
    const shown = { version: 1, userEmail, clientId, tenantId, userId, cloud }
    const orders = { botId: 'orders', ...shown, secretExpiresOn: '2027-05-03', hasSecret: true }
    const { configurations } = open.storage
    expect(await configurations.listValues(['orders', 'reports', 'none'])).toEqual([orders])
    expect(await configurations.listValues('all')).toHaveLength(2)
    expect(await configurations.listValues('all')).toContainEqual({
      ...{ botId: 'invoices', ...shown, hasSecret: false },
      secretExpiresOn: configurationOf().secretExpiresOn,
    })
    // The end of a certificate is not the date of a secret.
    await open.sql(`update office365_configurations set credential = '{"kind":"certificate"}' where bot_id = 'orders'`)
    expect(await configurations.listValues(['orders'])).toEqual([{ ...orders, secretExpiresOn: null }])
    await configurations.remove('orders', auditEventOf({ action: 'office365.removed' }))
    expect(await configurations.listValues(['orders'])).toEqual([])
  })

  it('refuses values that were made from another record, and writes no event', async () => {
    expect(await save({}, unconfiguredOf({ version: 3 }))).toBe('changed')
    expect(await save({}, unconfiguredOf({ botCreatedAt: later }))).toBe('absent')
    expect(await save({ botId: 'none' }, unconfiguredOf({ botId: 'none' }))).toBe('absent')
    await save()
    expect(await save({ version: 2 }, configurationOf())).toBe('locked')
    await open.storage.configurations.setState('orders', 'unlocked', auditEventOf({ action: 'office365.reset' }))
    expect(await save({ version: 2, userEmail: 'new@contoso.example' }, configurationOf({ state: 'unlocked' }))).toBe(
      'saved',
    )
    expect(await read()).toMatchObject({ version: 2, userEmail: 'new@contoso.example' })
    expect(await listActions()).toEqual(['office365.submitted', 'office365.reset', 'office365.submitted'])
  })

  it('locks and unlocks once', async () => {
    const { configurations } = open.storage
    const set = (state: 'locked' | 'unlocked') => configurations.setState('orders', state, auditEventOf())
    await set('unlocked')
    expect(await listActions()).toEqual([])
    await save()
    await set('locked')
    await set('unlocked')
    await set('unlocked')
    expect(await read()).toMatchObject({ state: 'unlocked', version: 1 })
    expect(await listActions()).toHaveLength(2)
  })

  it('removes every value and the draft, and keeps the version counting', async () => {
    const { configurations, drafts } = open.storage
    await save()
    await drafts.save('orders', { values: { cloud: 'china' }, doneSteps: ['entra'], savedAt: at })
    expect(await configurations.remove('orders', auditEventOf({ action: 'office365.removed' }))).toBe('first')
    expect(await read()).toEqual(unconfiguredOf({ version: 2 }))
    expect(await drafts.read('orders')).toEqual({ values: {}, doneSteps: [], savedAt: null })
    const [row] = await open.sql<{ sealed_secret: string | null }>('select * from office365_configurations')
    expect(row?.sealed_secret).toBeNull()
    expect(JSON.stringify(row)).not.toContain('contoso')
    expect(await configurations.remove('orders', auditEventOf())).toBeNull()
    // The removed configuration must not return.
    expect(await save({ version: 3 }, configurationOf({ version: 2, state: 'unlocked' }))).toBe('changed')
    expect(await save({ version: 3, generation: 'second' }, unconfiguredOf({ version: 2 }))).toBe('saved')
    expect(await listActions()).toEqual(['office365.submitted', 'office365.removed', 'office365.submitted'])
  })

  it('fails messages that wait for another mailbox, but none that is being sent', async () => {
    await save()
    await open.storage.configurations.setState('orders', 'unlocked', auditEventOf())
    const next = configurationOf({ version: 2, userEmail: 'new@contoso.example' })
    await insertBot(open, 'other')
    await insertQueued(open, idOf(1), { mailbox: mailboxOf(configurationOf()) })
    await insertQueued(open, idOf(2), { mailbox: mailboxOf(next) })
    await insertQueued(open, idOf(3), { mailbox: mailboxOf(configurationOf()), botId: 'other' })
    await insertQueued(open, idOf(4), { mailbox: mailboxOf(configurationOf()) })
    await open.sql(`update messages set state = 'sending' where id = '${idOf(4)}'`)
    expect(await save(next, configurationOf({ state: 'unlocked' }))).toBe('saved')
    const states = async () => (await listStates(open)).map(({ state }) => state)
    expect(await states()).toEqual(['failed', 'queued', 'queued', 'sending'])
    const waiting = async () =>
      (
        await open.sql<{ message_id: string }>(
          'select message_id from outbox where next_attempt_at is not null order by message_id',
        )
      ).map(({ message_id: id }) => id)
    expect(await waiting()).toEqual([idOf(2), idOf(3), idOf(4)])
    await open.storage.configurations.remove('orders', auditEventOf({ at: later }))
    expect(await states()).toEqual(['failed', 'failed', 'queued', 'sending'])
    expect(await waiting()).toEqual([idOf(3), idOf(4)])
    const [settled] = await open.sql(`select settled_at from messages where id = '${idOf(2)}'`)
    expect(settled).toEqual({ settled_at: later })
    const [usage] = await open.sql(`select waiting from outbox_usage where bot_id = 'orders'`)
    expect(usage).toEqual({ waiting: 1 })
  })

  it('writes results of the same version, and events of the same generation', async () => {
    const { configurations } = open.storage
    await save()
    const working = { state: 'working', since: later } as const
    const sender = { botId: 'orders', generation: 'first', version: 1 }
    await configurations.saveHealth({ ...sender, health: working, lastAcceptedAt: later, signedInAt: later })
    expect(await read()).toMatchObject({ health: working, lastAcceptedAt: later, signedInAt: later })
    await configurations.saveHealth({ ...sender, lastAcceptedAt: at })
    expect(await read()).toMatchObject({ health: working, lastAcceptedAt: at })
    const checked = () => auditEventOf({ action: 'office365.checked' })
    await configurations.saveHealth({ ...sender, version: 7, signedInAt: at }, checked())
    expect(await read()).toMatchObject({ signedInAt: later })
    await configurations.saveHealth({ ...sender, generation: 'none', signedInAt: at }, checked())
    await configurations.saveHealth({ ...sender, botId: 'none', signedInAt: at }, checked())
    expect(await listActions()).toEqual(['office365.checked', 'office365.submitted'])
  })

  it('lists configured bots, and those of an application', async () => {
    const { configurations } = open.storage
    for (const botId of ['billing', 'china', 'removed']) await insertBot(open, botId)
    await save()
    await save({ botId: 'billing', sealedWith: 'k2' }, unconfiguredOf({ botId: 'billing' }))
    await save({ botId: 'china', cloud: 'china' }, unconfiguredOf({ botId: 'china' }))
    await save({ botId: 'removed' }, unconfiguredOf({ botId: 'removed' }))
    await configurations.remove('removed', auditEventOf())
    const health = { state: 'untested', since: at }
    expect((await configurations.listHealth()).sort((one, other) => one.botId.localeCompare(other.botId))).toEqual([
      { botId: 'billing', health, sealedWith: 'k2' },
      { botId: 'china', health, sealedWith: 'k1' },
      { botId: 'orders', health, sealedWith: 'k1' },
    ])
    const found = await configurations.listByApplication(configurationOf())
    expect(found.map(({ botId }) => botId).sort()).toEqual(['billing', 'orders'])
    expect(found.find(({ botId }) => botId === 'orders')).toEqual(configurationOf())
  })

  it('shows its own changes immediately, and those of others within a second', async () => {
    const { configurations, sealedValues } = open.storage
    // Until now, the rows may not have been kept in memory.
    await wait(600)
    await read()
    await save()
    expect(await read()).toEqual(configurationOf())
    await configurations.setState('orders', 'unlocked', auditEventOf())
    expect(await read()).toMatchObject({ state: 'unlocked' })
    const sender = { botId: 'orders', generation: 'first', version: 1 }
    await configurations.saveHealth({ ...sender, lastAcceptedAt: later })
    expect(await read()).toMatchObject({ lastAcceptedAt: later })
    const [value] = await sealedValues.list('client secret', { after: '', limit: 1 })
    if (!value) throw new Error('nothing is sealed')
    await sealedValues.replace([{ value, sealedSecret: 'again', sealedWith: 'k2' }], auditEventOf())
    expect(await read()).toMatchObject({ sealedSecret: 'again' })
    await open.sql(`update office365_configurations set user_email = 'changed@contoso.example'`)
    await expect
      .poll(async () => await read(), { timeout: 1_500 })
      .toMatchObject({
        userEmail: 'changed@contoso.example',
      })
    await configurations.remove('orders', auditEventOf())
    expect(await read()).toEqual(unconfiguredOf({ version: 2 }))
    await open.sql(`delete from bots where id = 'orders'`)
    await expect.poll(async () => await read(), { timeout: 1_500 }).toEqual(unconfiguredOf({ botCreatedAt: null }))
  })

  it('saves one of two Submits that were made from the same record', async () => {
    for (let version = 0; version < 30; version += 1) {
      const madeFrom = await read()
      const outcomes = await Promise.all(
        ['one', 'two'].map((name) => save({ version: version + 1, state: 'unlocked', sealedSecret: name }, madeFrom)),
      )
      expect(outcomes.sort()).toEqual(['changed', 'saved'])
    }
    expect(await read()).toMatchObject({ version: 30 })
    expect(await listActions()).toHaveLength(30)
  })

  it('saves or removes, if both happen at the same time', async () => {
    const { configurations } = open.storage
    for (let round = 0; round < 30; round += 1) {
      const before = await read()
      const madeFrom = configurationOf({ version: before.version + 1, state: 'unlocked', generation: `${round}` })
      await save(madeFrom, unconfiguredOf({ version: before.version }))
      const next = { ...madeFrom, version: madeFrom.version + 1 }
      const [outcome, removed] = await Promise.all([
        save(next, madeFrom),
        configurations.remove('orders', auditEventOf()),
      ])
      expect(removed).toBe(`${round}`)
      // Either the Submit was first, and its version was removed, or it came too late.
      const version = outcome === 'saved' ? next.version + 1 : madeFrom.version + 1
      expect(['saved', 'changed']).toContain(outcome)
      expect(await read()).toEqual(unconfiguredOf({ version }))
    }
  })

  it('withdraws what is queued at the same time, while other messages are claimed', async () => {
    await save({ state: 'unlocked' })
    for (let number = 1; number <= 40; number += 1) await insertQueued(open, idOf(number))
    const claim = (number: number) =>
      open.sql(`update messages set state = 'sending' where state = 'queued' and id = '${idOf(number)}'`)
    await Promise.all([
      open.storage.configurations.remove('orders', auditEventOf()),
      ...Array.from({ length: 40 }, (_, index) => claim(index + 1)),
    ])
    const sending = (await listStates(open)).filter(({ state }) => state === 'sending').map(({ id }) => id)
    const waiting = await open.sql<{ id: string }>(
      'select message_id as id from outbox where next_attempt_at is not null order by message_id',
    )
    // A message that is being sent may be queued again, and is withdrawn then.
    expect(waiting.map(({ id }) => id)).toEqual(sending)
    for (const { state } of await listStates(open)) expect(['failed', 'sending']).toContain(state)
  })

  it('saves nothing for a bot that is deleted at the same time', async () => {
    for (let round = 0; round < 20; round += 1) {
      await insertBot(open, `bot-${round}`)
      const [outcome] = await Promise.all([
        save({ botId: `bot-${round}` }, unconfiguredOf({ botId: `bot-${round}` })),
        open.sql(`delete from bots where id = 'bot-${round}'`),
      ])
      expect(['saved', 'absent']).toContain(outcome)
      expect(await open.sql(`select 1 from office365_configurations where bot_id = 'bot-${round}'`)).toEqual([])
    }
  })

  it('continues the versions of a bot whose row is emptied', async () => {
    await insertRow(open, 'office365_configurations', {
      bot_id: 'orders',
      version: 4,
      state: 'unconfigured',
      health: '{"state":"untested","since":null}',
    })
    expect(await read()).toEqual(unconfiguredOf({ version: 4 }))
  })
})
