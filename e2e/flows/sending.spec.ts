import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test as base, expect, type Page } from '@playwright/test'
import { collectComplaints, example, expectAccessible, signIn } from '../fixtures.ts'
import { type Product, startProduct } from '../product/start-product.ts'

const test = base.extend<{ start: (settings?: Record<string, string>) => Promise<Product> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  start: async ({}, use) => {
    const products: Product[] = []
    await use(async (settings = {}) => {
      const product = await startProduct({ settings })
      products.push(product)
      const { userEmail, clientId, tenantId, userId, secret } = example
      await product.admin.addBot('orders', 'Orders bot')
      await product.admin.configure('orders', { userEmail, clientId, tenantId, userId, clientSecret: secret })
      return product
    })
    for (const product of products) await product.close()
  },
})

const pages = ['/bots', '/bots/orders/settings/email/office365', '/bots/orders/messages', '/people', '/audit']
const banner = (page: Page, title: string) => page.getByRole('status').filter({ hasText: title })

async function expectOnEveryPage(page: Page, { url }: Product, title: string): Promise<void> {
  for (const path of pages) {
    await page.goto(`${url}${path}`)
    await expect(banner(page, title)).toBeVisible()
  }
}

async function sendTest(page: Page, { url }: Product): Promise<void> {
  await page.goto(`${url}/bots/orders/settings/email/office365/send-test`)
  await page.getByRole('button', { name: 'Send test email' }).click()
}

test('a restored database holds everything until an owner says "Send from here"', async ({ page, start }) => {
  const product = await start()
  await product.runAdminCommand('hold-restored')
  // Another server that shares the database could have queued this.
  const database = new DatabaseSync(join(product.dataFolder, 'office365-email.db'))
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec(`INSERT INTO outbox_usage (bot_id, waiting, bytes) VALUES ('elsewhere', 2, 10)`)
  database.close()
  const complaints = collectComplaints(page)
  await signIn(page, product)
  await expectOnEveryPage(page, product, 'Sending is held')
  await sendTest(page, product)
  await expect(page.getByText('Sending is off', { exact: true })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Send from here' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('2 queued messages are sent immediately.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Keep holding' }).click()
  await expect(banner(page, 'Sending is held')).toBeVisible()
  await page.getByRole('button', { name: 'Send from here' }).click()
  await dialog.getByRole('button', { name: 'Send from here' }).click()
  await expect(dialog).toBeHidden()
  await expect(banner(page, 'Sending is held')).toBeHidden()
  await sendTest(page, product)
  await expect(page.getByText(/^Microsoft accepted the message/)).toBeVisible()
  await page.goto(`${product.url}/audit`)
  await expect(page.getByText(/released sending/).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('an admin reads that an owner must release sending', async ({ page, start }) => {
  const product = await start()
  const newcomer = { email: 'grace@example.com', password: 'four-words-in-a-row' }
  await product.admin.succeed('POST', '/people', { ...newcomer, role: 'admin', botIds: ['orders'] })
  await product.runAdminCommand('hold-restored')
  const answer = await page.request.post(`${product.url}/api/v1/session`, {
    data: newcomer,
    headers: { origin: product.url },
  })
  expect(answer.status()).toBe(200)
  await page.goto(`${product.url}/bots`)
  await expect(banner(page, 'An owner has to release sending.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send from here' })).toHaveCount(0)
})

test('SENDING=simulate is shown on every page, and no message is reported as accepted', async ({ page, start }) => {
  const product = await start({ SENDING: 'simulate' })
  await signIn(page, product)
  await expectOnEveryPage(page, product, 'Sending is simulated')
  await sendTest(page, product)
  await expect(page.getByText('The test was simulated. No message was sent.')).toBeVisible()
  await expect(page.getByText(/Microsoft accepted/)).toHaveCount(0)
  await page.goto(`${product.url}/bots/orders/messages`)
  await expect(page.getByRole('listitem').getByText('Simulated', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Simulated/ }).click()
  await expect(page.getByRole('listitem').getByText('Simulated', { exact: true })).toBeVisible()
  expect(product.emulator.sentMail()).toEqual([])
  await expectAccessible(page)
})

test('SENDING=off is shown on every page', async ({ page, start }) => {
  const product = await start({ SENDING: 'off' })
  await signIn(page, product)
  await expectOnEveryPage(page, product, 'Sending is off')
  await expect(page.getByRole('button', { name: 'Send from here' })).toHaveCount(0)
})
