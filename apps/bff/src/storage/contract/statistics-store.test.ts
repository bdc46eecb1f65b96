import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BotDayCounts, type MailCounts, noCounts } from '../../mail/statistics/mail-counts.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf } from './examples.ts'
import { insertBot, insertMessage } from './insert-rows.ts'

const day = '2026-01-01'
const days = { from: '2025-12-03', to: '2026-01-02' }
const counted = (botId: string, counts: Partial<MailCounts>, on = day): BotDayCounts => ({
  botId,
  day: on,
  since: at,
  counts: { ...noCounts(), ...counts },
})

describe.each(engineNames)('the statistics store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    for (const id of ['billing', 'orders']) await insertBot(open, id)
  })
  afterEach(() => open.close())

  const add = (...counts: BotDayCounts[]) => open.storage.statistics.add(counts)
  const read = async (scope: 'all' | string[], within = days) =>
    (await open.storage.statistics.read(scope, within)).map((found) => ({
      day: found.day,
      ...Object.fromEntries(Object.entries(found.counts).filter(([, count]) => count !== 0)),
    }))

  it('adds up what several servers counted, by bot and day', async () => {
    await add(counted('orders', { accepted: 2, in250ms: 2 }), counted('billing', { failed: 1 }))
    await add(counted('orders', { accepted: 3, in1s: 3, throttled: 4 }))
    await add(counted('orders', { accepted: 1, in1s: 1 }, '2026-01-02'))
    expect(await read(['orders'])).toEqual([
      { day, accepted: 5, in250ms: 2, in1s: 3, throttled: 4 },
      { day: '2026-01-02', accepted: 1, in1s: 1 },
    ])
    expect(await read(['orders', 'billing', 'missing'])).toMatchObject([{ day, accepted: 5, failed: 1 }, {}])
    expect(await read('all')).toEqual([
      { day, accepted: 5, failed: 1, in250ms: 2, in1s: 3, throttled: 4 },
      { day: '2026-01-02', accepted: 1, in1s: 1 },
    ])
    expect(await read([])).toEqual([])
  })

  it('loses nothing if several servers write at the same time', async () => {
    const writes = Array.from({ length: 20 }, (_, index) => {
      const both = [counted('orders', { accepted: 1 }), counted('billing', { accepted: 1 })]
      return add(...(index % 2 === 0 ? both : both.toReversed()))
    })
    await Promise.all(writes)
    expect(await read(['orders'])).toEqual([{ day, accepted: 20 }])
    expect(await read('all')).toEqual([{ day, accepted: 40 }])
  })

  it('counts nothing of a deleted bot for a new one with the same ID', async () => {
    await insertBot(open, 'shop', '2026-01-01T12:00:00.000Z')
    const before = { ...counted('shop', { accepted: 1 }), since: '2026-01-01T11:59:59.999Z' }
    await add(before, counted('orders', { accepted: 1 }))
    expect(await read(['shop'])).toEqual([])
    expect(await read('all')).toEqual([{ day, accepted: 1 }])
    await add({ ...before, since: '2026-01-01T12:00:00.000Z' })
    expect(await read(['shop'])).toEqual([{ day, accepted: 1 }])
  })

  it('moves a message from one outcome to another', async () => {
    await add(counted('orders', { unknown: 2 }))
    await add(counted('orders', { unknown: -1, accepted: 1 }))
    expect(await read(['orders'])).toEqual([{ day, unknown: 1, accepted: 1 }])
  })

  it('reads only the days that are asked for', async () => {
    await add(
      ...['2025-12-02', '2025-12-03', '2026-01-02', '2026-01-03'].map((on) => counted('orders', { failed: 1 }, on)),
    )
    for (const scope of ['all' as const, ['orders']])
      expect(await read(scope)).toMatchObject([{ day: '2025-12-03' }, { day: '2026-01-02' }])
  })

  it('counts nothing for a bot that does not exist', async () => {
    await add(counted('missing', { accepted: 1 }), counted('orders', { accepted: 1 }))
    expect(await read('all')).toEqual([{ day, accepted: 1 }])
    expect(await read(['missing'])).toEqual([])
  })

  it('deletes the days of a bot with the bot, and keeps the sums of all bots', async () => {
    await add(counted('orders', { accepted: 1 }), counted('billing', { accepted: 1 }))
    const event = () => auditEventOf()
    await open.storage.bots.delete('orders', { deleted: event(), keyRevoked: event, personChanged: event })
    await insertBot(open, 'orders')
    expect(await read(['orders'])).toEqual([])
    expect(await read('all')).toEqual([{ day, accepted: 2 }])
  })

  it('deletes old days', async () => {
    const old = Array.from({ length: 250 }, (_, index) =>
      counted('orders', { accepted: 1 }, new Date(Date.UTC(2024, 0, 1 + index)).toISOString().slice(0, 10)),
    )
    await add(...old, counted('orders', { accepted: 1 }))
    expect(await open.storage.statistics.deleteBefore(day)).toBe(500)
    for (const scope of ['all' as const, ['orders']])
      expect(await read(scope, { from: '2024-01-01', to: day })).toEqual([{ day, accepted: 1 }])
  })

  it('counts messages that an ended server was sending', async () => {
    await insertMessage(open, '00000000-0000-7000-8000-000000000001', { state: 'sending' })
    expect(await open.storage.messages.markInterrupted(at, { stage: 'unknown', cause: 'interrupted' } as never)).toBe(1)
    expect(await read(['orders'])).toEqual([{ day, unknown: 1 }])
  })

  it('counts messages that a restore makes unknown', async () => {
    await insertMessage(open, '00000000-0000-7000-8000-000000000001', { state: 'queued' })
    await open.storage.sendingStore.holdRestored(auditEventOf())
    expect(await read(['orders'])).toEqual([{ day, unknown: 1 }])
  })
})
