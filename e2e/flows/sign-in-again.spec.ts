import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { example, expect, expectAccessible, fillForm, test, values } from '../fixtures.ts'
import { admin, type Product } from '../product/start-product.ts'

/** The address of the dialog's code, which has no name that people can read. */
const [, dialogCode = ''] =
  /"src\/shell\/session\/components\/sign-in-again\.tsx": \{\s*"file": "([^"]+)"/.exec(
    readFileSync(`${import.meta.dirname}/../../apps/web/dist/.vite/manifest.json`, 'utf8'),
  ) ?? []

/** Ends the browser's session; the session of the HTTP client stays. */
async function endSessions(product: Product): Promise<void> {
  const { body } = await product.admin.succeed('GET', '/sessions')
  const { sessions } = body as { sessions: { id: string; isCurrent: boolean }[] }
  for (const { id, isCurrent } of sessions) if (!isCurrent) await product.admin.succeed('DELETE', `/sessions/${id}`)
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Sign in again' })

async function signInThere(page: Page): Promise<void> {
  const dialog = dialogOf(page)
  await dialog.getByLabel('Password', { exact: true }).fill(admin.password)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toHaveCount(0)
}

async function fillAndWait(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await fillForm(page)
  await expect(page.getByText('Each complete value is kept on the server')).toBeVisible()
}

const expectValues = async (page: Page) => {
  for (const [label, value] of Object.entries(values))
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(value)
}

for (const scheme of ['light', 'dark'] as const)
  test(`Submit succeeds with the typed secret after a sign-in in place, ${scheme}`, async ({
    adminPage: page,
    bot,
    product,
  }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await fillAndWait(page, bot.path)
    await endSessions(product)
    await page.getByRole('button', { name: 'Submit' }).click()

    const dialog = dialogOf(page)
    await expect(dialog).toBeVisible()
    await expectAccessible(page)
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0)
    await dialog.getByLabel('Password', { exact: true }).fill('not-the-password')
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await expect(dialog.getByText('The email or password is incorrect.')).toBeVisible()
    await expectValues(page)
    await signInThere(page)
    await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
    expect((await product.admin.request('GET', `/bots/${bot.id}/office365`)).body).toMatchObject({
      state: 'locked',
      version: 1,
      clientSecret: { state: 'set' },
    })
  })

test('values that are entered while signed out are kept after the next sign-in', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await page.goto(bot.path)
  await page.getByLabel('Client Secret Key', { exact: true }).fill(example.secret)
  await endSessions(product)
  await page.getByLabel('User Email', { exact: true }).fill(example.userEmail)
  await signInThere(page)
  await expect(page.getByText('Each complete value is kept on the server')).toBeVisible()
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toHaveValue(example.secret)
  const { body } = await product.admin.request('GET', `/bots/${bot.id}/office365/draft`)
  expect(body).toMatchObject({ values: { userEmail: example.userEmail } })
})

test('a page that reloads its data automatically asks once for a sign-in, and then continues', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })
  await page.clock.install()
  await page.goto(`/bots/${bot.id}/messages`)
  await expect(page.getByText(`Test email from ${bot.name}`)).toBeVisible()
  await endSessions(product)
  await page.clock.fastForward('02:00')
  await expect(dialogOf(page)).toBeVisible()
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await signInThere(page)
  await expect(page.getByText(`Test email from ${bot.name}`)).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'You are signed out' })).toHaveCount(0)
})

test('a person who declines keeps the entered values, and is asked again at Submit', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await fillAndWait(page, bot.path)
  await endSessions(product)
  await page.getByRole('button', { name: 'Submit' }).click()
  await dialogOf(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText('You are signed out', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await expectValues(page)

  await page.getByLabel('User Email', { exact: true }).fill('other@contoso.example')
  await expect(page.getByText(/could not be saved on the server/)).toBeVisible()
  await expect(dialogOf(page)).toHaveCount(0)
  await page.getByLabel('User Email', { exact: true }).fill(example.userEmail)

  await page.getByRole('button', { name: 'Submit' }).click()
  await signInThere(page)
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('You are signed out', { exact: true })).toHaveCount(0)
})

test('a page does not continue as another person who signs in in another tab', async ({
  adminPage: page,
  bot,
  product,
  context,
}) => {
  const grace = { email: `grace-${bot.id}@example.com`, password: 'a-password-of-grace', name: 'Grace' }
  await product.admin.succeed('POST', '/people', { ...grace, role: 'owner' })
  await fillAndWait(page, bot.path)
  const other = await context.newPage()
  await other.goto('/bots')
  await other.getByRole('button', { name: 'Account of ada@example.com' }).click()
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.getByLabel('Email').fill(grace.email)
  await other.getByLabel('Password', { exact: true }).fill(grace.password)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('dialog', { name: 'You signed in as another person' })).toContainText('Grace')
  await expectValues(page)
})

test('a page that is opened without a session leads to the sign-in page, without a dialog', async ({ page, bot }) => {
  await page.goto(bot.path)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the dialog opens even if its code cannot be loaded anymore when the session ends', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await page.clock.install()
  const form = page.waitForResponse(`**/${dialogCode}`)
  await fillAndWait(page, bot.path)
  await page.clock.fastForward(10_000)
  await form
  await page.route(`**/${dialogCode}`, (route) => route.abort())
  await endSessions(product)
  await page.getByRole('button', { name: 'Submit' }).click()
  await signInThere(page)
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
})

test('if the code of the dialog cannot be loaded, the page and the typed secret stay', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await page.route(`**/${dialogCode}`, (route) => route.abort())
  await fillAndWait(page, bot.path)
  await endSessions(product)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('You are signed out', { exact: true })).toBeVisible()
  await expectValues(page)

  // A browser may not ask again for code that it could not load. A sign-in in another tab is enough.
  await page.request.post('/api/v1/session', { data: admin, headers: { origin: product.url } })
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
})
