import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'
import { listActions, rounds, saveBot, serviceKeyOf } from './shell-examples.ts'

describe.each(engineNames)('the service key store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const keys = () => open.storage.serviceKeys
  const create = (changes: Parameters<typeof serviceKeyOf>[0] = {}, keyHash = 'hash') =>
    keys().create(serviceKeyOf(changes), keyHash, auditEventOf({ action: 'service-key.created' }))

  it('keeps every member, and finds a key by its hash as soon as it is created', async () => {
    const key = serviceKeyOf({
      scopes: ['messages:send'],
      botIds: ['orders'],
      expiresAt: '2027-01-01T00:00:00.000Z',
      recipientDomains: ['example.com'],
      dailyQuota: 5,
    })
    await saveBot(open.storage, 'orders')
    expect(await keys().readByHash('hash')).toBeNull()
    expect(await create(key)).toBe(true)
    expect(await keys().readByHash('hash')).toEqual(key)
    expect(await keys().list()).toEqual([key])
    expect(await keys().readByHash(key.id)).toBeNull()
  })

  it('creates no key for a bot that does not exist', async () => {
    await saveBot(open.storage, 'orders')
    expect(await create({ botIds: ['orders', 'absent'] })).toBe(false)
    expect(await keys().list()).toEqual([])
    expect(await listActions(open.storage)).toEqual(['bot.created'])
  })

  it('lists keys, newest first', async () => {
    for (const id of ['b', 'c', 'a']) await create({ id }, id)
    expect((await keys().list()).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  })

  it('revokes a key once, immediately', async () => {
    await create({ id: 'key' })
    expect(await keys().readByHash('hash')).toMatchObject({ revokedAt: null })
    const revoke = (id: string, at: string) => keys().revoke(id, auditEventOf({ action: 'service-key.revoked', at }))
    expect(await revoke('other', '2026-02-01')).toBe('absent')
    expect(await revoke('key', '2026-02-02')).toBe('revoked')
    expect(await keys().readByHash('hash')).toMatchObject({ revokedAt: '2026-02-02' })
    expect(await revoke('key', '2026-02-03')).toBe('revoked')
    expect(await keys().readByHash('hash')).toMatchObject({ revokedAt: '2026-02-02' })
    expect(await listActions(open.storage)).toEqual(['service-key.created', 'service-key.revoked'])
  })

  it('counts recipients of each day up to the quota', async () => {
    await create({ id: 'key' })
    const use = (recipients: number, day = '2026-01-01') => keys().useQuota('key', { day, recipients, quota: 10 })
    expect(await use(11)).toBe(false)
    expect(await keys().readUse(['key', 'other'], '2026-01-01')).toEqual(new Map())
    expect(await use(4)).toBe(true)
    expect(await use(7)).toBe(false)
    expect(await use(6)).toBe(true)
    expect(await use(1)).toBe(false)
    expect(await keys().readUse(['key', 'other'], '2026-01-01')).toEqual(new Map([['key', 10]]))
    expect(await use(10, '2026-01-02')).toBe(true)
    expect(await use(1, '2026-01-02')).toBe(false)
  })

  it('still knows what was used yesterday: the clock of another server may be behind', async () => {
    await create({ id: 'key' })
    const use = (day: string) => keys().useQuota('key', { day, recipients: 10, quota: 10 })
    expect(await use('2026-02-28')).toBe(true)
    expect(await use('2026-03-01')).toBe(true)
    expect(await use('2026-02-28')).toBe(false)
    expect(await use('2026-03-02')).toBe(true)
    expect(await open.sql('select day from service_key_usage order by day')).toEqual([
      { day: '2026-03-01' },
      { day: '2026-03-02' },
    ])
  })

  it('never exceeds the quota if many messages use it at the same time', async () => {
    await create({ id: 'key' })
    for (const round of rounds) {
      const day = `2026-01-${`${round + 1}`.padStart(2, '0')}`
      const used = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          keys().useQuota('key', { day, recipients: 1 + (index % 3), quota: 7 }),
        ),
      )
      const recipients = used.reduce((sum, isCounted, index) => sum + (isCounted ? 1 + (index % 3) : 0), 0)
      expect(recipients).toBeLessThanOrEqual(7)
      expect(await open.sql(`select recipients from service_key_usage where day = '${day}'`)).toEqual([{ recipients }])
    }
  })

  it('saves when keys were last used, and never an older time', async () => {
    for (const id of ['a', 'b', 'c']) await create({ id }, id)
    const read = async () => Object.fromEntries((await keys().list()).map(({ id, lastUsedAt }) => [id, lastUsedAt]))
    await keys().saveLastUsed(
      new Map([
        ['a', '2026-01-02'],
        ['b', '2026-01-02'],
        ['absent', '2026-01-02'],
      ]),
    )
    await keys().saveLastUsed(
      new Map([
        ['b', '2026-01-01'],
        ['a', '2026-01-03'],
      ]),
    )
    expect(await read()).toEqual({ a: '2026-01-03', b: '2026-01-02', c: null })
    await keys().saveLastUsed(new Map())
    expect(await read()).toEqual({ a: '2026-01-03', b: '2026-01-02', c: null })
  })

  it('saves the newest time if servers save the same keys in another order at the same moment', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `key-${index}`)
    for (const id of ids) await create({ id }, id)
    for (const round of rounds) {
      const timesOf = (order: string[], time: number) => new Map(order.map((id) => [id, `${1000 + round * 10 + time}`]))
      await Promise.all([
        keys().saveLastUsed(timesOf(ids, 2)),
        keys().saveLastUsed(timesOf(ids.toReversed(), 3)),
        keys().saveLastUsed(timesOf(ids, 1)),
      ])
      expect(new Set((await keys().list()).map(({ lastUsedAt }) => lastUsedAt))).toEqual(
        new Set([`${1000 + round * 10 + 3}`]),
      )
    }
  })
})
