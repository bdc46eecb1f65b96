import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Office365Configuration } from '../../mail/configuration/office365-configuration.ts'
import type { Storage } from '../storage.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf } from './examples.ts'
import { addSender, keyOf, messageOf, queuedOf } from './message-examples.ts'

const limits = { messages: 100, bytes: 10_000 }
const now = Date.parse(at)

describe.each(engineNames)('the queue store on %s', (engine) => {
  let open: TestStorage
  let storage: Storage
  let sender: Office365Configuration
  beforeEach(async () => {
    open = await engines[engine]()
    storage = open.storage
    sender = await addSender(storage, 'orders')
  })
  afterEach(() => open.close())

  async function enqueue(nextAttemptAt = now, from = sender) {
    const message = messageOf(from.botId, { state: 'queued', attempts: 0 })
    const outcome = await storage.messages.enqueue(message, from, queuedOf({ nextAttemptAt }), {
      idempotency: keyOf(from.botId, message.id, { answer: 'queued' }),
      limits,
    })
    expect(outcome).toBe('stored')
    return message
  }

  it('lists due messages, oldest first', async () => {
    const [first, later, second] = [await enqueue(), await enqueue(now + 1_000), await enqueue()]
    const { queueStore } = storage
    expect(await queueStore.listDue('orders', now, 9)).toEqual([first.id, second.id])
    expect(await queueStore.listDue('orders', now, 1)).toEqual([first.id])
    expect(await queueStore.listDue('orders', now + 1_000, 9)).toEqual([first.id, later.id, second.id])
    expect(await queueStore.listDue('other', now, 9)).toEqual([])
  })

  it('says when the next message of each bot is due', async () => {
    const other = await addSender(storage, 'another')
    await enqueue(now + 2_000)
    await enqueue(now + 1_000)
    await enqueue(now + 3_000, other)
    const { queueStore } = storage
    expect(await queueStore.listNext(now)).toEqual([
      { botId: 'another', nextAttemptAt: now + 3_000 },
      { botId: 'orders', nextAttemptAt: now + 1_000 },
    ])
    expect(await queueStore.listNext(now, 'orders')).toEqual([{ botId: 'orders', nextAttemptAt: now + 1_000 }])
    expect(await queueStore.listNext(now, 'none')).toEqual([])
  })

  it('lets a message be claimed once, by the saved configuration', async () => {
    const { id } = await enqueue()
    const { queueStore, messages } = storage
    expect(await queueStore.claim(id, 1, { ...sender, version: 2 })).toBe('outdated')
    const claims = await Promise.all(Array.from({ length: 8 }, () => queueStore.claim(id, 1, sender)))
    expect(claims.sort()).toEqual([...Array(7).fill('gone'), 'sending'])
    expect(await messages.read('orders', id)).toMatchObject({ state: 'sending', attempts: 1 })
  })

  it('queues a message again that was not sent, but not for a removed configuration', async () => {
    const { id } = await enqueue()
    const { queueStore, messages, configurations } = storage
    await queueStore.claim(id, 1, sender)
    const diagnosis = diagnoseOwn('server_stopping')
    const postponement = { nextAttemptAt: now + 500, failures: 1, attempts: 1, diagnosis }
    expect(await queueStore.postpone(id, postponement, { ...sender, version: 5 })).toBe(true)
    expect(await messages.read('orders', id)).toMatchObject({ state: 'queued', attempts: 1, diagnosis })
    expect(await queueStore.read('orders', id)).toMatchObject({
      failures: 1,
      sealedMessage: 'sealed body',
      takenAt: now,
    })
    expect(await queueStore.listDue('orders', now, 9)).toEqual([])
    expect(await queueStore.listDue('orders', now + 500, 9)).toEqual([id])
    await configurations.remove('orders', auditEventOf())
    expect(await queueStore.postpone(id, postponement, sender)).toBe(false)
  })

  it('cancels only a message that is queued, and deletes its body', async () => {
    const [waiting, sending] = [await enqueue(), await enqueue()]
    const { queueStore, messages } = storage
    await queueStore.claim(sending.id, 1, sender)
    expect(await queueStore.cancel(waiting.id, at)).toBe(true)
    expect(await queueStore.cancel(waiting.id, at)).toBe(false)
    expect(await queueStore.cancel(sending.id, at)).toBe(false)
    expect(await queueStore.cancel('not-an-id', at)).toBe(false)
    expect(await messages.read('orders', waiting.id)).toMatchObject({ state: 'cancelled', settledAt: at })
    expect(await queueStore.read('orders', waiting.id)).toBeNull()
    expect(await queueStore.read('orders', 'not-an-id')).toBeNull()
    expect((await queueStore.usage()).messages).toBe(1)
  })

  it('counts waiting messages and their bodies through every change', async () => {
    const { queueStore, configurations } = storage
    const messages = await Promise.all(Array.from({ length: 20 }, () => enqueue()))
    expect(await queueStore.usage()).toEqual({ messages: 20, bytes: 20 * 'sealed body'.length })
    await Promise.all(messages.slice(0, 5).map(({ id }) => queueStore.cancel(id, at)))
    expect(await queueStore.usage()).toEqual({ messages: 15, bytes: 15 * 'sealed body'.length })
    await configurations.remove('orders', auditEventOf())
    expect((await queueStore.usage()).messages).toBe(0)
  })
})
