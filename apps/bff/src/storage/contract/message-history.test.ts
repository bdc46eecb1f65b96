import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf } from './examples.ts'
import { addSender, messageOf, queuedOf, resultOf } from './message-examples.ts'

const limits = { messages: 10, bytes: 1_000 }

describe.each(engineNames)('the history of messages on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  const actionOf = (messageId: string, action: 'message.cancelled' | 'message.resolved') =>
    auditEventOf({ action, botId: 'orders', details: { messageId } })

  it('has when a waiting message is tried next, and who canceled it', async () => {
    const { messages, queueStore, messageHistory } = open.storage
    const sender = await addSender(open.storage, 'orders')
    const message = messageOf('orders', { state: 'queued', attempts: 0 })
    await messages.enqueue(message, sender, queuedOf({ nextAttemptAt: 5 }), { idempotency: null, limits })
    const waiting = { nextAttemptAt: 5, failures: 0 }
    expect(await messageHistory.read('orders', message.id)).toEqual({ actions: [], resends: [], waiting })
    const event = actionOf(message.id, 'message.cancelled')
    expect(await queueStore.cancel(message.id, at, event)).toBe(true)
    expect(await queueStore.cancel(message.id, at, actionOf(message.id, 'message.cancelled'))).toBe(false)
    expect(await messageHistory.read('orders', message.id)).toEqual({ actions: [event], resends: [], waiting: null })
    expect(await messageHistory.read('other', message.id)).toEqual({ actions: [], resends: [], waiting: null })
  })

  it('has who settled an unknown outcome, once, and the messages that it was sent again as', async () => {
    const { messages, messageHistory } = open.storage
    const sender = await addSender(open.storage, 'orders')
    const message = messageOf('orders')
    await messages.insert(message, sender)
    await messages.settle(message.id, resultOf({ state: 'unknown' }))
    const resend = messageOf('orders', { state: 'queued', attempts: 0, resendOf: message.id })
    await messages.enqueue(resend, sender, queuedOf(), { idempotency: null, limits })
    const event = actionOf(message.id, 'message.resolved')
    expect(await messages.settle(message.id, resultOf({ state: 'failed' }), null, event)).toBe(true)
    const again = actionOf(message.id, 'message.resolved')
    expect(await messages.settle(message.id, resultOf({ state: 'accepted' }), null, again)).toBe(false)
    expect(await messageHistory.read('orders', message.id)).toEqual({
      actions: [event],
      resends: [resend],
      waiting: null,
    })
    expect(await messageHistory.read('orders', 'not-an-id')).toEqual({ actions: [], resends: [], waiting: null })
  })
})
