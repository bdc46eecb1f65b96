import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { insertMessage, insertRow } from '../contract/insert-rows.ts'
import { createIdempotencyStore } from './idempotency-store.ts'
import { createMessagesInHand, type MessagesInHand } from './messages-in-hand.ts'
import type { Database } from './open-database.ts'

let databases: Awaited<ReturnType<typeof openMigratedDatabase>>
let database: Database
let inHand: MessagesInHand
beforeEach(async () => {
  databases = await openMigratedDatabase()
  database = databases.connect()
  inHand = createMessagesInHand(database, 'one')
})
afterEach(() => databases.close())

/** A message whose caller got an error because the response of the database was late, and which was stored after all. */
async function storeLate(key: string): Promise<string> {
  const id = randomUUID()
  const open = { sql: (text: string) => database.query(text) as Promise<never[]> }
  await insertMessage(open, id, { state: 'queued' })
  await insertRow(open, 'idempotency_keys', {
    bot_id: 'orders',
    service_key_id: 'service',
    key,
    fingerprint: 'f',
    fingerprinted_with: 'k',
    message_id: id,
    answer: 'queued',
    created_at: 1,
  })
  inHand.refuse(id)
  return id
}

const isStored = async (id: string) => (await database.query('select from messages where id = $1', [id])).length === 1
const repeatAtAnotherServer = (key: string) =>
  createIdempotencyStore(databases.connect()).find({ botId: 'orders', serviceKeyId: 'service', key })

it('takes back a message that was stored after its caller got an error', async () => {
  const id = await storeLate('a')
  await inHand.releaseOthers()
  expect(await isStored(id)).toBe(false)
  expect(await repeatAtAnotherServer('a')).toBeNull()
})

it('keeps it, and sends it, if a repeated request was told by another server that it is queued', async () => {
  const id = await storeLate('a')
  expect((await repeatAtAnotherServer('a'))?.message).toMatchObject({ id, state: 'queued' })
  expect(inHand.mayBeSent(id)).toBe(false)
  await inHand.releaseOthers()
  expect(await isStored(id)).toBe(true)
  expect(inHand.mayBeSent(id)).toBe(true)
})
