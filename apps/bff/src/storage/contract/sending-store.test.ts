import { setTimeout as wait } from 'node:timers/promises'
import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf, idOf } from './examples.ts'
import { insertMessage, insertQueued, insertRow, listStates } from './insert-rows.ts'

const hour = 60 * 60_000
const heldAt = Date.parse(at)
const after = (ms: number) => new Date(heldAt + ms)

describe.each(engineNames)('the sending store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const hold = (since = at) =>
    open.storage.sendingStore.holdRestored(auditEventOf({ at: since, action: 'sending.held' }))
  const release = (at: Date) =>
    open.storage.sendingStore.release(auditEventOf({ at: at.toISOString(), action: 'sending.released' }))
  const listTakenAt = async () =>
    (await open.sql<{ taken_at: string | number }>('select taken_at from outbox order by message_id')).map(
      ({ taken_at: takenAt }) => Number(takenAt) - heldAt,
    )
  const listActions = async () =>
    (await open.storage.audit.list({ reach: 'everything', limit: 99 })).map(({ event }) => event.action)

  it('holds a restored database: messages under way become unknown, and sessions end', async () => {
    const { sendingStore } = open.storage
    expect(await sendingStore.readHold()).toBeNull()
    await insertQueued(open, idOf(1))
    await insertMessage(open, idOf(2), { state: 'sending' })
    await insertMessage(open, idOf(3), { state: 'accepted', settledAt: at })
    await insertRow(open, 'people', {
      id: 'ada',
      email: 'ada@example.com',
      name: 'Ada',
      role: 'owner',
      bot_ids: '"all"',
      created_at: at,
    })
    await insertRow(open, 'sessions', { id_hash: 'h', person_id: 'ada', signed_in_at: 1, last_seen_at: 1 })
    await hold()
    expect(await sendingStore.readHold()).toEqual({ reason: 'restored', since: at })
    expect((await listStates(open)).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'accepted'])
    const [held] = await open.sql<{ settled_at: string; diagnosis: unknown }>(
      `select settled_at, diagnosis from messages where id = '${idOf(1)}'`,
    )
    const diagnosis = typeof held?.diagnosis === 'string' ? JSON.parse(held.diagnosis) : held?.diagnosis
    expect({ ...held, diagnosis }).toEqual({ settled_at: at, diagnosis: diagnoseOwn('restored_from_backup') })
    expect(await open.sql('select next_attempt_at from outbox')).toEqual([{ next_attempt_at: null }])
    expect(await open.sql('select * from sessions')).toEqual([])
    expect(await listActions()).toEqual(['sending.held'])
  })

  it('begins the hold again with another restore', async () => {
    await hold()
    await hold(after(hour).toISOString())
    expect(await open.storage.sendingStore.readHold()).toEqual({
      reason: 'restored',
      since: after(hour).toISOString(),
    })
  })

  it('shows its own changes immediately, and those of others within a second', async () => {
    const { sendingStore } = open.storage
    // Until now, the row may not have been kept in memory.
    await wait(600)
    expect(await sendingStore.readHold()).toBeNull()
    await hold()
    expect(await sendingStore.readHold()).toEqual({ reason: 'restored', since: at })
    await release(after(hour))
    expect(await sendingStore.readHold()).toBeNull()
    await open.sql(`insert into sending_hold (id, reason, since) values (1, 'restored', '${at}')`)
    await expect.poll(() => sendingStore.readHold(), { timeout: 1_500 }).toEqual({ reason: 'restored', since: at })
  })

  it('does not count the time of the hold toward the age of waiting messages', async () => {
    await hold()
    await insertQueued(open, idOf(1), { takenAt: heldAt - hour })
    await insertQueued(open, idOf(2), { takenAt: heldAt + hour })
    await insertQueued(open, idOf(3), { takenAt: heldAt - hour, nextAttemptAt: null })
    expect(await release(after(3 * hour))).toBe(true)
    expect(await open.storage.sendingStore.readHold()).toBeNull()
    expect(await listTakenAt()).toEqual([2 * hour, 3 * hour, -hour])
    expect(await release(after(9 * hour))).toBe(false)
    expect(await listTakenAt()).toEqual([2 * hour, 3 * hour, -hour])
    expect(await listActions()).toEqual(['sending.released', 'sending.held'])
  })

  it('does not count the time during which sending was off, from its first start', async () => {
    const { sendingStore } = open.storage
    await insertQueued(open, idOf(1), { takenAt: heldAt })
    await sendingStore.endOff(after(hour))
    await sendingStore.beginOff(after(hour))
    await sendingStore.beginOff(after(2 * hour))
    expect(await sendingStore.readHold()).toBeNull()
    await sendingStore.endOff(after(4 * hour))
    expect(await listTakenAt()).toEqual([3 * hour])
    await sendingStore.endOff(after(9 * hour))
    expect(await listTakenAt()).toEqual([3 * hour])
  })

  it('is released once, even by several owners at the same time', async () => {
    for (let round = 0; round < 20; round += 1) {
      await hold()
      await open.sql('delete from outbox')
      await open.sql('delete from messages')
      await insertQueued(open, idOf(1), { takenAt: heldAt - hour })
      const released = await Promise.all([release(after(hour)), release(after(hour)), release(after(hour))])
      expect(released.filter(Boolean)).toHaveLength(1)
      expect(await listTakenAt()).toEqual([0])
    }
  })
})
