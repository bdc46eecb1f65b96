import { example, expect, test } from '../fixtures.ts'

test('a bot that is deleted and created again shows nothing of the earlier one', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  const email = page.getByLabel('User Email', { exact: true })
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/draft') && answer.request().method() === 'PUT')
  await email.fill(example.userEmail)
  await saved

  await page.getByRole('link', { name: 'Settings', exact: true }).first().click()
  await page.getByRole('button', { name: 'Delete bot' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete bot' }).click()
  await expect(page).toHaveURL(/\/bots$/)
  await page.getByRole('button', { name: 'Create bot' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(bot.name)
  await dialog.getByLabel('ID', { exact: true }).fill(bot.id)
  await dialog.getByRole('button', { name: 'Create bot' }).click()

  await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
  await page
    .getByRole('navigation', { name: 'Steps of the setup' })
    .getByRole('link', { name: /^Configuration/ })
    .click()
  await expect(email).toHaveValue('')
})
