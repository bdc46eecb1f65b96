import { describe, expect, it } from 'vitest'
import { createMailCounter, forgetOldDays } from './count-mail.ts'
import { type BotDayCounts, mailCounts } from './mail-counts.ts'

/** Collects what is written; refuses as often as asked. */
function createCollector(refusals = 0) {
  const written: BotDayCounts[] = []
  let left = refusals
  return {
    sizes: [] as number[],
    since: () => written.map(({ since }) => since),
    add(counts: readonly BotDayCounts[]) {
      if (left > 0) {
        left -= 1
        return Promise.reject(new Error('the disk is full'))
      }
      this.sizes.push(counts.length)
      written.push(...counts)
      return Promise.resolve()
    },
    rows: () =>
      written.map(({ botId, day, counts }) => ({
        botId,
        day,
        ...Object.fromEntries(mailCounts.flatMap((name) => (counts[name] === 0 ? [] : [[name, counts[name]]]))),
      })),
  }
}
const message = { botId: 'orders', createdAt: '2026-01-01T23:59:59.900Z' }

describe('a mail counter', () => {
  it('counts a message on the day of its outcome, and how long its acceptance took', async () => {
    const store = createCollector()
    const counter = createMailCounter(store)
    counter.settled(message, 'accepted', '2026-01-02T00:00:00.100Z')
    counter.settled(message, 'accepted', '2026-01-02T00:00:03.100Z')
    counter.settled(message, 'failed', '2026-01-01T23:59:59.950Z')
    await counter.write()
    expect(store.rows()).toEqual([
      { botId: 'orders', day: '2026-01-02', accepted: 2, in250ms: 1, in4s: 1 },
      { botId: 'orders', day: '2026-01-01', failed: 1 },
    ])
    await counter.write()
    expect(store.rows()).toHaveLength(2)
  })

  it('knows since when it has counted, also after a failed write', async () => {
    const store = createCollector(1)
    const counter = createMailCounter(store)
    const earlier = { botId: 'orders', createdAt: '2026-01-01T23:59:58.000Z' }
    counter.settled(message, 'failed', '2026-01-01T23:59:59.950Z')
    counter.settled(earlier, 'failed', '2026-01-01T23:59:59.960Z')
    await counter.write()
    counter.settled(message, 'failed', '2026-01-01T23:59:59.970Z')
    await counter.write()
    expect(store.since()).toEqual([earlier.createdAt])
    counter.clarified('orders', 'accepted', '2025-12-30T10:00:00.000Z')
    counter.throttled('orders', 10, new Date('2026-01-02T12:00:05Z'))
    await counter.write()
    expect(store.since().slice(1)).toEqual(['2025-12-30T10:00:00.000Z', '2026-01-02T12:00:05.000Z'])
  })

  it('moves a message that becomes known, on the day on which it became unknown', async () => {
    const store = createCollector()
    const counter = createMailCounter(store)
    counter.clarified('orders', 'accepted', '2025-12-30T10:00:00.000Z')
    await counter.write()
    expect(store.rows()).toEqual([{ botId: 'orders', day: '2025-12-30', accepted: 1, unknown: -1 }])
  })

  it('counts each throttled minute once, and splits a pause over midnight', async () => {
    const store = createCollector()
    const counter = createMailCounter(store)
    const at = (time: string) => new Date(`2026-01-01T${time}Z`)
    counter.throttled('orders', 10, at('12:00:05'))
    counter.throttled('orders', 20, at('12:00:30'))
    counter.throttled('orders', 90, at('12:00:50'))
    counter.throttled('orders', 1, at('12:01:00'))
    counter.throttled('billing', 120, at('23:59:00'))
    await counter.write()
    expect(store.rows()).toEqual([
      { botId: 'orders', day: '2026-01-01', throttled: 3 },
      { botId: 'billing', day: '2026-01-01', throttled: 1 },
      { botId: 'billing', day: '2026-01-02', throttled: 2 },
    ])
  })

  it('keeps what the storage cannot take, and writes it with the next counts', async () => {
    const store = createCollector(1)
    const counter = createMailCounter(store)
    counter.settled(message, 'failed', message.createdAt)
    await counter.write()
    expect(store.rows()).toEqual([])
    counter.settled(message, 'failed', message.createdAt)
    await counter.stop()
    expect(store.rows()).toEqual([{ botId: 'orders', day: '2026-01-01', failed: 2 }])
  })

  it('writes many bots in small transactions', async () => {
    const store = createCollector()
    const counter = createMailCounter(store)
    for (let bot = 0; bot < 450; bot += 1) counter.settled({ ...message, botId: `${bot}` }, 'failed', message.createdAt)
    await counter.write()
    expect(store.sizes).toEqual([100, 100, 100, 100, 50])
  })
})

it('keeps the days of 400 days', async () => {
  let before = ''
  const deleteBefore = (day: string) => {
    before = day
    return Promise.resolve(3)
  }
  expect(await forgetOldDays({ deleteBefore }, new Date('2026-02-05T12:00:00Z'))).toBe(3)
  expect(before).toBe('2025-01-01')
})
