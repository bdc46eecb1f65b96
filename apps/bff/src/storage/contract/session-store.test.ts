import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'
import { listActions, personOf, rounds, sessionOf } from './shell-examples.ts'

describe.each(engineNames)('the session store on %s', (engine) => {
  let open: TestStorage
  const ada = personOf({ id: 'ada', passwordHash: 'first' })
  beforeEach(async () => {
    open = await engines[engine]()
    await open.storage.people.create(ada, auditEventOf({ action: 'person.created' }))
  })
  afterEach(() => open.close())

  const sessions = () => open.storage.sessions
  const create = (changes: Parameters<typeof sessionOf>[0] = {}, holds = () => true) =>
    sessions().create(sessionOf(changes), auditEventOf({ action: 'session.started' }), holds)

  it('reads a session with its person as they are stored now', async () => {
    const session = sessionOf({ idHash: 'h', authenticatedAt: Date.parse('2026-01-01'), ip: '2001:db8::1' })
    expect(await create(session)).toBe(true)
    expect(await sessions().read('h')).toEqual({ session, person: ada })
    await open.storage.people.update('ada', () => ({ changes: { name: 'Countess' }, event: auditEventOf() }))
    expect(await sessions().read('h')).toEqual({ session, person: { ...ada, name: 'Countess' } })
    expect(await sessions().read('other')).toBeNull()
  })

  it('stores nothing without the person, or if the proof no longer holds', async () => {
    expect(await create({ personId: 'grace' })).toBe(false)
    expect(await create({}, () => false)).toBe(false)
    const holds = ({ passwordHash }: { passwordHash: string | null }) => passwordHash === 'first'
    expect(await sessions().create(sessionOf(), auditEventOf({ action: 'session.started' }), holds)).toBe(true)
    expect(await sessions().list('ada')).toHaveLength(1)
    expect(await listActions(open.storage)).toEqual(['person.created', 'session.started'])
  })

  it('lists the sessions of a person, newest first', async () => {
    await open.storage.people.create(personOf({ id: 'grace', email: 'grace@example.com' }), auditEventOf())
    for (const [idHash, signedInAt] of [
      ['a', 2],
      ['b', 3],
      ['c', 1],
    ] as const)
      await create({ idHash, signedInAt })
    await create({ idHash: 'd', personId: 'grace' })
    expect((await sessions().list('ada')).map(({ idHash }) => idHash)).toEqual(['b', 'a', 'c'])
  })

  it('saves when it was last used, and ends with an event or without one', async () => {
    const now = Date.parse('2026-01-01')
    await create({ idHash: 'a' })
    await create({ idHash: 'b' })
    await sessions().touch('a', now)
    expect(await sessions().read('a')).toMatchObject({ session: { lastSeenAt: now } })
    await sessions().delete('a', null)
    await sessions().delete('b', auditEventOf({ action: 'session.ended' }))
    expect(await sessions().list('ada')).toEqual([])
    expect((await listActions(open.storage)).slice(-2)).toEqual(['session.started', 'session.ended'])
  })

  it('deletes sessions that began too long ago, or were not used for too long', async () => {
    await create({ idHash: 'old', signedInAt: 9, lastSeenAt: 20 })
    await create({ idHash: 'idle', signedInAt: 10, lastSeenAt: 19 })
    await create({ idHash: 'live', signedInAt: 10, lastSeenAt: 20 })
    await sessions().deleteOlderThan({ signedInAt: 10, lastSeenAt: 20 })
    expect((await sessions().list('ada')).map(({ idHash }) => idHash)).toEqual(['live'])
  })

  it('does not outlive a change of the password during the sign-in', async () => {
    for (const round of rounds) {
      const before = (await open.storage.people.readByEmail(ada.email))?.passwordHash
      const changes = { passwordHash: `changed ${round}` }
      await Promise.all([
        sessions().create(sessionOf(), auditEventOf(), ({ passwordHash }) => passwordHash === before),
        open.storage.people.update('ada', () => ({ changes, event: auditEventOf() })),
      ])
      expect(await sessions().list('ada')).toEqual([])
    }
  })
})
