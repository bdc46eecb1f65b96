import { createMailClient } from '@office365-email/client'
import { expect, expectAccessible, test } from '../fixtures.ts'

test('an owner counts and deletes what is stored about a person, with the keyboard', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  const key = await product.runAdminCommand(
    ...['service-keys', 'create', '--name', 'shop', '--bot', bot.id, '--scope', 'messages:send'],
  )
  const client = createMailClient({ baseUrl: product.url, serviceKey: key })
  const jane = `jane@${bot.id}.example`
  await client.sendMessage(bot.id, { to: jane, subject: 'Your order', text: 'Thank you' })
  await client.sendMessage(bot.id, { to: [jane, `bob@${bot.id}.example`], subject: 'Both', text: 'Thank you' })
  await product.admin.succeed('POST', '/people', { email: jane, role: 'admin' })

  await page.goto('/messages')
  await page.getByRole('link', { name: 'Personal data' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Personal data' })).toBeFocused()
  await expectAccessible(page)
  const field = page.getByLabel('Email address')
  await field.fill('jane')
  await field.press('Enter')
  await expect(page.getByText('Enter one email address')).toBeVisible()
  await expect(field).toBeFocused()

  await field.fill(jane.toUpperCase())
  await field.press('Enter')
  const found = page.getByRole('region', { name: 'What is stored' })
  await expect(found.getByRole('row', { name: 'Messages to only this address 1' })).toBeVisible()
  await expect(
    found.getByRole('row', { name: 'Messages that also have other recipients, or that contain it elsewhere 1' }),
  ).toBeVisible()
  await expect(found.getByRole('link', { name: 'A person who signs in' })).toBeVisible()
  await expectAccessible(page)

  await found.getByRole('button', { name: 'Delete' }).press('Enter')
  await expect(page.getByRole('dialog')).toContainText('Earlier backups')
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).press('Enter')
  await expect(page.getByText('Nothing is left that can be deleted now.', { exact: false })).toBeVisible()
  await expectAccessible(page)
  await expect(page).toHaveURL(/\/personal-data$/)

  await page.goto(`/bots/${bot.id}/messages`)
  await expect(page.getByRole('link', { name: 'Both' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Your order' })).toHaveCount(0)
  await expect(page.getByText(jane)).toHaveCount(0)
  await page.goto('/audit?action=personal-data')
  await expect(page.getByText(/removed a mail address from 2 rows \(messages\)/)).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [320, 1280])
    test(`the counts fit in ${width} px, ${colorScheme}`, async ({ adminPage: page, bot, product }) => {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await bot.configure()
      await product.admin.succeed('POST', '/people', { email: `jane@${bot.id}.example`, role: 'admin' })
      await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: `jane@${bot.id}.example` })
      await page.goto('/personal-data')
      await page.getByLabel('Email address').fill(`jane@${bot.id}.example`)
      await page.getByRole('button', { name: 'Find' }).click()
      await expect(page.getByRole('button', { name: 'Delete' })).toBeVisible()
      await expectAccessible(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      if (process.env['PICTURES'])
        await page.screenshot({
          path: `${process.env['PICTURES']}/personal-data-${colorScheme}-${width}.png`,
          fullPage: true,
        })
    })
