import { createdAlertChannelSchema } from '@office365-email/shared/alert-channel'
import { collectComplaints, expect, expectAccessible, signIn, test } from '../fixtures.ts'
import { startProduct } from '../product/start-product.ts'
import { startSlack } from '../product/start-slack.ts'

test('an owner adds a Slack channel, tests it, sees it fail, and sets quiet hours', async ({ page }) => {
  test.setTimeout(120_000)
  const slack = await startSlack()
  const product = await startProduct({ settings: { ALERT_WEBHOOK_HOSTS: slack.host } })
  const complaints = collectComplaints(page)
  await signIn(page, product)
  await product.admin.addBot('orders', 'Orders')

  await page.goto(`${product.url}/bots`)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Alerts' }).click()
  await expect(page.getByRole('heading', { name: 'No one gets alerts yet' })).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Add channel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await expectAccessible(page)
  await dialog.getByLabel('Name').fill('On call')
  await dialog.getByLabel('Address').fill(slack.webhookUrl.replace('42', '43'))
  await dialog.getByRole('button', { name: 'Send a test alert' }).click()
  await expect(dialog.getByRole('status').filter({ hasText: 'Not delivered' })).toContainText(
    'The receiver responded with HTTP status 404.',
  )
  await expect(dialog.getByText('no_service')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByLabel('Address').fill(slack.webhookUrl)
  await dialog.getByRole('button', { name: 'Send a test alert' }).click()
  await expect(dialog.getByRole('status').filter({ hasText: 'Delivered' })).toContainText('status 200')
  expect(slack.messages).toEqual(['This is a test'])

  // Without the mouse.
  await dialog.getByRole('checkbox', { name: 'Let alerts wait during quiet hours' }).focus()
  await page.keyboard.press('Space')
  await dialog.getByLabel('From').fill('23:00')
  await dialog.getByLabel('Time zone').selectOption('Europe/Berlin')
  for (const day of ['Saturday', 'Sunday']) await dialog.getByRole('checkbox', { name: day }).uncheck()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Add channel' }).focus()
  await page.keyboard.press('Enter')

  const row = page.getByRole('listitem').filter({ hasText: 'On call' })
  await expect(row).toContainText(`Slack · ${slack.host}/…el42`)
  await expect(row).toContainText('Quiet from 23:00 to 07:00 (Europe/Berlin)')
  await expect(row).toContainText('Not used yet')
  expect(await page.content()).not.toContain('aSecretOfTheChannel')

  slack.removeWebhook()
  await row.getByRole('button', { name: 'Send test to On call' }).click()
  await expect(row.getByText('Fails')).toBeVisible()
  await expect(row).toContainText('No alert has arrived since')
  await expect(row.getByText('no_service')).toBeVisible()
  await expectAccessible(page)

  slack.restoreWebhook()
  await row.getByRole('button', { name: 'Change On call' }).click()
  await expect(dialog.getByLabel('Address')).toHaveAccessibleDescription(/Saved: .*el42/)
  await expect(dialog.getByLabel('From')).toHaveValue('23:00')
  await dialog.getByRole('button', { name: 'Send a test alert' }).click()
  await expect(dialog.getByRole('status').filter({ hasText: 'Delivered' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await page.reload()
  await expect(row.getByText('Works')).toBeVisible()

  await row.getByRole('button', { name: 'Remove On call' }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(row).toHaveCount(0)
  expect(complaints).toEqual([])
  await product.close()
  await slack.close()
})

test('an owner adds a channel by email, and reads that its bot cannot send', async ({ adminPage: page, bot }) => {
  await page.goto('/alerts')
  await page.getByRole('button', { name: 'Add channel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Kind').selectOption('Email')
  await dialog.getByLabel('Name').fill(`Mail of ${bot.name}`)
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog.getByLabel('Bot that sends the alerts')).toBeFocused()
  await dialog.getByLabel('Bot that sends the alerts').selectOption({ label: bot.name })
  await dialog.getByLabel('Recipients').fill('ada@example.com, nobody')
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog.getByLabel('Recipients')).toHaveAccessibleDescription(/Enter one or more email addresses/)
  await dialog.getByLabel('Recipients').fill('ada@example.com, grace@example.com')
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  const row = page.getByRole('listitem').filter({ hasText: `Mail of ${bot.name}` })
  await expect(row).toContainText('is not set up to send mail')
  await expectAccessible(page)
})

test('an admin reads that owners manage alerts', async ({ page, bot, product }) => {
  const email = `alerts-${bot.id}@example.com`
  const password = 'a long enough password'
  await product.admin.succeed('POST', '/people', { email, role: 'admin', botIds: [bot.id], password })
  await page.request.post(`${product.url}/api/v1/session`, {
    data: { email, password },
    headers: { origin: product.url },
  })
  await page.goto('/alerts')
  await expect(page.getByText('Only owners manage alerts')).toBeVisible()
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await expect(navigation.getByRole('link', { name: 'Alerts' })).toHaveCount(0)
  await expectAccessible(page)
})

test('an owner whose change crosses that of another reads so, and loses nothing', async ({
  adminPage: page,
  product,
}) => {
  const webhook = { kind: 'webhook', name: 'Crossed', url: 'https://alerts.example.com/hook' }
  const created = await product.admin.succeed('POST', '/alert-channels', webhook)
  const { id } = createdAlertChannelSchema.parse(created.body)
  await page.goto('/alerts')
  const row = page.getByRole('listitem').filter({ hasText: 'Crossed' })
  await row.getByRole('button', { name: 'Change Crossed' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'A quota or a queue is almost full' }).uncheck()
  await dialog.getByLabel('Name').fill('Crossed, mine')
  await product.admin.succeed('PATCH', `/alert-channels/${id}`, { name: 'Crossed, theirs' })

  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Someone else changed this channel')
  await expect(dialog.getByLabel('Name')).toHaveValue('Crossed, mine')
  await expect(dialog.getByRole('checkbox', { name: 'A quota or a queue is almost full' })).not.toBeChecked()
  await expect(row).toContainText('Crossed, theirs')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(row).toContainText('Crossed, mine')
  await product.admin.succeed('DELETE', `/alert-channels/${id}`)
})
