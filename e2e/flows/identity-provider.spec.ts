import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test as base, expect } from '@playwright/test'
import { example, expectAccessible } from '../fixtures.ts'
import { startIdentityProvider } from '../product/start-identity-provider.ts'
import { findFreePort, type Product, startProduct } from '../product/start-product.ts'

const botPath = '/bots/orders/settings/email/office365'
const provider = 'Sign in with your organisation'

/** A product whose people may sign in through their organisation: Grace was added, Mallory was not. */
const test = base.extend<object, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const port = await findFreePort(0)
      const identityProvider = await startIdentityProvider(`http://localhost:${port}`, {
        grace: { email: 'grace@example.com', name: 'Grace' },
        mallory: { email: 'mallory@example.com', name: 'Mallory' },
      })
      const product = await startProduct({ port, settings: identityProvider.environment })
      const { userEmail, clientId, tenantId, userId, secret } = example
      await product.admin.addBot('orders', 'Orders bot')
      await product.admin.configure('orders', { userEmail, clientId, tenantId, userId, clientSecret: secret })
      await product.admin.succeed('POST', '/people', {
        email: 'grace@example.com',
        name: 'Grace',
        role: 'admin',
        botIds: ['orders'],
      })
      await use(product)
      await product.close()
      await identityProvider.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, use) => use(product.url),
})

/** As if everybody had signed in 40 minutes ago. */
function ageSessions({ dataFolder }: Product): void {
  const database = new DatabaseSync(join(dataFolder, 'office365-email.db'))
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec(`UPDATE sessions SET signed_in_at = signed_in_at - ${40 * 60_000}`)
  database.close()
}

test('somebody without a password comes in through the organisation, and back to the page asked for', async ({
  page,
}) => {
  await page.goto(botPath)
  await expect(page.getByRole('link', { name: provider })).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Office 365 setup/ })).toBeVisible()
  expect(new URL(page.url()).pathname).toBe(botPath)
})

test('a sign-in that is refused or cancelled says why', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Mallory' }).click()
  await expect(page.getByRole('alert')).toContainText('You have no access here yet')
  await expectAccessible(page)

  await page.context().clearCookies()
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('alert')).toContainText('The sign-in with your organisation did not work')
})

test('where a fresh sign-in is asked for, the organisation gives it too', async ({ page, product }) => {
  await page.goto(botPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace' }).click()
  await page.getByRole('button', { name: 'Reset' }).waitFor()
  ageSessions(product)

  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace' }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByRole('button', { name: 'Cancel reset' })).toBeVisible()
})

test('a fresh sign-in that is given up leaves the person signed in', async ({ page, product }) => {
  await page.goto(botPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace' }).click()
  await page.getByRole('heading', { level: 1, name: /^Office 365 setup/ }).waitFor()
  ageSessions(product)
  await page.goto(`/api/v1/session/oidc?fresh=true&next=${botPath}`)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('alert')).toContainText('did not work')
  await expect(page.getByText('You are still signed in as Grace.')).toBeVisible()
  await page.getByRole('link', { name: 'Go on' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Office 365 setup/ })).toBeVisible()
})
