import type { MicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { example, expect, fillForm, test } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'

test('a wrong secret is reported at its field, and nothing is saved', async ({ adminPage: page, bot, product }) => {
  await page.goto(bot.path)
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await fillForm(page, { 'Client Secret Key': 'wr08Q~not-the-secret-of-this-app-at-all' })
  await page.getByRole('button', { name: 'Submit' }).click()

  const secret = page.getByLabel('Client Secret Key', { exact: true })
  await expect(secret).toHaveAttribute('aria-invalid', 'true')
  await expect(secret).toHaveAccessibleDescription(/does not accept the client secret/)
  await expect(page.getByLabel('Client ID', { exact: true })).toHaveValue(example.clientId)
  await expect(page.getByText('Locked', { exact: true })).toHaveCount(0)
  const { body } = await product.admin.request('GET', `/bots/${bot.id}/office365`)
  expect(body).toMatchObject({ state: 'unconfigured', version: 0 })
})

test('the dashboard password is refused at the field, without asking Microsoft', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await page.goto(bot.path)
  await fillForm(page, { 'Client Secret Key': admin.password })
  await page.getByRole('button', { name: 'Submit' }).click()
  const secret = page.getByLabel('Client Secret Key', { exact: true })
  await expect(secret).toHaveAccessibleDescription(/This is your dashboard password, not a client secret/)
  await expect(secret).toBeFocused()
  expect(product.emulator.requests()).toEqual([])
})

test('the Secret ID is recognized before anything is sent', async ({ adminPage: page, bot, product }) => {
  await page.goto(bot.path)
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await fillForm(page, { 'Client Secret Key': example.secretId })
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toHaveAccessibleDescription(/Secret ID.*Value/)
  expect(product.emulator.requests()).toEqual([])
})

test('values can be saved unchecked while Microsoft is unreachable', async ({ adminPage: page, bot, product }) => {
  product.emulator.failAlways({ on: 'oidc', kind: 'reset-before-answer' })
  await page.goto(bot.path)
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByRole('button', { name: 'Save without checking' }).click({ timeout: 30_000 })
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible({ timeout: 30_000 })
})

interface Row {
  name: string
  break(emulator: MicrosoftEmulator): void
  says: RegExp
  step: RegExp
}

/** The rows of the admin's troubleshooting table: what is changed at Microsoft, and what the page then says. */
const rows: Row[] = [
  {
    name: '401: the client secret expired',
    break: ({ control }) => control.expireSecret({ clientId: example.clientId, keyId: example.secretId }),
    says: /secret has expired/i,
    step: /New client secret/i,
  },
  {
    name: '403: Mail.Send is not granted',
    break: ({ control }) => control.takeConsent({ clientId: example.clientId }),
    says: /may not send|not allowed|permission/i,
    step: /Mail\.Send/,
  },
  {
    name: '404: the user is gone',
    break: ({ directory }) => {
      directory.mailboxes = directory.mailboxes.filter(({ userId }) => userId !== example.userId)
    },
    says: /cannot find this user/i,
    step: /Object ID/,
  },
  {
    name: 'mailbox problems: there is no license',
    break: ({ control }) => control.setMailboxState({ mailbox: example.userId, state: 'noLicense' }),
    says: /mailbox/i,
    step: /Exchange|licen[cs]e/i,
  },
]

for (const row of rows)
  test(`the test email explains ${row.name}`, async ({ adminPage: page, bot, product }) => {
    await bot.configure()
    row.break(product.emulator)
    await page.goto(bot.path)
    await page.getByRole('button', { name: 'Send test email' }).click()
    await expect(page.getByText(row.says).first()).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: row.step }).first()).toBeVisible()
    await expect(page.getByText('Technical details').first()).toBeVisible()
    expect(product.emulator.sentMail()).toEqual([])
  })

test('values that name two mailboxes fail the test email and can be corrected', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure({ userId: example.otherUserEmail })
  await page.goto(bot.path)
  await page.getByRole('button', { name: 'Send test email' }).click()
  await expect(page.getByText('User Email and User ID do not name the same mailbox').first()).toBeVisible()
  await expect(
    page
      .getByRole('listitem')
      .filter({ hasText: /alias \(proxy address\)/ })
      .first(),
  ).toBeVisible()
  expect(product.emulator.sentMail()).toEqual([])

  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  const userId = page.getByLabel('User ID', { exact: true })
  await expect(userId).toHaveAccessibleDescription(/differs from the address in User Email/)
  await userId.fill(example.userId)
  await expect(userId).not.toHaveAccessibleDescription(/differs from the address in User Email/)
  await page.getByRole('button', { name: 'Submit' }).click()
  await page.getByRole('button', { name: 'Send test email' }).click()
  await expect(page.getByText(/Microsoft accepted the message/).first()).toBeVisible()
  expect(product.emulator.sentMail()).toMatchObject([{ userId: example.userId, from: { address: example.userEmail } }])
})
