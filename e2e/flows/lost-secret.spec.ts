import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, expectAccessible, test, values } from '../fixtures.ts'

test('a bot whose client secret was lost with its encryption key says so, and accepts the secret again', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  // `encryption-keys forget` does this to a bot.
  const database = new DatabaseSync(join(product.dataFolder, 'office365-email.db'), { timeout: 5_000 })
  database
    .prepare(
      'update office365_configurations set sealed_secret = null, sealed_with = null, secret_saved_at = null where bot_id = ?',
    )
    .run(bot.id)
  database.close()

  await page.goto(bot.path)
  await page.request.post(`${product.url}/api/v1/bots/${bot.id}/office365/checks`, { headers: { origin: product.url } })
  await page.reload()
  await expect(
    page.getByText(/The saved secret was lost. Enter the client secret again. Failing since/).first(),
  ).toBeVisible()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(values['User Email'])
  const secret = page.getByLabel('Client Secret Key', { exact: true })
  await expect(secret).toHaveAccessibleDescription(/The saved secret was lost/)

  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect(secret).toBeEnabled()
  await expect(secret).toHaveAccessibleDescription(/The saved secret was lost. Enter the client secret again/)
  await expect(page.getByText('keeps sending')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(secret).toHaveAttribute('aria-invalid', 'true')

  await secret.fill(values['Client Secret Key'])
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('The saved secret was lost')).toHaveCount(0)
})
