import { example, expect, fillForm, signIn, test } from '../fixtures.ts'

const locked = { exact: true } as const

test('the lock survives a reload and applies in another browser', async ({
  adminPage: page,
  bot,
  product,
  browser,
}) => {
  await bot.configure()
  await page.goto(bot.path)
  await expect(page.getByText('Locked', locked).first()).toBeVisible()
  await page.reload()
  await expect(page.getByText('Locked', locked).first()).toBeVisible()

  const other = await browser.newContext({ baseURL: product.url })
  const otherPage = await other.newPage()
  await signIn(otherPage, product)
  await otherPage.goto(bot.path)
  await expect(otherPage.getByText('Locked', locked).first()).toBeVisible()
  await expect(otherPage.getByLabel('Client ID', { exact: true })).toBeDisabled()
  await other.close()
})

test('a secret is rotated while a service keeps sending', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  const key = await product.runAdminCommand(
    ...['service-keys', 'create', '--name', 'orders', '--bot', bot.id, '--scope', 'messages:send'],
  )
  const send = async () => {
    const answer = await fetch(`${product.url}/api/v1/bots/${bot.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: ['grace@example.com'], subject: 'Order', text: 'Thank you' }),
    })
    return answer.status
  }
  const statuses: number[] = []
  let isSending = true
  const sending = (async () => {
    while (isSending) statuses.push(await send())
  })()

  await page.goto(bot.path)
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  const secret = page.getByLabel('Client Secret Key', { exact: true })
  await expect(secret).toBeEnabled()
  await expect(page.getByText(/keeps sending/).first()).toBeVisible()

  const { value, keyId } = product.emulator.control.addSecret({ clientId: example.clientId })
  await secret.fill(value)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Locked', locked).first()).toBeVisible()

  // The new secret is used immediately, so the old one can be deleted as soon as Submit has returned.
  product.emulator.control.deleteSecret({ clientId: example.clientId, keyId: example.secretId })
  const used = product.emulator.tokenRequests().length
  await expect.poll(() => product.emulator.tokenRequests().length).toBeGreaterThan(used - 1)
  isSending = false
  await sending
  statuses.push(await send())
  expect(keyId).not.toBe(example.secretId)
  expect(statuses.length).toBeGreaterThan(2)
  expect(new Set(statuses)).toEqual(new Set([202]))
  expect(product.emulator.sentMail({ subject: 'Order' })).toHaveLength(statuses.length)
})

test('a reset can be cancelled, and a configuration removed', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  await page.goto(bot.path)
  await page.getByRole('link', { name: /^Configuration/ }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(example.userEmail)
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toHaveValue('')
  await page.getByRole('button', { name: 'Cancel reset' }).click()
  await expect(page.getByText('Locked', locked).first()).toBeVisible()

  await page.getByRole('heading', { name: 'Remove Office 365 mail' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Locked', locked)).toHaveCount(0)
  const { body } = await product.admin.request('GET', `/bots/${bot.id}/office365`)
  expect(body).toMatchObject({ state: 'unconfigured', clientSecret: { state: 'not-set' } })
})

test('if two tabs submit at the same time, one wins and the other shows who did', async ({
  adminPage: page,
  bot,
  context,
}) => {
  const other = await context.newPage()
  for (const tab of [page, other]) {
    await tab.goto(bot.path)
    await tab.getByRole('link', { name: /^Configuration/ }).click()
    await fillForm(tab)
  }
  await Promise.all([page, other].map((tab) => tab.getByRole('button', { name: 'Submit' }).click()))
  const conflict = (tab: typeof page) => tab.getByText(/saved by ada/i).first()
  await expect
    .poll(async () => {
      const isLocked = await Promise.all(
        [page, other].map((tab) => tab.getByText('Locked', locked).first().isVisible()),
      )
      return isLocked.filter(Boolean).length
    })
    .toBeGreaterThanOrEqual(1)
  await expect.poll(async () => (await conflict(page).isVisible()) || (await conflict(other).isVisible())).toBe(true)
})
