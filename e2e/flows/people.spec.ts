import { expect, expectAccessible, test } from '../fixtures.ts'

const password = 'a long enough password'

test('an owner adds, changes and removes a person', async ({ adminPage: page, bot, product, browser }) => {
  const email = `grace-${bot.id}@example.com`
  const name = `Grace ${bot.id}`
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(dialog.getByLabel('Email')).toBeFocused()
  await expect(dialog.getByLabel('Email')).toHaveAccessibleDescription(/Enter one address/)
  await expectAccessible(page)
  await dialog.getByLabel('Email').fill(email)
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('checkbox', { name: bot.name, exact: true }).check()
  await dialog.getByLabel('Password', { exact: true }).fill('short')
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(dialog.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/at least 12 characters/)
  await dialog.getByLabel('Password', { exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Add person' }).click()
  const row = page.getByRole('listitem').filter({ hasText: email })
  await expect(row).toContainText(bot.name)
  await expect(row).toContainText('Admin')

  const other = await browser.newContext({ baseURL: product.url })
  const session = { data: { email, password }, headers: { origin: product.url } }
  expect((await other.request.post('/api/v1/session', session)).status()).toBe(200)

  await page.getByRole('button', { name: `Change ${name}` }).click()
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /^All bots/ })
    .check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('All bots')

  await page.getByRole('button', { name: `Remove ${name}` }).click()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(row).toHaveCount(0)
  expect((await other.request.get('/api/v1/session')).status()).toBe(401)
  await other.close()
})

test('the same address twice is refused on its field', async ({ adminPage: page }) => {
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Email').fill('ADA@example.com')
  await dialog.getByLabel('Role').selectOption('Owner')
  await dialog.getByRole('button', { name: 'Add person' }).click()
  await expect(dialog.getByLabel('Email')).toHaveAccessibleDescription(/already exists/)
  await expect(dialog.getByLabel('Email')).toBeFocused()
})

test('the last owner cannot be removed', async ({ adminPage: page }) => {
  await page.goto('/people')
  await page.getByRole('button', { name: 'Remove ada' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('This is you')
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('This is the last owner')
  await expectAccessible(page)
})

test('an admin reads that owners manage people', async ({ page, bot, product }) => {
  const email = `admin-${bot.id}@example.com`
  await product.admin.succeed('POST', '/people', { email, role: 'admin', botIds: [bot.id], password })
  await page.request.post(`${product.url}/api/v1/session`, {
    data: { email, password },
    headers: { origin: product.url },
  })
  await page.goto('/people')
  await expect(page.getByText('Only owners manage people')).toBeVisible()
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link', { name: 'Audit' })).toBeVisible()
  await expect(navigation.getByRole('link', { name: 'People' })).toHaveCount(0)
  await expectAccessible(page)
})
