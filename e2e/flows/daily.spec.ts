import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { type Bot, expect, expectAccessible, test } from '../fixtures.ts'
import type { Product } from '../product/start-product.ts'

const screen = { width: 390, height: 844 }
const pictures = 'Mail in the last 30 days'

/** A bot whose mail works, with the counts of its messages written. */
async function makeWorking({ admin }: Product, bot: Bot): Promise<void> {
  await bot.configure({ secretExpiresOn: new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10) })
  for (let count = 0; count < 4; count += 1)
    await admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })
  await expect
    .poll(async () => (await admin.succeed('GET', `/bots/${bot.id}/statistics`)).body, { timeout: 15_000 })
    .toMatchObject({ total: { accepted: 4 } })
}

const bottomOf = (page: Page, id: string) =>
  page.locator(`#${id}`).evaluate((element) => element.getBoundingClientRect().bottom + scrollY)

test('what people look at every day fits two screens of a phone, and the rest is folded', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await makeWorking(product, bot)
  await page.setViewportSize(screen)
  await page.goto(bot.path)
  await expect(page.getByRole('heading', { name: pictures })).toBeVisible()
  await expect(page.getByText('100% of 4')).toBeVisible()
  await page.waitForLoadState('networkidle')
  for (const id of ['send-test', 'messages', 'statistics'])
    expect(await bottomOf(page, id), id).toBeLessThanOrEqual(1_700)
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(3_200)
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await expect(page.getByLabel('Another mailbox')).toBeHidden()
  await expectAccessible(page)

  await expect(page.getByLabel('Client ID', { exact: true })).toBeDisabled()
  await expect(page.getByLabel('Client ID', { exact: true })).toBeVisible()
})

test('each folded section has an address, and opens with the keyboard', async ({ adminPage: page, bot, product }) => {
  await makeWorking(product, bot)
  for (const [id, content] of [
    ['restriction', 'Nothing can be sent'],
    ['access', 'graph.microsoft.com'],
    ['activity', 'submitted the Office 365 configuration'],
    ['removal', 'Permanently deletes'],
  ]) {
    await page.goto('about:blank')
    await page.goto(`${bot.path}#${id}`)
    await expect(
      page
        .locator(`#${id}`)
        .getByText(content ?? '')
        .first(),
    ).toBeVisible()
    await expect(page.locator('details[open]')).toHaveCount(1)
    await expect(page.locator(`#${id} > summary`)).toBeInViewport()
  }
  await expectAccessible(page)
  await page.locator('#access > summary').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('graph.microsoft.com').first()).toBeVisible()
})

test('the charts have a table each, and are a small file of their own', async ({ adminPage: page, bot, product }) => {
  const newBot = `${bot.id}-new`
  await product.admin.addBot(newBot, 'Not set up')
  await makeWorking(product, bot)
  const scripts: Promise<Buffer>[] = []
  page.on('response', (response) => {
    // A page that leaves before its script is read has loaded it earlier too.
    if (response.url().endsWith('.js')) scripts.push(response.body().catch(() => Buffer.of()))
  })
  const listCharts = async () => {
    const bodies = await Promise.all(scripts)
    return bodies.filter((body) => body.includes('Most on one day'))
  }
  await page.goto(bot.path.replace(bot.id, newBot))
  await expect(page.getByRole('button', { name: 'Submit' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(await listCharts()).toEqual([])

  for (const [width, colorScheme] of [
    [320, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.goto('/bots')
    const chart = page.getByRole('img', { name: /^Messages by day from .* Accepted \d/ })
    await expect(chart).toBeVisible()
    await page.getByText('The same as a table').focus()
    await page.keyboard.press('Enter')
    const table = page.getByRole('table', { name: /Messages by day/ })
    await expect(table.getByRole('row')).toHaveCount(32)
    await page.getByText('Which ones').click()
    await expect(page.getByText(/, in (99|100) days/).first()).toBeVisible()
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  }
  const charts = await listCharts()
  expect(charts.length).toBeGreaterThan(0)
  for (const body of charts) expect(gzipSync(body).length).toBeLessThan(40_000)
})

test('before the first mail, the charts say so', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto(bot.path)
  await expect(page.getByText('No mail yet.')).toBeVisible()
  await expect(page.getByText('No messages yet.')).toBeVisible()
  await expectAccessible(page)
})

test('a page refreshes by itself, says how old it is, and moves nothing under the pointer', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await makeWorking(product, bot)
  await page.clock.install()
  await page.setViewportSize({ width: 1280, height: 600 })
  await page.goto('/bots')
  const search = page.getByRole('searchbox', { name: 'Search' })
  await expect(page.getByText('Updated just now')).toBeVisible()
  await page.waitForLoadState('networkidle')
  // The server is away: the page keeps what it has, and shows how old that is.
  await page.route('**/api/v1/**', (route) => route.abort())
  await page.clock.runFor(130_000)
  await expect(page.getByText('Updated 2 minutes ago')).toBeVisible()
  await page.unroute('**/api/v1/**')
  await page.clock.runFor(31_000)
  await expect(page.getByText('Updated just now')).toBeVisible()
  await expect(page.getByText('This may be out of date')).toHaveCount(0)

  const topOf = () => search.evaluate((element) => Math.round(element.getBoundingClientRect().top))
  await search.scrollIntoViewIfNeeded()
  await search.hover()
  const attention = page.getByText(/needs? attention/)
  const before = await attention.textContent({ timeout: 100 }).catch(() => null)
  const top = await topOf()
  product.emulator.failNext({
    on: 'sendMail',
    kind: 'answer',
    status: 403,
    body: { error: { code: 'ErrorAccessDenied' } },
  })
  await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })
  await page.clock.runFor(31_000)
  await expect(attention).toBeVisible()
  await expect(attention).not.toHaveText(before ?? '')
  await page.clock.runFor(100)
  expect(await topOf()).toBe(top)
})

test('a hidden tab asks for nothing', async ({ adminPage: page, bot, product }) => {
  await makeWorking(product, bot)
  await page.clock.install()
  await page.goto(bot.path)
  await expect(page.getByText('Updated just now')).toBeVisible()
  await page.waitForLoadState('networkidle')
  let requests = 0
  page.on('request', (request) => {
    if (request.url().includes('/api/')) requests += 1
  })
  const show = (state: 'hidden' | 'visible') =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, state)
  await show('hidden')
  await page.clock.runFor(120_000)
  expect(requests).toBe(0)
  await show('visible')
  await expect.poll(() => requests).toBeGreaterThan(0)
  await page.clock.runFor(1_000)
  await expect(page.getByText('Updated just now')).toBeVisible()
})
