import type { Browser, Page } from '@playwright/test'
import { collectComplaints, example, expect, expectAccessible, fillForm, test } from '../fixtures.ts'

/** A browser without an account. */
async function openAsStranger(browser: Browser, url: string, scheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({ colorScheme: scheme })
  const page = await context.newPage()
  const complaints = collectComplaints(page)
  await page.goto(url)
  return { page, complaints, close: () => context.close() }
}

async function createLink(page: Page, path: string): Promise<string> {
  await page.goto(path)
  await page.getByRole('link', { name: 'Ask your IT admin' }).first().click()
  await page.getByRole('button', { name: 'Create link' }).click()
  const url = page.getByText(/\/intake#/)
  await expect(url).toBeVisible()
  return (await url.textContent()) ?? ''
}

for (const scheme of ['light', 'dark'] as const)
  test(`an IT admin submits the values, and the admin approves them, ${scheme}`, async ({
    adminPage: page,
    bot,
    browser,
  }) => {
    await page.emulateMedia({ colorScheme: scheme })
    const url = await createLink(page, bot.path)
    await expectAccessible(page)

    const stranger = await openAsStranger(browser, url, scheme)
    const { page: other } = stranger
    await expect(other.getByRole('heading', { level: 1 })).toContainText(bot.name)
    expect(other.url()).not.toContain('#')
    expect(other.url()).toMatch(/\/intake$/)
    await other.waitForLoadState('networkidle')
    await expect(other.getByRole('region', { name: /Register the app with Azure CLI/ })).toContainText(bot.id)
    await expectAccessible(other)

    await fillForm(other, { 'Client Secret Key': 'wr08Q~not-the-secret-of-this-app-at-all' })
    await other.getByRole('button', { name: 'Submit' }).click()
    await expect(other.getByLabel('Client Secret Key', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await expect(other.getByText(/9 tries are left/)).toBeVisible()
    await expectAccessible(other)

    await other.getByLabel('Client Secret Key', { exact: true }).fill(example.secret)
    await other.getByRole('button', { name: 'Submit' }).click()
    await expect(other.getByText('Thank you. The values are submitted')).toBeVisible()
    await expectAccessible(other)
    const everything = await other.evaluate(() =>
      JSON.stringify([
        document.documentElement.outerHTML,
        Object.entries(localStorage),
        Object.entries(sessionStorage),
        location.href,
        history.state,
      ]),
    )
    expect(everything).not.toContain(example.secret)
    expect(everything).not.toContain(new URL(url).hash.slice(1))
    expect(stranger.complaints).toEqual([])

    await page.goto(bot.path)
    await page.getByRole('link', { name: 'Review and approve' }).click()
    await expect(page.getByText('Entered, encrypted')).toBeVisible()
    await expect(page.getByText(example.clientId).first()).toBeVisible()
    expect(await page.content()).not.toContain(example.secret)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Approve' }).click()
    await expect(page.getByText('Approved, saved, and locked')).toBeVisible()
    await page.goto(bot.path)
    await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()

    await stranger.close()
    const late = await openAsStranger(browser, url, scheme)
    await expect(late.page.getByText('This link does not work')).toBeVisible()
    await late.close()
  })

test('a revoked, tampered or missing token opens nothing and reveals nothing', async ({
  adminPage: page,
  bot,
  browser,
  product,
}) => {
  const url = await createLink(page, bot.path)
  await page.getByRole('button', { name: /^Revoke the link/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('list', { name: 'Existing links' })).toContainText('Revoked')

  const texts = new Set<string>()
  for (const address of [url, `${url.slice(0, -2)}xx`, `${product.url}/intake`]) {
    const stranger = await openAsStranger(browser, address)
    await expect(stranger.page.getByText('This link does not work')).toBeVisible()
    await expectAccessible(stranger.page)
    texts.add((await stranger.page.getByRole('main').textContent()) ?? '')
    expect(stranger.page.url()).not.toContain('#')
    await stranger.close()
  }
  expect(texts.size).toBe(1)
})

test('while a configuration is locked, submitted values wait for a reset', async ({
  adminPage: page,
  bot,
  browser,
}) => {
  await bot.configure()
  const url = await createLink(page, bot.path)
  const stranger = await openAsStranger(browser, url)
  await fillForm(stranger.page)
  await stranger.page.getByRole('button', { name: 'Submit' }).click()
  await expect(stranger.page.getByText('Thank you. The values are submitted')).toBeVisible()
  await stranger.close()

  await page.reload()
  await expect(page.getByText('A configuration is locked')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('Entered, encrypted')).toHaveCount(0)
})
