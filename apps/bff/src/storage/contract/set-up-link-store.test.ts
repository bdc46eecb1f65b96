import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'
import { listActions, personOf, rounds } from './shell-examples.ts'

describe.each(engineNames)('the set-up link store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const now = Date.parse('2026-01-01')
  const linkOf = (tokenHash: string, expiresAt = now + 1) => ({ tokenHash, expiresAt })
  const links = () => open.storage.setUpLinks
  const redeem = (tokenHash: string, at = now, email = 'ada@example.com') =>
    links().redeem(tokenHash, at, personOf({ email }), auditEventOf({ action: 'person.created' }))

  it('creates the first owner, once', async () => {
    expect(await links().create(linkOf('one'), now)).toBe('created')
    expect(await redeem('other')).toBe(false)
    expect(await redeem('one', now, 'Ada@Example.com')).toBe(true)
    expect(await redeem('one')).toBe(false)
    expect(await open.storage.people.readByEmail('ada@example.com')).toMatchObject({ role: 'owner' })
    expect(await listActions(open.storage)).toEqual(['person.created'])
  })

  it('keeps an open link when another server starts, and replaces an expired one', async () => {
    await links().create(linkOf('one', now + 5), now)
    expect(await links().create(linkOf('two'), now + 4)).toBe('open')
    expect(await redeem('two')).toBe(false)
    expect(await links().create(linkOf('three', now + 10), now + 5)).toBe('created')
    expect(await redeem('one')).toBe(false)
    expect(await redeem('three', now + 10)).toBe(false)
    expect(await redeem('three', now + 9)).toBe(true)
  })

  it('is replaced by the link that an operator makes', async () => {
    await links().create(linkOf('one'), now)
    expect(await links().replace(linkOf('two'))).toBe(true)
    expect(await redeem('one')).toBe(false)
    expect(await redeem('two')).toBe(true)
  })

  it('is neither made nor redeemed if there is a person', async () => {
    await links().create(linkOf('one'), now)
    await open.storage.people.create(personOf({ email: 'grace@example.com' }), auditEventOf())
    expect(await redeem('one')).toBe(false)
    expect(await links().create(linkOf('two'), now)).toBe('not-needed')
    expect(await links().replace(linkOf('three'))).toBe(false)
    expect(await open.storage.people.list()).toHaveLength(1)
  })

  it('is made once if three servers start at the same time', async () => {
    for (const round of rounds) {
      const made = await Promise.all([1, 2, 3].map((server) => links().create(linkOf(`${round}-${server}`), now)))
      expect(made.toSorted()).toEqual(['created', 'open', 'open'])
      expect(await redeem(`${round}-${made.indexOf('created') + 1}`)).toBe(true)
      await open.sql('delete from people')
    }
  })

  it('makes one owner if it is redeemed several times at the same moment', async () => {
    for (const round of rounds) {
      await links().replace(linkOf(`${round}`))
      const redeemed = await Promise.all([1, 2, 3].map((one) => redeem(`${round}`, now, `${one}@example.com`)))
      expect(redeemed.filter(Boolean)).toHaveLength(1)
      expect(await open.storage.people.list()).toHaveLength(1)
      await open.sql('delete from people')
    }
  })
})
