import { example, expect, expectAccessible, test } from '../fixtures.ts'

const check = 'Check the restriction'

test('proves that the app is limited, and sends nothing', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  product.emulator.control.restrictToScope({ clientId: example.clientId, scopeId: example.botGroupId })
  await page.goto(`${bot.path}#restriction`)
  await expect(page.getByText(/Nothing can be sent/)).toBeVisible()
  await expect(page.getByText(/Microsoft does not document this order/)).toBeVisible()
  await page.getByLabel('Another mailbox').fill(example.otherUserEmail)
  await page.getByRole('button', { name: check }).click()
  await expect(
    page.getByText(`The app can send from ${example.userEmail}, but not from the other mailbox`),
  ).toBeVisible()
  await expect(page.getByText(/application access policy in Exchange Online blocks/)).toBeVisible()
  await expectAccessible(page)
  expect(product.emulator.sentMail()).toEqual([])

  await page.reload()
  await expect(page.getByText(/but not from the other mailbox/)).toBeVisible()
  await page.getByRole('heading', { name: 'Activity' }).click()
  await expect(page.getByText(/checked whether the app of .+ is limited to its mailbox: it is/)).toBeVisible()
})

test('shows how to limit an app that can send from any mailbox', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto(`${bot.path}#restriction`)
  await page.getByLabel('Another mailbox').fill(example.otherUserId)
  await page.getByRole('button', { name: check }).click()
  const verdict = page.getByRole('status').filter({ hasText: 'The app can send from the other mailbox too' })
  await expect(verdict).toBeVisible()
  await expectAccessible(page)
  await verdict.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Restrict app access' })).toBeVisible()
  await expect(page.getByText('The app can send from the other mailbox too')).toBeVisible()
})

test('never reports an app as limited if it cannot send at all, and says why', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  product.emulator.control.takeConsent({ clientId: example.clientId })
  await page.goto(`${bot.path}#restriction`)
  await page.getByLabel('Another mailbox').fill(example.otherUserId)
  await page.getByRole('button', { name: check }).click()
  await expect(page.getByText('It is not known whether the app is limited')).toBeVisible()
  await expect(page.getByText('The app does not have permission to send mail')).toBeVisible()
  await expectAccessible(page)
})

test('requires another mailbox than its own', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto(`${bot.path}#restriction`)
  const other = page.getByLabel('Another mailbox')
  await page.getByRole('button', { name: check }).click()
  await expect(other).toHaveAccessibleDescription(/Enter the Object ID/)
  await other.fill(example.userEmail)
  await page.getByRole('button', { name: check }).click()
  await expect(other).toHaveAccessibleDescription(/configured mailbox itself/)
  await expect(other).toBeFocused()
})
