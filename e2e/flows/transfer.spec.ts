import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, test, values } from '../fixtures.ts'

const entered = {
  userEmail: values['User Email'],
  clientId: values['Client ID'],
  tenantId: values['Tenant ID'],
  userId: values['User ID'],
}
const fileOf = (...bots: object[]) => ({ format: 'office365-email-configurations', version: 1, bots })

test('exports the bots as a file without a secret', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto('/bots')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export bots' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('office365-email-configurations.json')
  const text = await readFile(await file.path(), 'utf8')
  expect(text).not.toContain(values['Client Secret Key'])
  expect(JSON.parse(text).bots).toContainEqual({
    id: bot.id,
    name: bot.name,
    office365: { ...entered, cloud: 'global', secretExpiresOn: null },
  })
})

test('shows what differs, imports exactly that, and leads to the bot that waits for its secret', async ({
  adminPage: page,
  bot,
}) => {
  const newBot = `${bot.id}-new`
  const file = fileOf(
    { id: bot.id, name: 'A new name', office365: null },
    { id: newBot, name: 'Imported', office365: entered },
    { id: 'not valid', name: 'Wrong', office365: null },
  )
  await page.goto('/bots')
  await page.getByRole('link', { name: 'Compare or import a file' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Export and import' })).toBeFocused()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByLabel('Exported file')).toBeFocused()
  await expect(page.getByText('Choose a file, or paste its content.')).toBeVisible()
  await expectAccessible(page)

  const buffer = Buffer.from(JSON.stringify(file))
  await page.getByLabel('Exported file').setInputFiles({ name: 'staging.json', mimeType: 'text/json', buffer })
  await page.getByRole('button', { name: 'Compare' }).click()
  const differences = page.getByRole('region', { name: 'Differences' })
  await expect(differences).toContainText('2 bots would change')
  await expect(differences).toContainText('1 bot cannot be imported')
  const renamed = differences.getByRole('table', { name: 'Differences of A new name' })
  await expect(renamed.getByRole('deletion')).toHaveText(bot.name)
  await expect(renamed.getByRole('insertion')).toHaveText('A new name')
  await expect(differences.getByRole('listitem').filter({ hasText: 'Imported' })).toContainText(values['Tenant ID'])
  await expect(differences).toContainText('/bots/2/id')
  await differences.getByLabel('Show').selectOption('renamed')
  await expect(differences.getByRole('table')).toHaveCount(1)
  await differences.getByLabel('Show').selectOption('differing')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Import the changes of 2 bots?' })
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  const result = page.getByRole('region', { name: 'Imported' })
  await expect(result).toContainText('2 bots changed')
  await expectAccessible(page)

  await result.getByRole('link', { name: 'Enter the client secret and submit for Imported' }).click()
  await expect(page).toHaveURL(new RegExp(`/bots/${newBot}/settings/email/office365$`))
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(entered.userEmail)
  await page.getByLabel('Client Secret Key', { exact: true }).fill(values['Client Secret Key'])
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Locked', { exact: true })).toBeVisible()

  await page.goto('/configurations')
  const { bots } = file
  await page.getByLabel('Or paste the file').fill(JSON.stringify(fileOf(...bots.slice(0, 2))))
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('Nothing differs')).toBeVisible()
})

test('refuses a plan that is no longer current, compares again, and fills in the form after Reset', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  await page.goto('/configurations')
  const file = fileOf({ id: bot.id, name: bot.name, office365: { ...entered, userEmail: 'new@contoso.example' } })
  await page.getByLabel('Or paste the file').fill(JSON.stringify(file))
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByText('1 bot would change')).toBeVisible()
  await product.admin.succeed('PUT', `/bots/${bot.id}`, { name: 'Renamed meanwhile' })
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toContainText('The plan is no longer current')
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.getByRole('region', { name: 'Differences' })).toContainText('Renamed meanwhile')

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('link', { name: /^Choose Reset, then submit/ }).click()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(entered.userEmail)
  await page.getByRole('button', { name: 'Reset' }).click()
  await dialog.getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue('new@contoso.example')
})
