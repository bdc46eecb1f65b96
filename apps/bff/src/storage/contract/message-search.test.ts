import type { MessageState } from '@office365-email/shared/message'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MessageFilter } from '../../mail/search/message-filter.ts'
import type { MessageSearch } from '../../mail/search/message-search.ts'
import { wantedWordsOf } from '../../mail/search/words.ts'
import type { Message } from '../../mail/sending/message.ts'
import { blockSize } from '../message-index/positions.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'
import { insertMessages } from './insert-rows.ts'
import { addSender, messageOf, resultOf } from './message-examples.ts'

const start = Date.parse('2026-01-10T00:00:00.000Z')
/** A UUIDv7 of a time. */
const idAt = (milliseconds: number, number = 0): string => {
  const hex = milliseconds.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`
}
const minute = 60_000
/** The message of a minute. */
const at = (minutes: number, changes: Partial<Message> = {}): Message =>
  messageOf('orders', {
    id: idAt(start + minutes * minute),
    createdAt: new Date(start + minutes * minute).toISOString(),
    state: 'accepted',
    ...changes,
  })

const all: MessageFilter = {
  bots: 'all',
  words: [],
  recipient: null,
  from: null,
  to: null,
  states: [],
  source: null,
}
const later = new Date(start + 365 * 24 * 60 * minute)

async function indexAll(search: MessageSearch): Promise<number> {
  let steps = 0
  while (await search.indexSome(later)) steps += 1
  return steps
}

async function renewAll(search: MessageSearch): Promise<void> {
  for (let after = await search.renewSome(null); after !== null; ) after = await search.renewSome(after)
}

describe.each(engineNames)('the search in messages on %s', (engine) => {
  let open: TestStorage
  let search: MessageSearch
  beforeEach(async () => {
    open = await engines[engine]()
    search = open.storage.messageSearch
  })
  afterEach(() => open.close())

  const minutesOf = (messages: readonly Message[]) =>
    messages.map(({ createdAt }) => (Date.parse(createdAt) - start) / minute)
  const find = async (filter: Partial<MessageFilter>, page: { before?: string; limit?: number } = {}) =>
    minutesOf(await search.find({ ...all, ...filter }, { limit: 50, ...page }))

  /** Two blocks of the index, with messages before, in and after both that no filter of a test selects by itself. */
  const others = (changes: Partial<Message> = {}) =>
    Array.from({ length: 2 * blockSize }, (_, index) =>
      at(1_000 + index, { subject: `Report ${index}`, botId: `bot-${index % 50}`, ...changes }),
    )

  // The same messages are found before and after they are indexed.
  describe.each([
    ['that are not indexed', false],
    ['that are indexed', true],
  ])('in messages %s', (_, isIndexed) => {
    const load = async (messages: Message[]) => {
      await insertMessages(open, [...messages, ...(isIndexed ? others() : [])])
      expect(await indexAll(search)).toBe(isIndexed ? 2 : 0)
    }

    it('finds an address in To, Cc and Bcc, in any case, and a domain without its subdomains', async () => {
      await load([
        at(1, { to: [{ address: 'Ada.Lovelace@contoso.com', name: 'Ada' }] }),
        at(2, { to: [{ address: 'x@other.com' }], cc: [{ address: 'ada.lovelace@contoso.com' }] }),
        at(3, { to: [{ address: 'x@other.com' }], bcc: [{ address: 'ADA.LOVELACE@contoso.com' }] }),
        at(4, { to: [{ address: 'grace@contoso.com' }] }),
        at(5, { to: [{ address: 'ada.lovelace@mail.contoso.com' }] }),
        at(6, { to: [{ address: 'ada.lovelace@notcontoso.com' }] }),
      ])
      expect(await find({ recipient: 'ada.lovelace@contoso.com' })).toEqual([3, 2, 1])
      expect(await find({ recipient: 'contoso.com' })).toEqual([4, 3, 2, 1])
      expect(await find({ recipient: 'mail.contoso.com' })).toEqual([5])
      expect(await find({ recipient: 'nobody@contoso.com' })).toEqual([])
    })

    it('compares words in any case and script, from their beginning', async () => {
      const examples: [words: string, subject: string, isFound: boolean][] = [
        ['order', 'Your ORDER 4711', true],
        ['4711 your', 'Your ORDER 4711', true],
        ['ord', 'Your ORDER 4711', true],
        ['rder', 'Your ORDER 4711', false],
        ['order 4712', 'Your ORDER 4711', false],
        ['ÄRGER', 'Kein ärger', true],
        ['strasse', 'Hauptstraße 5', false],
        ['hauptstrasse', 'Hauptstraße 5', true],
        ['ΟΔΟΣ', 'οδος Αθηνών', true],
        ['istanbul', 'İSTANBUL bileti', true],
        ['cafe\u0301', 'Café', true],
        ['ｏｒｄｅｒ', 'Order', true],
        ['注文', 'ご注文の確認', true],
        ['確', 'ご注文の確認', true],
        ['注認', 'ご注文の確認', false],
        ['ยืนยัน', 'การยืนยันคำสั่งซื้อ', true],
        ['заказ', 'Ваш ЗАКАЗ', true],
        ["o'brien", 'For O’Brien', true],
        ['100%', '100 _ things', true],
      ]
      await load(examples.map(([, subject], index) => at(index, { subject })))
      for (const [index, [words, subject, isFound]] of examples.entries()) {
        const from = start + index * minute
        const found = await find({ words: wantedWordsOf(words), from, to: from + minute })
        expect(found, `${words} in ${subject}`).toEqual(isFound ? [index] : [])
      }
    })

    it('finds by bot, state, source and time, together', async () => {
      await load([
        at(1, { state: 'failed', subject: 'Invoice' }),
        at(2, { state: 'cancelled', subject: 'Invoice', source: { kind: 'person', name: 'Ada' } }),
        at(3, { state: 'unknown', subject: 'Invoice', botId: 'alerts' }),
        at(4, { subject: 'Invoice', source: { kind: 'service', name: 'Billing' } }),
      ])
      const words = ['invoice']
      expect(await find({ words, states: ['failed', 'unknown'] })).toEqual([3, 1])
      expect(await find({ words, bots: ['orders'] })).toEqual([4, 2, 1])
      expect(await find({ words, bots: [] })).toEqual([])
      expect(
        await find({ words, bots: Array.from({ length: 30 }, (_, n) => (n === 7 ? 'alerts' : `no-${n}`)) }),
      ).toEqual([3])
      expect(await find({ words, source: { kind: 'service', name: null } })).toEqual([4, 3, 1])
      expect(await find({ words, source: { kind: 'service', name: 'billing' } })).toEqual([4])
      expect(await find({ words, source: { kind: 'person', name: 'Ad' } })).toEqual([])
      expect(await find({ words, from: start + 2 * minute, to: start + 4 * minute })).toEqual([3, 2])
      expect(await find({ words, bots: ['orders'], states: ['failed'], from: start + 2 * minute })).toEqual([])
      expect(await search.count({ ...all, words }, 9)).toEqual({ failed: 1, cancelled: 1, unknown: 1, accepted: 1 })
      expect(await search.count({ ...all, words }, 2)).toEqual({ accepted: 1, unknown: 1 })
      expect(await search.estimate({ ...all, words })).toBe(4)
    })

    it('finds by bots and states, of one or of many, and not by the beginning of the ID of a bot', async () => {
      await load([
        at(1, { state: 'failed' }),
        at(2, { state: 'failed', botId: 'orders-2' }),
        at(3, { state: 'cancelled' }),
        at(4, { state: 'unknown' }),
        at(5, { state: 'sending', botId: 'orders-2' }),
      ])
      const to = start + 10 * minute
      const bots = ['orders', ...Array.from({ length: 12 }, (_, n) => `no-${n}`)]
      const manyBots = [...bots, ...Array.from({ length: 12 }, (_, n) => `none-${n}`)]
      for (const some of [['orders'], bots, manyBots]) {
        expect(await find({ bots: some, to })).toEqual([4, 3, 1])
        expect(await find({ bots: some, states: ['failed'], to })).toEqual([1])
        expect(await find({ bots: some, states: ['unknown'], to })).toEqual([4])
        expect(await find({ bots: some, states: ['failed', 'cancelled', 'sending'], to })).toEqual([3, 1])
      }
      expect(await find({ bots: 'all', states: ['failed', 'sending'], to })).toEqual([5, 2, 1])
      expect(await find({ bots: ['orders-2'], states: ['accepted'], to })).toEqual([])
    })

    it('finds the newest first, page by page', async () => {
      await load(Array.from({ length: 300 }, (_, index) => at(index, { subject: 'Invoice' })))
      const words = ['invoice']
      const found: number[] = []
      for (let before: string | undefined; ; ) {
        const page = await search.find({ ...all, words }, { limit: 70, ...(before && { before }) })
        found.push(...minutesOf(page))
        before = page.at(-1)?.id
        if (page.length < 70) break
      }
      expect(found).toEqual(Array.from({ length: 300 }, (_, index) => 299 - index))
      const walked: Message[] = []
      for await (const messages of search.walk({ ...all, words })) walked.push(...messages)
      expect(minutesOf(walked)).toEqual(found)
    })
  })

  it('finds everything that has two words which often occur, but never together', async () => {
    await insertMessages(
      open,
      Array.from({ length: 3 * blockSize }, (_, index) =>
        at(index, { subject: index === 5 ? 'Red blue' : index % 2 === 0 ? 'Red' : 'Blue' }),
      ),
    )
    expect(await indexAll(search)).toBe(3)
    expect(await find({ words: ['red', 'blue'] })).toEqual([5])
    expect(await search.estimate({ ...all, words: ['red'] })).toBe(1.5 * blockSize + 1)
    expect((await find({ words: ['red'] })).slice(0, 2)).toEqual([3 * blockSize - 2, 3 * blockSize - 4])
  })

  it('finds a message in the state that it has now, although it was indexed in another one', async () => {
    await addSender(open.storage, 'orders')
    const waiting: MessageState[] = ['queued', 'sending', 'unknown']
    await insertMessages(open, [
      ...waiting.map((state, index) => at(index, { state, subject: 'Invoice' })),
      ...others({ subject: 'Other' }),
    ])
    await indexAll(search)
    for (const [index] of waiting.entries())
      await open.storage.messages.settle(at(index).id, resultOf({ state: index === 0 ? 'failed' : 'accepted' }))
    expect(await find({ words: ['invoice'], states: ['accepted'] })).toEqual([2, 1])
    expect(await find({ words: ['invoice'], states: ['failed'] })).toEqual([0])
    expect(await find({ words: ['invoice'], states: ['queued', 'sending', 'unknown'] })).toEqual([])
  })

  it('indexes no message that is younger than the moment, and finds it', async () => {
    await insertMessages(
      open,
      Array.from({ length: blockSize }, (_, index) => at(index)),
    )
    expect(await search.indexSome(new Date(start + (blockSize - 2) * minute))).toBe(false)
    expect(await search.indexSome(new Date(start + blockSize * minute))).toBe(true)
    expect(await search.indexSome(later)).toBe(false)
    await insertMessages(open, [at(blockSize + 5, { subject: 'Invoice' })])
    expect(await find({ words: ['invoice'] })).toEqual([blockSize + 5])
  })

  it('adds a message that was stored late to the index when it is renewed', async () => {
    await insertMessages(
      open,
      Array.from({ length: blockSize }, (_, index) => at(index * 2)),
    )
    await indexAll(search)
    await insertMessages(open, [at(7, { subject: 'Invoice' }), at(9, { subject: 'Invoice' })])
    await renewAll(search)
    expect(await find({ words: ['invoice'] })).toEqual([9, 7])
    expect(await search.estimate(all)).toBe(blockSize + 2)
  })

  it('leaves no gap if the index is emptied while a block is being made', async () => {
    const some = (from: number) => Array.from({ length: blockSize }, (_, index) => at(from + index))
    await insertMessages(open, some(0))
    await indexAll(search)
    await insertMessages(open, some(blockSize))
    await Promise.all([search.indexSome(later), open.sql('delete from message_blocks')])
    await indexAll(search)
    expect(await search.estimate(all)).toBe(2 * blockSize)
  })

  it('renews only what is more recent than a time', async () => {
    await insertMessages(
      open,
      Array.from({ length: 3 * blockSize }, (_, index) => at(index * 2)),
    )
    await indexAll(search)
    const [inFirst, inLast] = [7, 5 * blockSize + 1]
    await insertMessages(open, [at(inFirst, { subject: 'Invoice' }), at(inLast, { subject: 'Invoice' })])
    expect(await search.renewSome(new Date(start + 3 * blockSize * minute))).not.toBeNull()
    expect(await find({ words: ['invoice'] })).toEqual([inLast])
    expect(await search.renewSome(later)).toBeNull()
    await renewAll(search)
    expect(await find({ words: ['invoice'] })).toEqual([inLast, inFirst])
  })

  it('forgets messages that retention deleted', async () => {
    const day = 24 * 60
    await insertMessages(open, [
      at(0, { state: 'queued', to: [{ address: 'kept@old.com' }] }),
      ...Array.from({ length: 2 * blockSize - 1 }, (_, index) =>
        at(index < blockSize ? 1 + index : day + index, { to: [{ address: 'a@old.com' }] }),
      ),
    ])
    expect(await indexAll(search)).toBe(2)
    const limit = start + (day + blockSize + 10) * minute
    await open.storage.messageRetention.deleteOlderThan({ messages: limit, bodies: 0, idempotencyKeys: 0 })
    await renewAll(search)
    const terms = await open.sql<{ count: number }>(
      `select count(*) as count from message_terms where term = 'aa@old.com'`,
    )
    expect(Number(terms[0]?.count)).toBe(1)
    expect(await search.estimate(all)).toBe(blockSize - 10)
    expect(await find({ recipient: 'old.com', to: start + minute })).toEqual([0])
  })

  it('forgets the messages of a deleted bot, and indexes those of a later one with its ID', async () => {
    await addSender(open.storage, 'orders')
    await insertMessages(open, others({ to: [{ address: 'a@else.com' }], botId: 'else' }))
    await insertMessages(open, [at(1, { subject: 'Invoice', to: [{ address: 'gone@old.com' }] })])
    await indexAll(search)
    const { bots, configurations } = open.storage
    await configurations.remove('orders', auditEventOf())
    const events = { deleted: auditEventOf(), keyRevoked: () => auditEventOf(), personChanged: () => auditEventOf() }
    expect(await bots.delete('orders', events)).toBe('deleted')
    expect(await find({ recipient: 'gone@old.com' })).toEqual([])
    await renewAll(search)
    const left = await open.sql(`select term from message_terms where term in ('agone@old.com', 'winvoice', 'borders')`)
    expect(left).toEqual([])
    await insertMessages(open, [at(9_000, { subject: 'Invoice' })])
    expect(await find({ words: ['invoice'] })).toEqual([9_000])
  })

  it('misses nothing and repeats nothing while the index grows and is renewed', async () => {
    const total = 4 * blockSize
    await insertMessages(
      open,
      Array.from({ length: total }, (_, index) => at(index, { subject: 'Invoice' })),
    )
    await search.indexSome(later)
    await search.indexSome(later)
    const found: number[] = []
    let portions = 0
    for await (const messages of search.walk({ ...all, words: ['invoice'] })) {
      found.push(...minutesOf(messages))
      portions += 1
      if (portions === 3) await indexAll(search)
      if (portions === 20) {
        await open.sql(`update message_blocks set size = 1`)
        await renewAll(search)
      }
    }
    expect(found).toEqual(Array.from({ length: total }, (_, index) => total - 1 - index))
  })
})
