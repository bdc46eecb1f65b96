import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'
import { insertRow } from './insert-rows.ts'
import { addSender, messageOf } from './message-examples.ts'
import { deleteBot, listActions, personOf, rounds, saveBot, serviceKeyOf } from './shell-examples.ts'

describe.each(engineNames)('the bot store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const configure = (botId: string, row: { state: string; version: number }) =>
    insertRow(open, 'office365_configurations', {
      bot_id: botId,
      health: '{"state":"working","since":"2026-01-01T00:00:00.000Z"}',
      user_email: 'bot@contoso.example',
      secret_expires_on: '2026-06-01',
      ...row,
    })

  /** The series, of two digits, makes the IDs different. */
  const insertAccepted = (series: number, count: number) =>
    open.sql(
      `insert into messages (id, bot_id, state, source, recipients, subject, created_at, attempts)
       with recursive numbers (n) as (select 1000000 union all select n + 1 from numbers where n < ${999_999 + count})
       select ${engine === 'postgres' ? `('00000000-0000-7000-8000-000${series}' || n)::uuid` : `'00000000-0000-7000-8000-000${series}' || n`},
         'orders', 'accepted', '{}', '{"to":[],"cc":[],"bcc":[]}', '', '', 1 from numbers`,
    )

  it('lists all bots, or the given ones, by name and then by ID, in the order of their code points', async () => {
    for (const [id, name] of [
      ['c', 'orders'],
      ['b', 'Orders'],
      ['a', 'Orders'],
      ['d', 'Übung'],
      ['e', '-'],
    ] as const)
      await saveBot(open.storage, id, name)
    const list = async (scope: 'all' | string[]) => (await open.storage.bots.list(scope)).map(({ id }) => id)
    expect(await list('all')).toEqual(['e', 'a', 'b', 'c', 'd'])
    expect(await list(['d', 'absent', 'b'])).toEqual(['b', 'd'])
    expect(await list([])).toEqual([])
  })

  it('creates, renames, and writes no event if the name is the same', async () => {
    const { storage } = open
    expect(await storage.bots.read('orders')).toBeNull()
    expect(await saveBot(storage, 'orders', 'Orders')).toBe('created')
    const office365 = { state: 'unconfigured', health: 'untested', userEmail: null, secretExpiresOn: null }
    expect(await storage.bots.read('orders')).toEqual({ id: 'orders', name: 'Orders', office365 })
    expect(await saveBot(storage, 'orders', 'Orders')).toBe('unchanged')
    expect(await saveBot(storage, 'orders', 'New orders')).toBe('renamed')
    expect(await storage.bots.read('orders')).toMatchObject({ name: 'New orders' })
    expect(await listActions(storage)).toEqual(['bot.created', 'bot.renamed'])
  })

  it('shows the state of its mail', async () => {
    await saveBot(open.storage, 'orders')
    await configure('orders', { state: 'locked', version: 1 })
    const office365 = {
      state: 'locked',
      health: 'working',
      userEmail: 'bot@contoso.example',
      secretExpiresOn: '2026-06-01',
    }
    expect(await open.storage.bots.list('all')).toEqual([{ id: 'orders', name: 'orders', office365 }])
  })

  it('deletes no bot that is configured or absent', async () => {
    const { storage } = open
    await saveBot(storage, 'orders')
    await configure('orders', { state: 'locked', version: 1 })
    expect(await deleteBot(storage, 'orders')).toBe('configured')
    expect(await deleteBot(storage, 'absent')).toBe('absent')
    expect(await listActions(storage)).toEqual(['bot.created'])
  })

  it('deletes what belongs to the bot, withdraws it from people, and revokes keys that reached only it', async () => {
    const { storage } = open
    await saveBot(storage, 'orders')
    await saveBot(storage, 'other')
    for (const botId of ['orders', 'other'])
      await insertRow(open, 'messages', {
        id: `00000000-0000-7000-8000-00000000000${botId.length}`,
        bot_id: botId,
        state: 'accepted',
        source: '{}',
        recipients: '{}',
        subject: '',
        created_at: '',
        attempts: 1,
      })
    const keys = { only: ['orders'], both: ['orders', 'other'], another: ['other'], every: 'all' as const }
    for (const [name, botIds] of Object.entries(keys)) {
      await storage.serviceKeys.create(serviceKeyOf({ id: name, botIds }), name, auditEventOf())
      // It has to be forgotten where it is kept in memory, too.
      await storage.serviceKeys.readByHash(name)
      const person = personOf({ id: name, email: `${name}@example.com`, role: 'admin', botIds })
      await storage.people.create(person, auditEventOf())
    }
    expect(await deleteBot(storage, 'orders')).toBe('deleted')
    expect(await storage.bots.read('orders')).toBeNull()
    const at = '2026-01-01T00:00:00.000Z'
    for (const [name, botIds, revokedAt] of [
      ['only', [], at],
      ['both', ['other'], null],
      ['another', ['other'], null],
      ['every', 'all', null],
    ] as const) {
      expect(await storage.serviceKeys.readByHash(name)).toMatchObject({ id: name, botIds, revokedAt })
      expect(await storage.people.readByEmail(`${name}@example.com`)).toMatchObject({ botIds })
    }
    expect(await open.sql('select bot_id from messages')).toEqual([{ bot_id: 'other' }])
    expect((await listActions(storage)).slice(-4)).toEqual([
      'service-key.revoked',
      'person.changed',
      'person.changed',
      'bot.deleted',
    ])
  })

  it('deletes more than one batch of messages', async () => {
    await saveBot(open.storage, 'orders')
    await insertAccepted(10, 5_001)
    expect(await deleteBot(open.storage, 'orders')).toBe('deleted')
    expect(await open.sql('select id from messages')).toEqual([])
  })

  it('leaves no message behind that was sent while those of the bot were being found', async () => {
    const { storage } = open
    let version = 0
    const sendOnce = async () => {
      version += 2
      const sender = await addSender(storage, 'orders', { version, generation: `generation ${version}` })
      await storage.messages.insert(messageOf('orders'), sender)
      await storage.configurations.remove('orders', auditEventOf())
    }
    for (const round of rounds) {
      await sendOnce()
      await insertAccepted(10 + round, 1_500)
      await Promise.all([deleteBot(storage, 'orders'), sendOnce()])
      expect(await open.sql('select id from messages where bot_id not in (select id from bots)')).toEqual([])
    }
  })

  it('does not delete a new bot that got the ID while the messages of the old one were being found', async () => {
    await saveBot(open.storage, 'orders')
    await insertAccepted(10, 1_500)
    let outcome: string | null = null
    const deletion = deleteBot(open.storage, 'orders').then((result) => {
      outcome = result
    })
    for (let version = 0; outcome === null; version += 1) {
      await open.sql(`update bots set created_at = 'later ${version}' where id = 'orders'`)
      await nextTurn()
    }
    await deletion
    expect(outcome).toBe('absent')
    expect(await open.sql('select id from bots')).toEqual([{ id: 'orders' }])
  })

  it('continues the versions of a deleted bot with the same ID, and keeps nothing else of it', async () => {
    const { storage } = open
    await saveBot(storage, 'orders')
    await configure('orders', { state: 'unconfigured', version: 6 })
    await deleteBot(storage, 'orders')
    expect(await open.sql('select id, version from deleted_bots')).toEqual([{ id: 'orders', version: 6 }])
    await saveBot(storage, 'orders')
    expect(await open.sql('select version, state, user_email from office365_configurations')).toEqual([
      { version: 7, state: 'unconfigured', user_email: null },
    ])
    expect(await open.sql('select id from deleted_bots')).toEqual([])
  })

  it('gives a new bot to no one who had access to a deleted one', async () => {
    const { storage } = open
    const person = { id: 'p', email: 'p@example.com', name: 'P', role: 'admin', created_at: '' }
    await insertRow(open, 'people', { ...person, bot_ids: '["orders","other"]' })
    expect(await saveBot(storage, 'orders')).toBe('created')
    expect(await storage.people.readByEmail('p@example.com')).toMatchObject({ botIds: ['other'] })
  })

  it('is created once if several servers create it at the same time', async () => {
    for (const round of rounds) {
      const outcomes = await Promise.all([1, 2, 3].map(() => saveBot(open.storage, `bot-${round}`)))
      expect(outcomes.sort()).toEqual(['created', 'unchanged', 'unchanged'])
    }
    expect(await open.storage.bots.list('all')).toHaveLength(rounds.length)
    expect(await listActions(open.storage)).toHaveLength(rounds.length)
  })

  it('leaves no grant behind if it is deleted while a key, a person or a change of a person gets it', async () => {
    const { storage } = open
    await storage.people.create(personOf({ id: 'changed', role: 'admin', botIds: [] }), auditEventOf())
    const changes = { botIds: ['orders'] }
    for (const round of rounds) {
      await saveBot(storage, 'orders')
      const person = personOf({ email: `${round}@example.com`, role: 'admin', botIds: ['orders'] })
      await Promise.all([
        deleteBot(storage, 'orders'),
        storage.serviceKeys.create(serviceKeyOf({ botIds: ['orders'] }), `hash-${round}`, auditEventOf()),
        storage.people.create(person, auditEventOf()),
        storage.people.update('changed', () => ({ changes, event: auditEventOf() })),
      ])
      const grants = [...(await storage.serviceKeys.list()), ...(await storage.people.list())]
      expect(grants.filter(({ botIds }) => botIds.includes('orders'))).toEqual([])
    }
  })
})
