import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { test as base, collectComplaints, example, expect, expectAccessible, fillForm } from '../fixtures.ts'
import { accounts, type HostDashboard, startHostDashboard, themeFile } from '../product/start-host-dashboard.ts'
import { type Product, startProduct } from '../product/start-product.ts'

interface Fixtures {
  /** A page of the host with a signed-in owner, next to that of the product. Any error in the browser fails the test. */
  hostPage: Page
}

type Cookies = Parameters<BrowserContext['addCookies']>[0]

const test = base.extend<Fixtures, { host: HostDashboard; signedIn: Cookies; product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const product = await startProduct({ settings: { THEME_FILE: themeFile } })
      await use(product)
      await product.close()
    },
    { scope: 'worker' },
  ],
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const host = await startHostDashboard()
      await use(host)
      await host.close()
    },
    { scope: 'worker' },
  ],
  signedIn: [
    async ({ host, browser }, use) => {
      const page = await browser.newPage()
      await page.goto(host.url)
      await page.getByRole('button', { name: accounts.grace.name }).click()
      await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
      await use(await page.context().cookies())
      await page.close()
    },
    { scope: 'worker' },
  ],
  hostPage: async ({ context, signedIn }, use) => {
    await context.addCookies(signedIn)
    const page = await context.newPage()
    const complaints = collectComplaints(page)
    await use(page)
    expect(complaints).toEqual([])
  },
})

test.describe.configure({ mode: 'serial' })

const hostile = readFileSync(join(import.meta.dirname, '../hostile.css'), 'utf8')
const setup = '/settings/email-feature/bots/orders/settings/email/office365'

/** The set-up of a bot in the navigation of the host. */
async function openSetup(page: Page, bot: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: bot, exact: true }).click()
  await page.getByRole('list', { name: 'Email (in code)' }).getByRole('link', { name: 'Office 365 setup' }).click()
}

/** As a style sheet of the host that is loaded after all others. */
const addStyles = (page: Page, styles: string) =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets.push(sheet)
  }, styles)

test('a host mounts the pages in its own router: set-up, test and Reset', async ({ hostPage: page, host }) => {
  await page.goto(host.url)
  await openSetup(page, 'Orders')
  await addStyles(page, hostile)
  const hosts = page.getByRole('button', { name: 'Dark mode' })
  await expect(hosts).toHaveCSS('background-color', 'rgb(255, 105, 180)')
  await expect(page).toHaveURL(`${host.url}${setup}`)
  await expect(page).toHaveTitle('Office 365 setup · Orders · Unified Dashboard')
  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await page.getByRole('link', { name: 'Send a test email next' }).click()
  await expect(page.getByLabel('Recipient')).toBeFocused()
  await expect(page).toHaveURL(`${host.url}${setup}`)
  await page.getByRole('button', { name: 'Send test email' }).click()
  await expect(page.getByText('Microsoft accepted the message. Check the inbox to confirm delivery.')).toBeVisible()
  expect(host.emulator.sentMail()).toMatchObject([
    { userEmail: example.userEmail, to: [{ address: 'grace@contoso.example' }] },
  ])

  await page.getByRole('heading', { name: 'Activity' }).click()
  await expect(page.getByText('Grace Hopper: Office 365 submitted')).toBeVisible()

  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByRole('dialog')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toBeEnabled()
  await expect(page.getByLabel('User Email', { exact: true })).toBeFocused()
  const clientId = page.getByLabel('Client ID', { exact: true })
  await clientId.fill('')
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(clientId).toBeFocused()
  await clientId.fill(example.clientId)
  await page.getByRole('button', { name: 'Cancel reset' }).click()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
})

test('links lead to pages of the feature and of the host', async ({ hostPage: page, host }) => {
  await page.goto(`${host.url}${setup}`)
  await expect(page.locator('html')).toHaveAttribute('data-mail-page', 'office365 orders')
  await page
    .getByRole('link', { name: 'Test', exact: true })
    .or(page.getByRole('link', { name: /^Send test/ }))
    .first()
    .click()
  await expect(page).toHaveURL(`${host.url}${setup}/send-test`)
  await expect(page.locator('html')).toHaveAttribute('data-mail-page', 'sendTest orders')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Settings of Orders' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Send test')
  await openSetup(page, 'Invoices')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
  await expect(page.getByText('Not set up')).toBeVisible()
})

/** What decides how an element looks. */
const looks = [
  ...['color', 'background-color', 'border-top-color', 'border-top-width', 'border-top-style', 'border-radius'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'line-height', 'letter-spacing', 'word-spacing'],
  ...['text-transform', 'text-align', 'text-decoration-line', 'display', 'opacity', 'float', 'box-sizing', 'cursor'],
  ...['margin-top', 'margin-left', 'padding-top', 'padding-left', 'row-gap', 'column-gap', 'width', 'height'],
]

/** How each element of the current mail page looks, in order. */
const readLooks = (page: Page) =>
  page.evaluate((properties) => {
    const root = document.querySelector('office365-email')?.shadowRoot ?? document
    const whole = root.querySelector('h1')?.parentElement?.parentElement?.parentElement
    return Array.from(whole?.querySelectorAll('*') ?? [], (element) => {
      const style = getComputedStyle(element)
      return [element.tagName, ...properties.map((name) => `${name}: ${style.getPropertyValue(name)}`)].join('\n')
    })
  }, looks)

const steps = ['', '/prerequisites', '/entra', '/restrict', '/send-test', '/instructions']

const readHostLooks = (page: Page) =>
  page.evaluate(() =>
    ['html', 'body', 'header', 'header a', 'header button', 'main', 'h1', 'p', 'label', 'input'].map((selector) => {
      const element = document.querySelector(selector)
      if (!element) throw new Error(`The host has no ${selector}.`)
      return [
        selector,
        Array.from(getComputedStyle(element), (name) => getComputedStyle(element).getPropertyValue(name)),
      ]
    }),
  )

for (const colorScheme of ['light', 'dark'] as const)
  test(`the pages look as in the product whatever the host does, ${colorScheme}`, async ({
    hostPage: page,
    host,
    adminPage,
    product,
  }) => {
    for (const tab of [adminPage, page]) await tab.emulateMedia({ colorScheme })
    await product.admin.addBot('invoices', 'Invoices')
    for (const step of steps) {
      await adminPage.goto(`/bots/invoices/settings/email/office365${step}`)
      await page.goto(`${host.url}${setup.replace('orders', 'invoices')}${step}`)
      await addStyles(page, hostile)
      for (const tab of [adminPage, page]) {
        await expect(tab.getByRole('heading', { level: 1 })).toBeVisible()
        await tab.waitForLoadState('networkidle')
      }
      const looksInProduct = await readLooks(adminPage)
      expect(looksInProduct.length).toBeGreaterThan(10)
      expect(await readLooks(page), step).toEqual(looksInProduct)
    }
  })

test('the pages change nothing outside of them', async ({ hostPage: page, host }) => {
  await page.goto(host.url)
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  const before = await readHostLooks(page)
  const styles = () => page.evaluate(() => document.querySelectorAll('style, link[rel=stylesheet]').length)
  const count = await styles()
  await openSetup(page, 'Invoices')
  await page.getByLabel('User Email', { exact: true }).fill('a')
  expect(await styles()).toBe(count)
  await page.getByRole('link', { name: 'Contoso CRM' }).click()
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible()
  await expect(page).toHaveTitle('Contoso CRM')
  expect(await readHostLooks(page)).toEqual(before)
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
})

test('an IT admin opens a link outside of the frame of the host', async ({ hostPage: page, host }) => {
  await page.goto(`${host.url}${setup.replace('orders', 'returns')}/ask-admin`)
  await page.getByRole('button', { name: /create/i }).click()
  const link =
    (await page
      .getByText(/email-feature\/intake#/)
      .first()
      .textContent()) ?? ''
  expect(link).toMatch(`${host.url}/settings/email-feature/intake#`)
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Returns')
  await expect(page).toHaveURL(`${host.url}/settings/email-feature/intake`)
  await expect(page.getByText('Contoso CRM')).toHaveCount(0)
  await page.getByRole('navigation').getByRole('link').last().click()
  await expect(page.getByRole('heading', { level: 2, name: /Restrict/ }).first()).toBeInViewport()
  await fillForm(page)
  await page.getByRole('button', { name: /hand in|submit/i }).click()
  await expect(page.getByRole('status').filter({ hasText: /./ }).first()).toBeFocused()
})

test('a fragment opens a cause', async ({ hostPage: page, host }) => {
  await page.goto(`${host.url}/settings/email-feature/troubleshooting#secret_expired`)
  const opened = page.locator('details[open] > summary')
  await expect(opened.last()).toBeFocused()
  await expect(opened.last()).toBeInViewport()
})

test('the person learns that the session has ended', async ({ hostPage: page, host }) => {
  await page.goto(`${host.url}${setup}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Send test email' }).click()
  await expect(page.getByText('You are signed out')).toBeVisible()
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.getByRole('button', { name: accounts.grace.name }).click()
  await expect(page).toHaveURL(`${host.url}${setup}`)
  await expect(page.getByRole('button', { name: 'Send test email' })).toBeVisible()
})

test('events reach the host once, and typing triggers none of its shortcuts', async ({ hostPage: page, host }) => {
  await page.goto(`${host.url}${setup.replace('orders', 'invoices')}`)
  const clicks = () => page.evaluate(() => document.documentElement.dataset['clicks'])
  await page.getByRole('heading', { level: 1 }).click()
  expect(await clicks()).toBe('1')
  await page.getByRole('button', { name: 'Submit' }).click()
  expect(await clicks()).toBe('2')
  await page.getByLabel('User Email', { exact: true }).press('d')
  await expect(page.locator('html')).not.toHaveClass('dark')
  await page.getByLabel('User Email', { exact: true }).press('Control+d')
  await expect(page.locator('html')).toHaveClass('dark')
  await page.getByRole('button', { name: 'Dark mode' }).click()
  await page.getByRole('button', { name: 'Submit' }).press('d')
  await expect(page.locator('html')).toHaveClass('dark')
})

/** In the form in which a host's style sheet or a theme file of the product sets them. */
const ownTheme = `:root {
  --office365-email-color-accent: light-dark(#7a1fa2, #d9a7f0);
  --office365-email-color-button: light-dark(#ffd400, #0b6e4f);
  --office365-email-color-button-text: light-dark(#222222, #ffffff);
  --office365-email-color-control: light-dark(#fffbe6, #202020);
  --office365-email-radius: 0;
  --office365-email-density: 0.75;
  --office365-email-font: Georgia, serif;
}`

for (const colorScheme of ['light', 'dark'] as const)
  test(`the same variables change the look here and in the product, ${colorScheme}`, async ({
    hostPage: page,
    host,
    adminPage,
    bot,
  }) => {
    for (const tab of [adminPage, page]) await tab.emulateMedia({ colorScheme })
    await adminPage.goto(bot.path)
    await page.goto(`${host.url}${setup.replace('orders', 'invoices')}`)
    const isLight = colorScheme === 'light'
    for (const tab of [adminPage, page]) {
      await addStyles(tab, ownTheme)
      const submit = tab.getByRole('button', { name: 'Submit' })
      await expect(submit).toHaveCSS('background-color', isLight ? 'rgb(255, 212, 0)' : 'rgb(11, 110, 79)')
      await expect(submit).toHaveCSS('color', isLight ? 'rgb(34, 34, 34)' : 'rgb(255, 255, 255)')
      await expect(submit).toHaveCSS('border-radius', '0px')
      await expect(submit).toHaveCSS('font-family', 'Georgia, serif')
      const field = tab.getByLabel('User Email', { exact: true })
      await expect(field).toHaveCSS('background-color', isLight ? 'rgb(255, 251, 230)' : 'rgb(32, 32, 32)')
      const link = tab.getByRole('link', { name: 'Start with the prerequisites' }).or(tab.locator('p a')).first()
      await expect(link).toHaveCSS('color', isLight ? 'rgb(122, 31, 162)' : 'rgb(217, 167, 240)')
      await submit.hover()
      await expect(submit).not.toHaveCSS('background-color', isLight ? 'rgb(255, 212, 0)' : 'rgb(11, 110, 79)')
      await expectAccessible(tab)
    }
  })

for (const width of [320, 1280])
  test(`axe finds nothing, light and dark, ${width} px`, async ({ hostPage: page, host }) => {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${host.url}${setup}`)
    for (const step of [...steps, '/ask-admin']) {
      if (step !== '') await page.evaluate((to) => history.pushState(null, '', to), `${setup}${step}`)
      if (step !== '') await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')))
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle')
      for (const colorScheme of ['light', 'dark']) {
        await expect(page.locator('office365-email [data-mantine-color-scheme]')).toHaveAttribute(
          'data-mantine-color-scheme',
          colorScheme,
        )
        await expectAccessible(page)
        await page.getByRole('button', { name: 'Dark mode' }).click()
      }
      const overflow = await page
        .locator('html, main')
        .evaluateAll((elements) => Math.max(...elements.map((one) => one.scrollWidth - one.clientWidth)))
      expect(overflow, `${step} scrolls sideways`).toBeLessThanOrEqual(0)
    }
  })
