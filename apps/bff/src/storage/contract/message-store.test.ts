import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Office365Configuration } from '../../mail/configuration/office365-configuration.ts'
import type { Storage } from '../storage.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf } from './examples.ts'
import { addSender, keyOf, messageOf, queuedOf, resultOf } from './message-examples.ts'

const limits = { messages: 10, bytes: 1_000 }

describe.each(engineNames)('the message store on %s', (engine) => {
  let open: TestStorage
  let storage: Storage
  let sender: Office365Configuration
  beforeEach(async () => {
    open = await engines[engine]()
    storage = open.storage
    sender = await addSender(storage, 'orders')
  })
  afterEach(() => open.close())

  it('stores what is being sent, and its result', async () => {
    const { messages } = storage
    const message = messageOf('orders', {
      subject: 'Ünïcode 🎉',
      bcc: [{ address: 'b@example.com', name: '"\\' }],
    })
    expect(await messages.insert(message, sender)).toBe('stored')
    expect(await messages.read('orders', message.id)).toEqual(message)
    expect(await messages.settle(message.id, resultOf())).toBe(true)
    expect(await messages.read('orders', message.id)).toEqual({
      ...message,
      state: 'accepted',
      settledAt: at,
      microsoft: { requestId: 'request' },
    })
    expect(await messages.read('other', message.id)).toBeNull()
    expect(await messages.read('orders', 'not-an-id')).toBeNull()
  })

  it('stores any name of a recipient, and half of a surrogate pair in a subject as a replacement character', async () => {
    const { messages } = storage
    const to = [{ address: 'ada@example.com', name: 'NUL \0 and half of a pair \ud800' }]
    const message = messageOf('orders', { to, subject: 'half of a pair \ud800' })
    await messages.insert(message, sender)
    expect(await messages.read('orders', message.id)).toEqual({ ...message, subject: 'half of a pair \ufffd' })
  })

  it('keeps a certain result that comes together with the unknown one', async () => {
    const { messages } = storage
    const settleBoth = async (states: ('unknown' | 'accepted')[]) => {
      const message = messageOf('orders')
      await messages.insert(message, sender)
      await Promise.all(states.map((state) => messages.settle(message.id, resultOf({ state }))))
      return (await messages.read('orders', message.id))?.state
    }
    expect(await settleBoth(['unknown', 'accepted'])).toBe('accepted')
    expect(await settleBoth(['accepted', 'unknown'])).toBe('accepted')
  })

  it('stores a diagnosis with any text that Microsoft may send', async () => {
    const { messages } = storage
    const message = messageOf('orders')
    await messages.insert(message, sender)
    const base = diagnoseOwn('interrupted')
    const diagnosis = { ...base, evidence: { ...base.evidence, message: 'NUL \u0000, half \ud83d, quote " and \\' } }
    await messages.settle(message.id, resultOf({ state: 'failed', diagnosis }))
    expect((await messages.read('orders', message.id))?.diagnosis).toEqual(diagnosis)
  })

  it('stores nothing for a configuration that is no longer the saved one', async () => {
    const { messages, configurations } = storage
    const outdated = messageOf('orders')
    expect(await messages.insert(outdated, { ...sender, version: 2 })).toBe('outdated')
    expect(await messages.insert(outdated, { ...sender, generation: 'another' })).toBe('outdated')
    await configurations.remove('orders', auditEventOf())
    expect(await messages.insert(outdated, sender)).toBe('outdated')
    expect(await messages.enqueue(outdated, sender, queuedOf(), { idempotency: null, limits })).toBe('outdated')
    expect(await open.sql('select id from messages')).toEqual([])
  })

  it('stores many messages at the same time, each with its own outcome', async () => {
    const { messages } = storage
    const other = await addSender(storage, 'other')
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const from = index % 2 === 0 ? sender : other
        return messages.insert(messageOf(from.botId), index % 5 === 0 ? { ...from, version: 9 } : from)
      }),
    )
    expect(outcomes.filter((outcome) => outcome === 'outdated')).toHaveLength(40)
    expect(await messages.list({ botId: 'orders', state: 'sending', limit: 500 })).toHaveLength(80)
    expect(await messages.list({ botId: 'other', state: 'sending', limit: 500 })).toHaveLength(80)
  })

  it('keeps the first certain result, and lets a late one settle an unknown message', async () => {
    const { messages } = storage
    const message = messageOf('orders')
    await messages.insert(message, sender)
    expect(await messages.settle(message.id, resultOf({ state: 'unknown' }))).toBe(true)
    expect(await messages.settle(message.id, resultOf({ state: 'accepted' }))).toBe(true)
    expect(await messages.settle(message.id, resultOf({ state: 'failed' }))).toBe(false)
    expect((await messages.read('orders', message.id))?.state).toBe('accepted')
    expect(await messages.settle(messageOf('orders').id, resultOf())).toBe(false)
  })

  it('keeps a key with its message, and releases it if the message failed', async () => {
    const { messages, idempotencyStore } = storage
    const [sent, failed] = [messageOf('orders'), messageOf('orders')]
    await messages.insert(sent, sender, { idempotency: keyOf('orders', 'a') })
    await messages.insert(failed, sender, { idempotency: keyOf('orders', 'b') })
    await messages.settle(sent.id, resultOf())
    await messages.settle(failed.id, resultOf({ state: 'failed' }))
    const { replaces: _, ...record } = keyOf('orders', 'a')
    expect(await idempotencyStore.find(keyOf('orders', 'a'))).toMatchObject({ record, message: { id: sent.id } })
    expect(await idempotencyStore.find(keyOf('orders', 'b'))).toBeNull()
  })

  it('replaces the expired record of a key', async () => {
    const { messages, idempotencyStore } = storage
    const [first, second] = [messageOf('orders'), messageOf('orders')]
    await messages.insert(first, sender, { idempotency: keyOf('orders', 'a') })
    await messages.settle(first.id, resultOf())
    const again = keyOf('orders', 'a', { replaces: first.id, createdAt: 5 })
    expect(await messages.insert(second, sender, { idempotency: again })).toBe('stored')
    expect((await idempotencyStore.find(again))?.message.id).toBe(second.id)
  })

  it('writes what a result says about the health, and when a message was last accepted', async () => {
    const { messages, configurations } = storage
    const [message, next] = [messageOf('orders'), messageOf('orders')]
    await messages.insert(message, sender)
    const health = { state: 'working', since: at } as const
    const { botId, generation, version } = sender
    const change = { botId, generation, version, health, lastAcceptedAt: at }
    await messages.settle(message.id, resultOf({ change }))
    expect(await configurations.read('orders')).toMatchObject({ health, lastAcceptedAt: at })
    await messages.insert(next, sender)
    const later = '2026-01-01T01:00:00.000Z'
    await messages.settle(next.id, resultOf({ change: { botId, generation, version, lastAcceptedAt: later } }))
    expect(await configurations.read('orders')).toMatchObject({ health, lastAcceptedAt: later })
    await messages.settle(next.id, resultOf({ change: { botId, generation, version: 2, lastAcceptedAt: at } }))
    expect(await configurations.read('orders')).toMatchObject({ lastAcceptedAt: later })
  })

  it('counts attempts only while the message is being sent', async () => {
    const { messages } = storage
    const message = messageOf('orders')
    await messages.insert(message, sender)
    expect(await messages.sendAgain(message.id, 2, sender)).toBe('sending')
    expect(await messages.sendAgain(message.id, 3, { ...sender, version: 7 })).toBe('outdated')
    expect((await messages.read('orders', message.id))?.attempts).toBe(2)
    await messages.settle(message.id, resultOf())
    expect(await messages.sendAgain(message.id, 3, sender)).toBe('gone')
  })

  it('lists the messages of a bot in a state, the newest first, page by page', async () => {
    const { messages } = storage
    const all = Array.from({ length: 5 }, () => messageOf('orders'))
    const other = await addSender(storage, 'other')
    await messages.insert(messageOf('other'), other)
    for (const message of all) await messages.insert(message, sender)
    for (const { id } of all.slice(0, 3)) await messages.settle(id, resultOf({ state: 'failed' }))
    const ids = async (filter: { state: 'failed' | 'sending'; before?: string }) =>
      (await messages.list({ botId: 'orders', limit: 2, ...filter })).map(({ id }) => id)
    const [a = '', b = '', c = '', d = '', e = ''] = all.map(({ id }) => id)
    expect(await ids({ state: 'failed' })).toEqual([c, b])
    expect(await ids({ state: 'failed', before: b })).toEqual([a])
    expect(await ids({ state: 'sending' })).toEqual([e, d])
  })

  it('queues until the limits of the bot and of all bodies', async () => {
    const { messages, queueStore } = storage
    const enqueue = (size: number, most = limits) =>
      messages.enqueue(
        messageOf('orders', { state: 'queued', attempts: 0 }),
        sender,
        queuedOf({ sealedMessage: 'x'.repeat(size) }),
        {
          idempotency: null,
          limits: most,
        },
      )
    expect(await enqueue(600)).toBe('stored')
    expect(await enqueue(401)).toBe('full')
    expect(await enqueue(400)).toBe('stored')
    expect(await enqueue(1, { messages: 2, bytes: 9_999 })).toBe('full')
    expect(await queueStore.usage()).toEqual({ messages: 2, bytes: 1_000 })
  })

  it('sends a message again only once, and only a failed or unknown one', async () => {
    const { messages } = storage
    const original = messageOf('orders')
    await messages.insert(original, sender)
    const resend = (again: boolean) =>
      messages.enqueue(
        messageOf('orders', { state: 'queued', attempts: 0, resendOf: original.id }),
        sender,
        queuedOf({ sealedMessage: 'x' }),
        { idempotency: null, limits, resend: { event: auditEventOf(), again } },
      )
    expect(await resend(false)).toEqual({ originalState: 'sending' })
    await messages.settle(original.id, resultOf({ state: 'failed' }))
    const outcomes = await Promise.all([resend(false), resend(false), resend(false)])
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1)
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(2)
    expect(await resend(true)).toBe('stored')
  })

  it('deletes the body of a sent message, and keeps that of a failed one without sending it', async () => {
    const { messages, queueStore } = storage
    const [sent, failed] = [messageOf('orders', { state: 'queued' }), messageOf('orders', { state: 'queued' })]
    for (const message of [sent, failed])
      await messages.enqueue(message, sender, queuedOf(), { idempotency: null, limits })
    await messages.settle(sent.id, resultOf())
    await messages.settle(failed.id, resultOf({ state: 'failed' }))
    expect(await queueStore.read('orders', sent.id)).toBeNull()
    expect(await queueStore.read('orders', failed.id)).toMatchObject({ sealedMessage: 'sealed body' })
    expect(await queueStore.usage()).toEqual({ messages: 0, bytes: 'sealed body'.length })
    expect(await queueStore.listDue('orders', Date.now(), 9)).toEqual([])
  })
})
