import { createMailClient } from '@office365-email/client'
import { type Bot, example, expect, expectAccessible, test } from '../fixtures.ts'
import type { Product } from '../product/start-product.ts'

/** A program that sends as the bot. Its messages wait in the queue. */
async function createSender(product: Product, { id }: Bot) {
  const key = await product.runAdminCommand(
    ...['service-keys', 'create', '--name', 'orders', '--bot', id, '--scope', 'messages:send'],
  )
  const client = createMailClient({ baseUrl: product.url, serviceKey: key })
  return async (subject: string) => {
    const message = { to: 'grace@example.com', subject, text: 'Thank you' }
    const { outcome } = await client.sendMessage(id, message, { respondAsync: true })
    expect(outcome).toBe('queued')
  }
}

test('an admin resolves an unknown message, or sends it again with a warning that it may arrive twice', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  const send = await createSender(product, bot)
  const rowOf = (subject: string) => page.getByRole('listitem').filter({ hasText: subject })
  product.emulator.failNext({ on: 'sendMail', kind: 'timeout-but-delivered' })
  await send('Order 1')
  await page.goto(`/bots/${bot.id}/messages`)
  const row = rowOf('Order 1').last()
  await expect(row.getByText('Unknown', { exact: true })).toBeVisible({ timeout: 40_000 })
  await expect(row.getByText(/The message is never sent again automatically/)).toBeVisible()
  await expectAccessible(page)

  await row.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByRole('dialog')).toContainText('the recipients get it twice')
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
  await expect(rowOf('Order 1')).toHaveCount(2)
  await expect(rowOf('Order 1').first().getByText('Accepted', { exact: true })).toBeVisible({ timeout: 20_000 })

  await row.getByRole('button', { name: 'It was sent' }).click()
  await expect(row.getByText('Accepted', { exact: true })).toBeVisible()
  await expect(row.getByRole('button', { name: 'Send again' })).toHaveCount(0)
  expect(product.emulator.sentMail({ subject: 'Order 1' })).toHaveLength(2)
})

test('a waiting message can be canceled', async ({ adminPage: page, bot, product }) => {
  // This test uses its own mailbox, because the server pauses a throttled one even in later tests.
  await bot.configure({ userId: example.sharedUserId })
  const send = await createSender(product, bot)
  product.emulator.failAlways({ on: 'sendMail', kind: 'throttle', retryAfter: 300 })
  await send('Order 2')
  await page.goto(`/bots/${bot.id}/messages`)
  const row = page.getByRole('listitem').filter({ hasText: 'Order 2' })
  await expect(row.getByText('Queued', { exact: true })).toBeVisible({ timeout: 20_000 })
  await row.getByText('Details', { exact: true }).click()
  await row.getByRole('button', { name: 'Cancel' }).click()
  await expect(row.getByText('Canceled', { exact: true })).toBeVisible()
  expect(product.emulator.sentMail({ subject: 'Order 2' })).toEqual([])
})
