import { example, expect, expectAccessible, fillForm, signIn, test } from '../fixtures.ts'

test('everything except the secret survives a reload and appears in another browser', async ({
  adminPage: page,
  bot,
  browser,
  product,
}) => {
  await page.goto(`${bot.path}/prerequisites`)
  await page.getByLabel('I have the tenant ID').check()
  await expect(page.getByText('1 of 5 at hand')).toBeVisible()
  await page.getByRole('button', { name: /^Done, continue to/ }).click()
  await page
    .getByRole('navigation', { name: 'Steps of the setup' })
    .getByRole('link', { name: /^Configuration/ })
    .click()
  const saved = page.waitForResponse(
    (answer) => answer.url().endsWith('/draft') && answer.request().postData()?.includes(example.userId) === true,
  )
  await fillForm(page)
  const { request } = await saved.then((answer) => ({ request: answer.request().postData() }))
  expect(request).not.toContain(example.secret)

  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(page.getByLabel('Client ID', { exact: true })).toHaveValue(example.clientId)
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toHaveValue('')
  await expect(page.getByText(/The values that were entered before are back, except the client secret/)).toBeVisible()
  await expectAccessible(page)

  const other = await browser.newContext({ baseURL: product.url })
  const otherPage = await other.newPage()
  await signIn(otherPage, product)
  await otherPage.goto(bot.path)
  await expect(otherPage.getByLabel('User ID', { exact: true })).toHaveValue(example.userId)
  await otherPage.goto(`${bot.path}/prerequisites`)
  await expect(otherPage.getByLabel('I have the tenant ID')).toBeChecked()
  await expect(otherPage.getByRole('link', { name: /^Prerequisites, done/ })).toBeVisible()
  await otherPage.goto(bot.path)
  await otherPage.getByLabel('Client Secret Key', { exact: true }).fill(example.secret)
  await otherPage.getByRole('button', { name: 'Submit' }).click()
  await expect(otherPage.getByText('Locked', { exact: true }).first()).toBeVisible()
  await other.close()

  const { body } = await product.admin.request('GET', `/bots/${bot.id}/office365/draft`)
  expect(body).toMatchObject({ values: {} })
})

test('entered values are kept while the network is down, and saved when it is back', async ({
  adminPage: page,
  bot,
  context,
  product,
}) => {
  await page.goto(bot.path)
  await expect(page.getByLabel('User Email', { exact: true })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  await page.getByLabel('User Email', { exact: true }).fill(example.userEmail)
  await expect(page.getByText(/could not be saved on the server/)).toBeVisible()
  await expectAccessible(page)
  await context.setOffline(false)
  await expect
    .poll(async () => (await product.admin.request('GET', `/bots/${bot.id}/office365/draft`)).body)
    .toMatchObject({ values: { userEmail: example.userEmail } })
})

test('leaving asks for confirmation only if a client secret would be lost', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await page.getByLabel('User Email', { exact: true }).fill(example.userEmail)
  await page.getByRole('link', { name: /^Prerequisites/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Prerequisites')
  await page.goBack()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(example.userEmail)
  await page.getByLabel('Client Secret Key', { exact: true }).fill('something-secret')
  await page.getByRole('link', { name: /^Prerequisites/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Prerequisites')
})

test('entered values can be discarded', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto(bot.path)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/draft'))
  await page.getByLabel('User Email', { exact: true }).fill('other@contoso.example')
  await saved
  await page.reload()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue('other@contoso.example')
  await page.getByRole('button', { name: 'Start over' }).click()
  await expect(page.getByLabel('User Email', { exact: true })).toHaveValue(example.userEmail)
})
