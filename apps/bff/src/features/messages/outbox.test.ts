import { expect, it } from 'vitest'
import { createOutbox } from './outbox.ts'
import type { OutboxStore } from './outbox-store.ts'

it('does not spin on a message that stays due although it was looked after', async () => {
  let deliveries = 0
  const due: Pick<OutboxStore, 'listDue' | 'listNext'> = {
    listDue: async () => ['held-elsewhere'],
    listNext: async () => [{ botId: 'orders', nextAttemptAt: 0 }],
  }
  // Only these two methods are looked at by the loop.
  const outbox = createOutbox(
    due as OutboxStore,
    async () => {
      deliveries += 1
    },
    () => new Date(),
  )
  await outbox.start()
  await new Promise((resolve) => setTimeout(resolve, 200))
  await outbox.stop()
  expect(deliveries).toBe(1)
})
