import { example, expect, expectAccessible, test, values } from '../fixtures.ts'

test('the instructions are available as text, as an email and for printing, without a secret', async ({
  adminPage: page,
  bot,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(bot.path)
  await page.getByLabel('Client ID', { exact: true }).fill(example.clientId)
  await page.getByLabel('Client ID', { exact: true }).blur()
  await page.getByRole('link', { name: 'Ask your IT admin' }).click()
  const text = page.getByRole('region', { name: 'the instructions', exact: true })
  await expect(text).toContainText(`Microsoft 365 mail for the bot “${bot.name}”`)
  await expect(text).toContainText(example.clientId)
  await page.getByRole('button', { name: 'Copy the instructions' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Grant admin consent')
  const mail = (await page.getByRole('link', { name: 'Write an email' }).getAttribute('href')) ?? ''
  expect(mail).toMatch(/^mailto:\?subject=/)
  expect(mail.length).toBeLessThanOrEqual(1900)
  expect(mail).not.toContain(values['Client Secret Key'])
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Printable page' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Instructions for the IT admin')
  await expect(page.getByRole('button', { name: 'Print' })).toBeVisible()
  await expectAccessible(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('banner')).toHaveCount(0)
  await expect(page.getByText('Sign out')).toBeHidden()
  await expect(page.getByRole('heading', { name: /Register the app/ })).toBeVisible()
})

test('every step links to the instructions for the IT admin', async ({ adminPage: page, bot }) => {
  for (const step of ['', '/prerequisites', '/entra', '/restrict', '/send-test']) {
    await page.goto(`${bot.path}${step}`)
    await expect(page.getByRole('link', { name: 'Ask your IT admin' }).first()).toHaveAttribute(
      'href',
      `${bot.path}/ask-admin`,
    )
  }
})
