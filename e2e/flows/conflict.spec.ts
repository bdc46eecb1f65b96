import type { Page } from '@playwright/test'
import { type Bot, example, expect, expectAccessibleInBothSchemes, signIn, test } from '../fixtures.ts'
import type { Product } from '../product/start-product.ts'

const { userEmail, clientId, tenantId, userId } = example
const other = 'help@contoso.example'

/** One admin resets and starts to enter another mailbox. */
async function beginToChange(page: Page, bot: Bot): Promise<void> {
  await bot.configure()
  await page.goto(bot.path)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByLabel('User Email', { exact: true }).fill(other)
}

/** Another admin submits, which raises the version and locks the configuration again. */
const submitElsewhere = (product: Product, { id }: Bot) =>
  product.admin.configure(id, { userEmail, clientId, tenantId, userId })

test('a late Submit changes nothing, says who submitted first, and keeps the entered values', async ({
  page,
  bot,
  product,
}) => {
  await signIn(page, product)
  await beginToChange(page, bot)
  await submitElsewhere(product, bot)
  await page.getByRole('button', { name: 'Submit' }).click()

  const alert = page.getByRole('alert').filter({ hasText: 'This configuration changed while you were editing' })
  await expect(alert).toContainText('Saved by ada')
  await expect(alert).toBeInViewport()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(other)
  await expect(page.getByText('The saved configuration keeps sending until you submit')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Cancel reset' })).toHaveCount(0)
  await expectAccessibleInBothSchemes(page)

  await alert.getByRole('button', { name: 'Load the saved values' }).click()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(userEmail)
  const { body } = await product.admin.request('GET', `/bots/${bot.id}/office365`)
  expect(body).toMatchObject({ version: 2, userEmail })
})

test('an admin who returns to a half-filled form learns that it is out of date before submitting', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await page.clock.install()
  await beginToChange(page, bot)
  await submitElsewhere(product, bot)
  // The pages load their data again when the window gets the focus after ten seconds.
  await page.clock.fastForward(15_000)
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  await expect(page.getByText('This configuration changed while you were editing')).toBeVisible()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(other)
})
