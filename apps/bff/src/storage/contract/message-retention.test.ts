import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { insertBody, insertMessage, insertRow, listStates } from './insert-rows.ts'

const day = 24 * 60 * 60_000
const limit = Date.parse('2026-01-10T00:00:00.500Z')
const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

/** A UUIDv7 of a time. */
const idAt = (milliseconds: number, number = 0): string => {
  const hex = milliseconds.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${number.toString(16).padStart(12, '0')}`
}
const old = (number: number) => idAt(limit - day, number)

describe.each(engineNames)('the message retention on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const forget = (limits: { messages?: number; bodies?: number; idempotencyKeys?: number }) =>
    open.storage.messageRetention.deleteOlderThan({ messages: 0, bodies: 0, idempotencyKeys: 0, ...limits })
  const listIds = async () => (await listStates(open)).map(({ id }) => id)
  const insertKey = (messageId: string, createdAt: number) =>
    insertRow(open, 'idempotency_keys', {
      bot_id: 'orders',
      service_key_id: 'key',
      key: messageId,
      fingerprint: 'f',
      fingerprinted_with: 'k1',
      message_id: messageId,
      answer: 'settled',
      created_at: createdAt,
    })
  const listKeys = async () =>
    (await open.sql<{ key: string }>('select key from idempotency_keys order by key')).map(({ key }) => key)
  const listBodies = async () =>
    (await open.sql<{ id: string }>('select message_id as id from outbox order by message_id')).map(({ id }) => id)

  it('deletes settled messages that are older than the limit, in more than one batch', async () => {
    for (let number = 0; number < 205; number += 1) await insertMessage(open, old(number), { state: 'accepted' })
    const kept = [
      [old(300), 'queued'],
      [old(301), 'sending'],
      [idAt(limit), 'accepted'],
    ] as const
    for (const [id, state] of kept) await insertMessage(open, id, { state })
    expect(await forget({ messages: limit })).toBe(205)
    expect(await listIds()).toEqual(kept.map(([id]) => id))
  })

  it('keeps a message while its key is kept, and a resend while its original can be sent again', async () => {
    await insertMessage(open, old(1), { state: 'failed' })
    await insertBody(open, old(1), { nextAttemptAt: null, takenAt: limit })
    await insertMessage(open, old(2), { state: 'accepted', resendOf: old(1) })
    await insertMessage(open, old(3), { state: 'accepted' })
    await insertKey(old(3), limit)
    await insertMessage(open, old(4), { state: 'accepted', resendOf: old(9) })
    expect(await forget({ messages: limit })).toBe(2)
    expect(await listIds()).toEqual([old(2), old(3)])
    expect(await forget({ messages: limit })).toBe(1)
    expect(await listIds()).toEqual([old(3)])
  })

  it('deletes bodies that are older than the limit, unless their message waits or is being sent', async () => {
    const body = { nextAttemptAt: null, takenAt: limit - 1 }
    await insertMessage(open, old(1), { state: 'failed' })
    await insertBody(open, old(1), body)
    await insertMessage(open, old(2), { state: 'failed' })
    await insertBody(open, old(2), { ...body, takenAt: limit })
    await insertMessage(open, old(3), { state: 'sending' })
    await insertBody(open, old(3), body)
    await insertMessage(open, old(4), { state: 'queued' })
    await insertBody(open, old(4), { ...body, nextAttemptAt: 1 })
    expect(await forget({ bodies: limit })).toBe(1)
    expect(await listBodies()).toEqual([old(2), old(3), old(4)])
  })

  it('deletes keys that are older than the limit, if their message was not sent after it', async () => {
    const before = limit - 1
    const messages = [
      ['accepted', iso(before), before],
      ['simulated', iso(before), before],
      ['failed', iso(limit + day), before],
      ['accepted', iso(limit), before],
      ['accepted', iso(before), limit],
      ['unknown', iso(before), before],
      ['queued', null, before],
      ['sending', null, before],
    ] as const
    for (const [index, [state, settledAt, createdAt]] of messages.entries()) {
      await insertMessage(open, old(index), { state, settledAt })
      await insertKey(old(index), createdAt)
    }
    expect(await forget({ idempotencyKeys: limit })).toBe(3)
    expect(await listKeys()).toEqual([3, 4, 5, 6, 7].map(old))
  })

  it('deletes everything once, if several servers do it at the same time', async () => {
    for (let number = 0; number < 300; number += 1) await insertMessage(open, old(number), { state: 'accepted' })
    const counts = await Promise.all([1, 2, 3].map(() => forget({ messages: limit })))
    expect(counts.reduce((sum, count) => sum + count)).toBe(300)
    expect(await listIds()).toEqual([])
  })
})
