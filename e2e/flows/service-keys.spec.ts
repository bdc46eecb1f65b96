import { expect, expectAccessible, test } from '../fixtures.ts'

test('a key is created, shown once, used and revoked', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  const name = `Order service of ${bot.id}`
  await page.goto('/service-keys')
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Create a service key' })
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Enter a name/)
  await expect(dialog.getByText('Choose at least one bot.')).toBeVisible()
  await expectAccessible(page)

  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await expect(dialog.getByRole('checkbox', { name: 'Send messages' })).toBeChecked()
  await dialog.getByRole('checkbox', { name: bot.name, exact: true }).check()
  await dialog.getByLabel('Recipients a day').fill('5')
  await dialog.getByRole('button', { name: 'Create key' }).click()

  await expect(page.getByRole('heading', { name: `The key “${name}” is ready` })).toBeVisible()
  await expect(page.getByText(/shown only once/)).toBeVisible()
  await expect(page.getByText(`/api/v1/bots/${bot.id}/messages`)).toBeVisible()
  await expectAccessible(page)
  const key = (await page.getByText(/^[\w-]{30,}$/).innerText()).trim()
  const send = () =>
    fetch(`${product.url}/api/v1/bots/${bot.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: ['grace@example.com'], subject: 'Order', text: 'Thank you' }),
    }).then(({ status }) => status)
  expect(await send()).toBe(202)

  await page.getByRole('button', { name: 'I have copied it' }).click()
  await expect(page.getByText(key)).toHaveCount(0)
  await page.reload()
  const row = page.getByRole('listitem').filter({ hasText: name })
  await expect(row).toContainText('Active')
  await expect(row).toContainText('at most 5 recipients a day')
  await expect(page.getByText(key)).toHaveCount(0)

  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  const confirmation = page.getByRole('dialog')
  await expect(confirmation).toContainText('This cannot be undone')
  await expectAccessible(page)
  await confirmation.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(page.getByRole('button', { name: `Revoke ${name}` })).toHaveCount(0)
  expect(await send()).toBe(401)
  await page.getByText(/no longer works?/).click()
  await expect(page.getByRole('listitem').filter({ hasText: name })).toContainText('Revoked')
})

test('an admin of one bot creates keys only for that bot', async ({ page, bot, product }) => {
  const email = `${bot.id}@example.com`
  const password = 'a long enough password'
  await product.admin.succeed('POST', '/people', { email, role: 'admin', botIds: [bot.id], password })
  await page.request.post(`${product.url}/api/v1/session`, {
    data: { email, password },
    headers: { origin: product.url },
  })
  await page.goto('/service-keys')
  await expect(page.getByText('No service keys yet')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Create key' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio')).toHaveCount(0)
  await expect(dialog.getByRole('group', { name: 'For which bots' }).getByRole('checkbox')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})
