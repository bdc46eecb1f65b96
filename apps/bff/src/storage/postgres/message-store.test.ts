import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Office365Configuration } from '../../mail/configuration/office365-configuration.ts'
import { laneKey } from '../../mail/sending/lane.ts'
import { openMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { locate } from '../contract/engines.ts'
import { at } from '../contract/examples.ts'
import { addSender, keyOf, messageOf, queuedOf, resultOf } from '../contract/message-examples.ts'
import { openStorage } from '../open-storage.ts'
import type { Storage } from '../storage.ts'
import type { Database } from './open-database.ts'

let databases: Awaited<ReturnType<typeof openMigratedDatabase>>
let other: Database
let storage: Storage
let senders: Office365Configuration[]
beforeEach(async () => {
  databases = await openMigratedDatabase()
  other = databases.connect()
  storage = await openStorage(locate(databases.url))
  await storage.servers.join({ keyFingerprints: () => ({}), onBeat: () => Promise.resolve() })
  senders = []
  // The first in the order of locks is the last in the table.
  for (const botId of ['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']) senders.push(await addSender(storage, botId))
})
afterEach(async () => {
  await storage.servers.leave()
  await storage.close()
  await databases.close()
})

const untilOneWaits = () =>
  vi.waitFor(
    async () => {
      const waiting = `datname = current_database() and wait_event_type = 'Lock'`
      expect(await other.query(`select from pg_stat_activity where ${waiting}`)).toHaveLength(1)
    },
    { timeout: 10_000, interval: 10 },
  )

/** Locks the first configuration until the work waits for it. Returns the configurations that are locked besides. */
async function findLockedBefore<Result>(work: () => Promise<Result>): Promise<{ locked: string[]; result: Result }> {
  let working: Promise<Result> | undefined
  const locked = await other.transaction(async ({ query }) => {
    await query(`select from office365_configurations where bot_id = 'a' for update`)
    working = work()
    await untilOneWaits()
    const free = await query<{ bot_id: string }>('select bot_id from office365_configurations for update skip locked')
    const freeIds = free.map(({ bot_id: botId }) => botId)
    return senders.map(({ botId }) => botId).filter((botId) => !freeIds.includes(botId))
  }, 'read committed')
  if (!working) throw new Error('The work did not start')
  return { locked, result: await working }
}

it('locks the configurations of a batch in order, so that two servers never wait for each other', async () => {
  const messages = senders.map((sender) => ({ sender, message: messageOf(sender.botId) }))
  const inserting = await findLockedBefore(() =>
    Promise.all(messages.map(({ sender, message }) => storage.messages.insert(message, sender))),
  )
  expect(inserting).toEqual({ locked: [], result: messages.map(() => 'stored') })
  const settling = await findLockedBefore(() =>
    Promise.all(
      messages.map(({ sender: { botId, generation, version }, message }) => {
        const change = { botId, generation, version, lastAcceptedAt: at }
        return storage.messages.settle(message.id, resultOf({ change }))
      }),
    ),
  )
  expect(settling).toEqual({ locked: [], result: messages.map(() => true) })
})

it('records nothing that would be sent during a pause of another server', async () => {
  const [sender] = senders
  if (!sender) throw new Error('a sender is needed')
  const { messages, queueStore, laneSlots } = storage
  const { botId } = sender
  const lane = laneKey(sender)
  const limits = { messages: 10, bytes: 1_000 }
  const [sent, queued, late] = [messageOf(botId), messageOf(botId, { state: 'queued', attempts: 0 }), messageOf(botId)]
  expect(await messages.insert(sent, sender)).toBe('stored')
  expect(await messages.enqueue(queued, sender, queuedOf(), { idempotency: null, limits })).toBe('stored')
  expect(await laneSlots?.claim(lane)).toEqual({ outcome: 'taken', slot: 1 })
  await laneSlots?.release(lane, 1)
  await other.query(`insert into lane_pauses values ($1, clock_timestamp() + interval '1 hour')`, [lane])
  const idempotency = keyOf(botId, 'late')
  expect(await messages.insert(late, sender, { idempotency })).toBe('paused')
  // The slot that was kept is not used again.
  expect((await laneSlots?.claim(lane))?.outcome).toBe('paused')
  expect(await messages.read(botId, late.id)).toBeNull()
  expect(await other.query('select from idempotency_keys')).toEqual([])
  expect(await messages.sendAgain(sent.id, 2, sender)).toBe('paused')
  expect(await queueStore.claim(queued.id, 1, sender)).toBe('paused')
  expect(await messages.read(botId, queued.id)).toMatchObject({ state: 'queued', attempts: 0 })
  await other.query('update lane_pauses set paused_until = clock_timestamp()')
  expect(await messages.insert(late, sender, { idempotency })).toBe('stored')
  expect(await messages.sendAgain(sent.id, 2, sender)).toBe('sending')
  expect(await queueStore.claim(queued.id, 1, sender)).toBe('sending')
})

it('writes the keys of a batch in order', async () => {
  const [sender] = senders
  if (!sender) throw new Error('a sender is needed')
  const { botId } = sender
  const first = messageOf(botId)
  expect(await storage.messages.insert(first, sender)).toBe('stored')
  const undo = new Error('undo')
  let working: Promise<string[]> | undefined
  const ending = await other
    .transaction(async ({ query }) => {
      const write = (key: string) =>
        query(`insert into idempotency_keys values ($1, 'service', $2, 'print', 'k1', $3, 'settled', 0)`, [
          botId,
          key,
          first.id,
        ])
      await write('a')
      working = Promise.all(
        ['y', 'a', 'z'].map((key) =>
          storage.messages.insert(messageOf(botId), sender, { idempotency: keyOf(botId, key) }),
        ),
      )
      await untilOneWaits()
      // The batch waits for the first key, so it has not written the others.
      await query(`set local lock_timeout = '200ms'`)
      await write('y')
      await write('z')
      throw undo
    }, 'read committed')
    .catch((error: unknown) => error)
  expect(ending).toBe(undo)
  expect(await working).toEqual(['stored', 'stored', 'stored'])
})
