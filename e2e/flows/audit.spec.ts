import { expect, expectAccessible, test } from '../fixtures.ts'

test('says in sentences who did what, and filters by bot and action', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto('/audit')
  await expect(page.getByText(`ada submitted the Office 365 configuration of ${bot.name}, version 1.`)).toBeVisible()

  await page.getByLabel('About bot').fill(bot.name)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`bot=${bot.id}`))
  const entries = page.getByRole('main').getByRole('listitem')
  await expect(entries).toHaveCount(2)
  await expect(entries.last()).toContainText(`ada created the bot ${bot.name}.`)
  await page.getByLabel('Action').selectOption('bot.created')
  await expect(entries).toHaveCount(1)
  await expect(entries.getByRole('time')).toHaveAttribute('title', /\d{2}:\d{2}:\d{2} \S+/)
  await entries.getByText('Details').click()
  await expect(entries).toContainText('bot.created')
  await expectAccessible(page)

  await page.getByLabel('Action').selectOption('office365.removed')
  await expect(page.getByText('No entry matches')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Show everything' }).click()
  await expect(page).toHaveURL(/\/audit$/)
})

test('loads older entries page by page', async ({ adminPage: page, bot, product }) => {
  for (let times = 1; times <= 51; times += 1)
    await product.admin.succeed('PUT', `/bots/${bot.id}`, { name: `${bot.name} (${times})` })
  await page.goto(`/audit?bot=${bot.id}`)
  const entries = page.getByRole('main').getByRole('listitem')
  await expect(entries).toHaveCount(50)
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect(entries).toHaveCount(52)
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0)
})

test('a bot’s page shows what was last done to it', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto(`${bot.path}#activity`)
  const activity = page.getByRole('group', { name: 'Activity' })
  await expect(activity).toContainText(`ada submitted the Office 365 configuration of ${bot.name}, version 1.`)
  await activity.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/audit\\?bot=${bot.id}`))
})
