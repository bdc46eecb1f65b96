import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PersonChanges } from '../../shell/people/person-store.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'
import { listActions, personOf, rounds, saveBot, sessionOf } from './shell-examples.ts'

describe.each(engineNames)('the person store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const people = () => open.storage.people
  const create = (changes: Parameters<typeof personOf>[0] = {}) =>
    people().create(personOf(changes), auditEventOf({ action: 'person.created' }))
  const update = (id: string, changes: PersonChanges) =>
    people().update(id, () => ({ changes, event: auditEventOf({ action: 'person.changed' }) }))

  it('keeps every member, and finds people by their address in any case', async () => {
    const ada = personOf({ botIds: ['orders', 'a'], role: 'admin', passwordHash: 'hash', hasProviderRole: true })
    await saveBot(open.storage, 'orders')
    await saveBot(open.storage, 'a')
    expect(await create({ ...ada, email: 'Ada@Example.com' })).toEqual({ outcome: 'created' })
    expect(await people().readByEmail('ADA@example.COM')).toEqual(ada)
    expect(await people().readByEmail('grace@example.com')).toBeNull()
  })

  it('lists people by their address, in the order of its bytes', async () => {
    for (const email of ['b@example.com', '_@example.com', 'a@example.com', 'a-b@example.com', 'ab@example.com'])
      await create({ email })
    expect((await people().list()).map(({ email }) => email)).toEqual([
      '_@example.com',
      'a-b@example.com',
      'a@example.com',
      'ab@example.com',
      'b@example.com',
    ])
  })

  it('refuses an address that is taken, an identity that is taken, and a bot that does not exist', async () => {
    const identity = { providerIssuer: 'https://login.example.com', providerSubject: 's' }
    await saveBot(open.storage, 'orders')
    await create(identity)
    expect(await create({ email: 'ADA@example.com' })).toEqual({ outcome: 'taken' })
    expect(await create({ email: 'grace@example.com', ...identity })).toEqual({ outcome: 'taken' })
    expect(await create({ email: 'grace@example.com', botIds: ['orders', 'absent'] })).toEqual({
      outcome: 'no-such-bot',
      index: 1,
    })
    expect(await people().list()).toHaveLength(1)
    expect(await listActions(open.storage)).toEqual(['bot.created', 'person.created'])
  })

  it('finds an identity only by issuer and subject together', async () => {
    const ada = personOf({ providerIssuer: 'https://login.example.com', providerSubject: 's' })
    await create(ada)
    expect(await people().readByIdentity({ issuer: 'https://login.example.com', subject: 's' })).toEqual(ada)
    expect(await people().readByIdentity({ issuer: 'https://login.example.com', subject: 'S' })).toBeNull()
    expect(await people().readByIdentity({ issuer: 'https://other.example.com', subject: 's' })).toBeNull()
  })

  it('changes what is decided from the person as stored, and only that', async () => {
    await create({ id: 'ada' })
    const { people } = open.storage
    const updated = await people.update('ada', ({ name }) => ({ changes: { name: `${name}!` }, event: auditEventOf() }))
    expect(updated).toEqual({ outcome: 'updated', person: { ...(await people.readByEmail('ada@example.com')) } })
    expect(await people.readByEmail('ada@example.com')).toEqual(personOf({ id: 'ada', name: 'Ada!' }))
    expect(await people.update('ada', () => null)).toEqual({ outcome: 'declined' })
    expect(await update('grace', { name: 'Grace' })).toEqual({ outcome: 'absent' })
    expect(await update('ada', { botIds: ['absent'] })).toEqual({ outcome: 'no-such-bot', index: 0 })
    expect(await update('ada', {})).toMatchObject({ outcome: 'updated' })
  })

  it('links an identity to one person only', async () => {
    const identity = { providerIssuer: 'https://login.example.com', providerSubject: 's' }
    await create({ id: 'ada', ...identity })
    await create({ id: 'grace', email: 'grace@example.com' })
    expect(await update('grace', identity)).toEqual({ outcome: 'identity-taken' })
    expect(await update('ada', identity)).toMatchObject({ outcome: 'updated' })
    await update('ada', { providerIssuer: null, providerSubject: null })
    expect(await update('grace', identity)).toMatchObject({ outcome: 'updated' })
  })

  it.each<[PersonChanges, boolean]>([
    [{ role: 'admin' }, true],
    [{ passwordHash: 'new' }, true],
    [{ role: 'owner' }, false],
    [{ name: 'Countess', botIds: [] }, false],
  ])('%j ends the sessions of the person: %s', async (changes, isEnded) => {
    await create({ id: 'ada' })
    await create({ id: 'grace', email: 'grace@example.com' })
    for (const personId of ['ada', 'grace'])
      await open.storage.sessions.create(sessionOf({ personId }), auditEventOf(), () => true)
    expect(await update('ada', changes)).toMatchObject({ outcome: 'updated' })
    expect(await open.storage.sessions.list('ada')).toHaveLength(isEnded ? 0 : 1)
    expect(await open.storage.sessions.list('grace')).toHaveLength(1)
  })

  it('deletes people with their sessions, if they are still the ones that are meant', async () => {
    await create({ id: 'ada' })
    await create({ id: 'grace', email: 'grace@example.com', role: 'admin' })
    await open.storage.sessions.create(sessionOf({ idHash: 'h', personId: 'grace' }), auditEventOf(), () => true)
    const isOwner = ({ role }: { role: string }) => role === 'owner'
    expect(await people().delete('grace', auditEventOf(), isOwner)).toBe('absent')
    expect(await people().delete('grace', auditEventOf({ action: 'person.deleted' }))).toBe('deleted')
    expect(await open.storage.sessions.read('h')).toBeNull()
    expect(await people().delete('grace', auditEventOf())).toBe('absent')
    expect((await listActions(open.storage)).at(-1)).toBe('person.deleted')
  })

  it('keeps the last owner', async () => {
    await create({ id: 'ada' })
    await create({ id: 'grace', email: 'grace@example.com', role: 'admin' })
    expect(await update('ada', { role: 'admin' })).toEqual({ outcome: 'last-owner' })
    expect(await people().delete('ada', auditEventOf())).toBe('last-owner')
    expect(await people().delete('grace', auditEventOf())).toBe('deleted')
  })

  it('creates the first person only while there is no one', async () => {
    expect(await people().createFirst(personOf({ id: 'ada' }), auditEventOf({ action: 'person.created' }))).toBe(true)
    expect(await people().createFirst(personOf({ email: 'grace@example.com' }), auditEventOf())).toBe(false)
    expect(await people().list()).toEqual([personOf({ id: 'ada' })])
    expect(await listActions(open.storage)).toEqual(['person.created'])
  })

  it('creates one first person if three servers start at the same time', async () => {
    for (const round of rounds) {
      const outcomes = await Promise.all(
        [1, 2, 3].map((server) =>
          people().createFirst(personOf({ email: `${round}-${server}@example.com` }), auditEventOf()),
        ),
      )
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      await open.sql('delete from people')
    }
  })

  it('keeps an owner if all of them are demoted or deleted at the same time', async () => {
    const ids = ['ada', 'grace', 'joan']
    for (const id of ids) await create({ id, email: `${id}@example.com` })
    for (const round of rounds) {
      const outcomes = await Promise.all(
        ids.map(async (id, index) =>
          (round + index) % 3 === 0
            ? await people().delete(id, auditEventOf())
            : (await update(id, { role: 'admin' })).outcome,
        ),
      )
      expect(outcomes.filter((outcome) => outcome === 'last-owner')).toHaveLength(1)
      expect((await people().list()).filter(({ role }) => role === 'owner')).toHaveLength(1)
      for (const id of ids) await create({ id, email: `${id}@example.com` })
      for (const id of ids) await update(id, { role: 'owner' })
    }
  })

  it('gives an address and an identity to one person if several ask for them at the same time', async () => {
    const ids = ['ada', 'grace', 'joan']
    for (const id of ids) await create({ id, email: `${id}@example.com` })
    for (const round of rounds) {
      const identity = { providerIssuer: 'https://login.example.com', providerSubject: `${round}` }
      const linked = await Promise.all(ids.map((id) => update(id, identity)))
      expect(linked.map(({ outcome }) => outcome).sort()).toEqual(['identity-taken', 'identity-taken', 'updated'])
      const created = await Promise.all(ids.map(() => create({ email: `${round}@example.com` })))
      expect(created.map(({ outcome }) => outcome).sort()).toEqual(['created', 'taken', 'taken'])
    }
  })
})
