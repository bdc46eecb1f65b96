import { collectComplaints, example, expect, fillForm, test } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'

test('an admin goes from sign-in to an accepted test email', async ({ page, bot, product }) => {
  const complaints = collectComplaints(page)
  await page.goto(bot.path)
  await expect(page).toHaveTitle(/Sign in/)
  await page.getByLabel('Email').fill(admin.email)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()

  await expect(page).toHaveURL(new RegExp(bot.path))
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()

  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  for (const label of ['User Email', 'Client ID', 'Tenant ID', 'Client Secret Key', 'User ID'])
    await expect(page.getByLabel(label, { exact: true })).toBeDisabled()
  expect(product.emulator.sentMail()).toEqual([])

  await page.getByRole('button', { name: 'Send test email' }).click()
  await expect(page.getByText('Microsoft accepted the message. Check the inbox to confirm delivery.')).toBeVisible()
  expect(product.emulator.sentMail()).toMatchObject([
    { userEmail: example.userEmail, to: [{ address: admin.email }], subject: `Test email from ${bot.name}` },
  ])
  expect(complaints).toEqual([])
})

test('the sent message is in the inbox of the emulator', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'grace@example.com' })
  await page.goto(`${product.emulator.controlUrl}/inbox`)
  await expect(page.getByText(`Test email from ${bot.name}`).first()).toBeVisible()
})

test('the secret is nowhere in the browser after Submit', async ({ adminPage: page, bot }) => {
  await page.goto(`${bot.path}`)
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  const everything = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      Array.from(document.querySelectorAll('input'), ({ value }) => value),
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      location.href,
      history.state,
    ]),
  )
  expect(everything).not.toContain(example.secret)
})
