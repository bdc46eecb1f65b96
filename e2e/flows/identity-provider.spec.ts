import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test as base, expect, type Page } from '@playwright/test'
import { example, expectAccessible, fillForm, signIn } from '../fixtures.ts'
import { startIdentityProvider } from '../product/start-identity-provider.ts'
import { admin, findFreePort, type Product, startProduct } from '../product/start-product.ts'

const botPath = '/bots/orders/settings/email/office365'
const newBotPath = '/bots/news/settings/email/office365'
const provider = 'Sign in with your organization'
const linus = { email: 'linus@example.com', name: 'Linus', password: 'a long enough password' }

/** Sign-in through the organization: Grace and Barbara were added, Linus was added with a password, Mallory was not. */
const test = base.extend<object, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const port = await findFreePort(0)
      const identityProvider = await startIdentityProvider(`http://localhost:${port}/api/v1/session/oidc/callback`, {
        grace: { email: 'grace@example.com', name: 'Grace' },
        linus: { email: linus.email, name: linus.name },
        barbara: { email: 'barbara@example.com', name: 'Barbara' },
        mallory: { email: 'mallory@example.com', name: 'Mallory' },
      })
      const product = await startProduct({ port, settings: identityProvider.environment })
      const { userEmail, clientId, tenantId, userId, secret } = example
      await product.admin.addBot('orders', 'Orders bot')
      await product.admin.configure('orders', { userEmail, clientId, tenantId, userId, clientSecret: secret })
      await product.admin.addBot('news', 'News bot')
      const access = { role: 'admin', botIds: ['orders', 'news'] }
      for (const [email, name] of [
        ['grace@example.com', 'Grace'],
        ['barbara@example.com', 'Barbara'],
      ])
        await product.admin.succeed('POST', '/people', { email, name, ...access })
      await product.admin.succeed('POST', '/people', { ...linus, ...access })
      await use(product)
      await product.close()
      await identityProvider.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, use) => use(product.url),
})

/** Makes every sign-in 40 minutes old. */
function ageSessions({ dataFolder }: Product): void {
  const database = new DatabaseSync(join(dataFolder, 'office365-email.db'))
  database.exec('PRAGMA busy_timeout = 5000')
  const earlier = 40 * 60_000
  database.exec(
    `UPDATE sessions SET signed_in_at = signed_in_at - ${earlier}, authenticated_at = authenticated_at - ${earlier}`,
  )
  database.close()
}

function endSessions({ dataFolder }: Product): void {
  const database = new DatabaseSync(join(dataFolder, 'office365-email.db'))
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec("DELETE FROM sessions WHERE person_id = (SELECT id FROM people WHERE email = 'grace@example.com')")
  database.close()
}

/** Chooses the account in the tab that the dialog opens. */
async function signInInNewTab(page: Page, name: string): Promise<Page> {
  const opened = page.waitForEvent('popup')
  await page.getByRole('dialog').getByRole('link', { name: provider }).click()
  const tab = await opened
  await tab.getByRole('button', { name }).click()
  await expect(tab.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  return tab
}

async function fillAsGrace(page: Page): Promise<void> {
  await page.goto(newBotPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace', exact: true }).click()
  await page.getByLabel('User Email', { exact: true }).waitFor()
  await fillForm(page)
}

/** Ends the session here and at the identity provider. */
async function submitWithoutSession(page: Page, product: Product): Promise<void> {
  endSessions(product)
  await page.context().clearCookies({ domain: 'localhost', name: /^_/ })
  await page.getByRole('button', { name: 'Submit' }).click()
}

test('a person without a password signs in through the organization and returns to the requested page', async ({
  page,
}) => {
  await page.goto(botPath)
  await expect(page.getByRole('link', { name: provider })).toBeVisible()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace', exact: true }).click()
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
  await expect(page.getByRole('alert')).toContainText('The sign-in with your organization did not work')
})

test('a required fresh sign-in also works through the organization', async ({ page, product }) => {
  await page.goto(botPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace', exact: true }).click()
  await page.getByRole('button', { name: 'Reset' }).waitFor()
  ageSessions(product)

  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize({ width: 320, height: 700 })
  expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0)
  const tab = await signInInNewTab(page, 'Grace')
  await expectAccessible(tab)
  await expect(page.getByRole('button', { name: 'Cancel reset' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel reset' }).click()
  await expect(page.getByRole('button', { name: 'Reset', exact: true })).toBeVisible()
})

test('after the session has ended, a sign-in through the organization keeps the entered values', async ({
  page,
  product,
}) => {
  await fillAsGrace(page)
  await expect(page.getByText('Each complete value is kept on the server')).toBeVisible()

  await submitWithoutSession(page, product)
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await signInInNewTab(page, 'Barbara')
  const dialog = page.getByRole('dialog', { name: 'You signed in as another person' })
  await expect(dialog).toContainText('This page belongs to Grace, and you are now signed in as Barbara.')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeVisible()
  expect((await product.admin.request('GET', '/bots/news/office365')).body).toMatchObject({ state: 'unconfigured' })
  page.on('dialog', (warning) => void warning.accept())
  await dialog.getByRole('button', { name: 'Reload the page' }).click()
  await expect(page.getByRole('button', { name: 'Account of barbara@example.com' })).toBeVisible()
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toHaveValue('')
})

test('after the session has ended, the same person continues with the typed secret', async ({ page, product }) => {
  await fillAsGrace(page)
  await submitWithoutSession(page, product)
  await signInInNewTab(page, 'Grace')
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
})

test('a canceled fresh sign-in leaves the person signed in', async ({ page, product }) => {
  await page.goto(botPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Grace', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /^Office 365 setup/ }).waitFor()
  ageSessions(product)
  await page.goto(`/api/v1/session/oidc?fresh=true&next=${botPath}`)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('alert')).toContainText('did not work')
  await expect(page.getByText('You are still signed in as Grace.')).toBeVisible()
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^Office 365 setup/ })).toBeVisible()
})

test('a person with a password is asked to link the identity provider, and does so from the account page', async ({
  page,
  product,
}) => {
  await page.goto(botPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Linus', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('Your email address belongs to a person with a password')
  await expectAccessible(page)
  await page.getByLabel('Email').fill(linus.email)
  await page.getByLabel('Password', { exact: true }).fill(linus.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /^Office 365 setup/ }).waitFor()
  ageSessions(product)

  const account = page.getByRole('button', { name: /^Account of/ })
  await account.click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Link sign-in with the identity provider' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await dialog.getByLabel('Password', { exact: true }).fill(linus.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Linus', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /^Office 365 setup/ }).waitFor()
  await account.click()
  await expect(page.getByText('Linked: you can sign in through the identity provider.')).toBeVisible()
  await expectAccessible(page)

  await page.context().clearCookies()
  await page.goto(botPath)
  await page.getByRole('link', { name: provider }).click()
  await page.getByRole('button', { name: 'Linus', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: /^Office 365 setup/ }).waitFor()
  await account.click()
  await page.getByRole('button', { name: 'Unlink the identity provider' }).click()
  await expect(page.getByRole('button', { name: 'Link sign-in with the identity provider' })).toBeVisible()
})

test('an owner confirms their identity in place before adding, changing, removing or letting in a person', async ({
  page,
  product,
}) => {
  await signIn(page, product)
  const confirm = async () => {
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
    await dialog.getByLabel('Password', { exact: true }).fill(admin.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    await expect(dialog).toHaveCount(0)
  }
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add person' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Email').fill('margaret@example.com')
  await form.getByLabel('Name').fill('Margaret')
  await form.getByLabel('Role').selectOption('Owner')
  ageSessions(product)
  await form.getByRole('button', { name: 'Add person' }).click()
  await confirm()
  await expect(page.getByText('margaret@example.com')).toBeVisible()

  await page.getByRole('button', { name: 'Change Margaret' }).click()
  await form.getByLabel('Name').fill('Margaret H.')
  ageSessions(product)
  await form.getByRole('button', { name: 'Save' }).click()
  await confirm()
  await page.getByRole('button', { name: 'Remove Margaret H.' }).click()
  ageSessions(product)
  await form.getByRole('button', { name: 'Remove', exact: true }).click()
  await confirm()
  await expect(page.getByText('margaret@example.com')).toHaveCount(0)

  await page.goto('/bots/orders/settings/email/office365/ask-admin')
  await page.getByRole('button', { name: 'Create link' }).waitFor()
  ageSessions(product)
  await page.getByRole('button', { name: 'Create link' }).click()
  await confirm()
  await expect(page.getByRole('status').filter({ hasText: 'intake#' })).toBeVisible()
})
