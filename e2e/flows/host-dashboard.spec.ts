import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test as base, expect, type FrameLocator, type Page } from '@playwright/test'
import { collectComplaints, example, expectAccessible, fillForm } from '../fixtures.ts'
import { accounts, type HostDashboard, startHostDashboard } from '../product/start-host-dashboard.ts'

interface Fixtures {
  /** A page without errors in the browser. */
  quietPage: Page
}

/** The dashboard of an example, with the product in a frame and in code. */
const test = base.extend<Fixtures, { host: HostDashboard }>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const host = await startHostDashboard()
      await use(host)
      await host.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ host }, use) => use(host.url),
  quietPage: async ({ page }, use) => {
    const complaints = collectComplaints(page)
    await use(page)
    expect(complaints).toEqual([])
  },
})

test.describe.configure({ mode: 'serial' })

const setup = '/bots/orders/settings/email/office365'
const inCode = '/settings/email-feature'

const frameOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Email"]')

const choose = (page: Page, { name }: { name: string }) => page.getByRole('button', { name }).click()

/** Opens a page of the dashboard, which leads through the identity provider. */
async function openAs(page: Page, account: { name: string }, path = '/'): Promise<void> {
  await page.goto(path)
  await choose(page, account)
  await expect(page.getByRole('banner').getByText(account.name)).toBeVisible()
}

test('the set-up in a frame: sign-in, five values, test and Reset', async ({ quietPage: page, host }) => {
  const frame = frameOf(page)
  await openAs(page, accounts.grace)
  await expect(page).toHaveURL('/')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('list', { name: 'Email (in a frame)' }).getByRole('link', { name: 'Office 365 setup' }).click()
  await expect(page).toHaveURL(setup)
  await expect(page).toHaveTitle('Office 365 setup · Orders · Unified Dashboard')
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Office 365 setup')
  await fillForm(frame)
  await frame.getByRole('button', { name: 'Submit' }).click()
  await expect(frame.getByText('Locked', { exact: true }).first()).toBeVisible()
  await frame.getByRole('button', { name: 'Send test email' }).click()
  await expect(frame.getByText('Microsoft accepted the message. Check the inbox to confirm delivery.')).toBeVisible()
  expect(host.emulator.sentMail()).toMatchObject([
    { userEmail: example.userEmail, to: [{ address: accounts.grace.email }] },
  ])
  await frame.getByRole('button', { name: 'Reset' }).click()
  await frame.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect(frame.getByLabel('Client Secret Key', { exact: true })).toBeEnabled()
  await frame.getByRole('button', { name: 'Cancel reset' }).click()
  await expect(frame.getByText('Locked', { exact: true }).first()).toBeVisible()
})

test('address and title follow the frame, so that reload, bookmarks and Back work', async ({ quietPage: page }) => {
  const frame = frameOf(page)
  await openAs(page, accounts.grace, setup)
  await expect(page).toHaveURL(setup)
  await frame
    .getByRole('link', { name: /^Send test/ })
    .first()
    .click()
  await expect(page).toHaveURL(`${setup}/send-test`)
  await expect(page).toHaveTitle('Send test · Office 365 setup · Orders · Unified Dashboard')
  await page.reload()
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Send test')

  await page.getByRole('link', { name: 'Email troubleshooting' }).click()
  await expect(page).toHaveTitle('Troubleshooting · Unified Dashboard')
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Troubleshooting')
  await page.goBack()
  await expect(page).toHaveURL(`${setup}/send-test`)
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Send test')
  await page.goto('/troubleshooting#secret_expired')
  await expect(frame.locator('details[open] > summary').last()).toBeInViewport()

  await page.goto(`${setup}/send-test`)
  await frame.getByRole('link', { name: 'Email settings' }).click()
  await expect(page).toHaveURL('/bots/orders/settings/email')
  await page.goBack()
  await expect(page).toHaveURL(`${setup}/send-test`)
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Send test')
  await page.goForward()
  await expect(page).toHaveURL('/bots/orders/settings/email')
  await frame.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Settings of Orders' })).toBeVisible()

  await page.goto(`/apps/email${setup}?from=alert`)
  await expect(page).toHaveURL(`${setup}?from=alert`)
  await expect(page.getByText('Contoso CRM')).toBeVisible()
})

test('an admin sees only their bot, in both ways, and the audit log names them', async ({ page }) => {
  const frame = frameOf(page)
  await openAs(page, accounts.alan, `${setup}/send-test`)
  const bots = page.getByRole('navigation', { name: 'Main' }).getByRole('list', { name: 'Bots' })
  await expect(bots.getByRole('link', { name: 'Orders' })).toBeVisible()
  await expect(bots.getByRole('link', { name: 'Invoices' })).toHaveCount(0)
  const statusOf = (path: string) => page.evaluate(async (url) => (await fetch(url)).status, path)
  for (const api of ['/apps/email/api/v1', '/api/email']) {
    expect(await statusOf(`${api}/bots/orders/office365`)).toBe(200)
    expect(await statusOf(`${api}/bots/invoices/office365`)).toBe(404)
  }
  await page.goto(setup.replace('orders', 'invoices'))
  await expect(frame.getByText('There is nothing here')).toBeVisible()
  await page.goto(`${inCode}${setup.replace('orders', 'invoices')}`)
  await expect(page.getByText('There is nothing here')).toBeVisible()
  await page.goto('/bots/invoices')
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()

  await page.goto(setup)
  await frame.getByRole('button', { name: 'Reset' }).click()
  await frame.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await frame.getByRole('button', { name: 'Cancel reset' }).click()
  await page.goto('/audit')
  await expect(frame.getByText(accounts.alan.name).first()).toBeVisible()

  await page.goto(`${inCode}${setup}`)
  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.locator('#activity > summary').click()
  await expect(page.getByText(`${accounts.alan.name}: Office 365 submitted`)).toBeVisible()
})

test('an expired session leads to the sign-in of the dashboard, and back', async ({ quietPage: page }) => {
  const frame = frameOf(page)
  await openAs(page, accounts.grace, setup)
  await expect(frame.getByRole('button', { name: 'Send test email' })).toBeVisible()
  await page.context().clearCookies()
  await frame.getByRole('button', { name: 'Send test email' }).click()
  const dialog = frame.getByRole('dialog', { name: 'Sign in again' })
  const opened = page.waitForEvent('popup')
  await dialog.getByRole('link', { name: 'Sign in to the dashboard' }).click()
  const tab = await opened
  await choose(tab, accounts.grace)
  await expect(tab.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await expect(frame.getByText(/Microsoft accepted the message\./)).toBeVisible()
  await tab.close()

  await page.context().clearCookies()
  await page.getByRole('link', { name: 'Audit' }).click()
  await frame.getByRole('link', { name: 'Sign in to the dashboard' }).click()
  await choose(page, accounts.grace)
  await expect(page).toHaveURL('/audit')
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Audit')

  await page.context().clearCookies()
  await page.goto(setup)
  await choose(page, accounts.grace)
  await expect(page).toHaveURL(setup)
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Office 365 setup')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  await page.goto(`${inCode}/bots/orders/messages`)
  await choose(page, accounts.grace)
  await expect(page).toHaveURL(`${inCode}/bots/orders/messages`)
})

test('a token that a client sends is ignored', async ({ page, host }) => {
  await openAs(page, accounts.alan)
  const readSession = (options: { cookie: boolean }) =>
    page.evaluate(async ({ cookie }) => {
      const response = await fetch('/apps/email/api/v1/session', {
        credentials: cookie ? 'include' : 'omit',
        headers: { 'x-contoso-token': 'e30.e30.e30' },
      })
      return { status: response.status, text: await response.text() }
    }, options)
  const signedIn = await readSession({ cookie: true })
  expect(signedIn.status).toBe(200)
  expect(signedIn.text).toContain(accounts.alan.name)
  expect((await readSession({ cookie: false })).status).toBe(401)
  expect(host.product.output()).not.toContain('a token of the host was refused')
  expect(host.product.output()).not.toContain('THEME_FILE')
})

test('an IT admin opens a link past the frame, without a sign-in', async ({ quietPage: page, context, host }) => {
  const frame = frameOf(page)
  await openAs(page, accounts.grace, `${setup.replace('orders', 'returns')}/ask-admin`)
  await frame.getByRole('button', { name: 'Create link' }).click()
  const link = await frame
    .getByText(/\/intake#/)
    .first()
    .textContent()
  expect(link).toContain(`${host.url}/apps/email/intake#`)
  await context.clearCookies()
  await page.goto(link ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Returns')
  await fillForm(page)
  await page.getByRole('button', { name: /hand in|submit/i }).click()
  await expect(page.getByRole('status').filter({ hasText: /./ }).first()).toBeFocused()
})

test('a page of another origin cannot show the product in a frame', async ({ page, host }) => {
  await openAs(page, accounts.grace)
  const address = `${host.url}/apps/email${setup}`
  const other = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<iframe src="${address}"></iframe>`)
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await page.goto(`http://localhost:${port}/`)
  expect((await refused).type()).toBe('error')
  await expect(page.frameLocator('iframe').getByText('Office 365')).toHaveCount(0)
  expect(page.frames().map((frame) => frame.url())).not.toContain(address)
  other.closeAllConnections()
  other.close()
})

const white = 'rgb(255, 255, 255)'
const dark = 'rgb(20, 27, 34)'

test('the switch of the dashboard also changes the frame', async ({ quietPage: page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await openAs(page, accounts.grace, setup)
  const body = frameOf(page).locator('body')
  await expect(body).toHaveCSS('background-color', white)
  await page.getByRole('button', { name: 'Dark mode' }).click()
  await expect(body).toHaveCSS('background-color', dark)
  await expect(page.locator('body')).toHaveCSS('background-color', dark)
  await page.reload()
  await expect(body).toHaveCSS('background-color', dark)
})

for (const width of [320, 1280])
  test(`axe finds nothing, light and dark, ${width} px`, async ({ quietPage: page }) => {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width, height: 900 })
    await page.goto('/')
    await choose(page, accounts.grace)
    for (const path of [
      '/',
      '/bots/orders',
      '/bots/orders/settings',
      setup,
      '/troubleshooting',
      '/audit',
      '/nowhere',
    ]) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      for (const background of [white, dark]) {
        for (const frame of page.frames()) await expect(frame.locator('body')).toHaveCSS('background-color', background)
        await expectAccessible(page)
        await page.getByRole('button', { name: 'Dark mode' }).click()
      }
      for (const frame of page.frames()) {
        const overflow = await frame
          .locator('html, main')
          .evaluateAll((elements) => Math.max(...elements.map((one) => one.scrollWidth - one.clientWidth)))
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
      }
    }
  })
