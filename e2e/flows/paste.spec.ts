import type { Page } from '@playwright/test'
import { example, expect, expectAccessible, pasteInto, test } from '../fixtures.ts'

const { userEmail, clientId, tenantId, userId, secret } = example

const paste = (page: Page, label: string, text: string) => pasteInto(page.getByLabel(label, { exact: true }), text)

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })

const blocks = {
  'what a script prints': [
    `USER_EMAIL=${userEmail}`,
    `CLIENT_ID=${clientId}`,
    `TENANT_ID=${tenantId}`,
    `CLIENT_SECRET=${secret}`,
    `USER_ID=${userId}`,
    'SECRET_EXPIRES=2027-05-03',
  ].join('\n'),
  JSON: JSON.stringify({ userEmail, clientId, tenantId, clientSecret: secret, userId }, null, 2),
  'a mail': [
    'Hello Ada,',
    'here are the values:',
    `Application (client) ID: ${clientId}`,
    `Directory (tenant) ID: ${tenantId}`,
    `Client secret value: ${secret}`,
    `User Email: ${userEmail}`,
    `User ID: ${userId}`,
    'Kind regards',
  ].join('\n'),
}

for (const [kind, block] of Object.entries(blocks))
  for (const target of ['Paste all values at once', 'Client ID'])
    test(`${kind} fills all five fields from "${target}"`, async ({ adminPage: page, bot }) => {
      await page.goto(bot.path)
      await paste(page, target, block)
      await expect(page.getByRole('status').filter({ hasText: 'Filled in: User Email, Client ID' })).toBeVisible()
      await expect(field(page, 'User Email')).toHaveValue(userEmail)
      await expect(field(page, 'Client ID')).toHaveValue(clientId)
      await expect(field(page, 'Tenant ID')).toHaveValue(tenantId)
      await expect(field(page, 'Client Secret Key')).toHaveValue(secret)
      await expect(field(page, 'User ID')).toHaveValue(userId)
      await expect(page.getByLabel('Paste all values at once')).toHaveValue('')
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Submit' }).click()
      await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
    })

test('the output of az ad app create fills the client ID and names the missing values', async ({
  adminPage: page,
  bot,
}) => {
  await page.goto(bot.path)
  await paste(
    page,
    'Paste all values at once',
    JSON.stringify({ appId: clientId, displayName: 'Mail', id: example.applicationObjectId, passwordCredentials: [] }),
  )
  await expect(page.getByText('Filled in: Client ID')).toBeVisible()
  await expect(field(page, 'Client ID')).toHaveValue(clientId)
  await expect(field(page, 'User ID')).toHaveValue('')
})

test('a paste can be undone, and says what it skipped and why', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await field(page, 'Client ID').fill(userId)
  await paste(page, 'Paste all values at once', `Client ID: ${clientId}\nSecret ID: ${example.secretId}`)
  await expect(field(page, 'Client ID')).toHaveValue(clientId)
  await expect(page.getByText('Not filled in:')).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'Secret ID' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(field(page, 'Client ID')).toHaveValue(userId)
})

test('a single value goes into its field as usual', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await page.getByLabel('Tenant ID', { exact: true }).focus()
  await page.keyboard.insertText(tenantId)
  await expect(field(page, 'Tenant ID')).toHaveValue(tenantId)
  await expect(page.getByText(/^Filled in/)).toHaveCount(0)
  await paste(page, 'Paste all values at once', 'Nothing of use, in\ntwo lines')
  await expect(page.getByText('Nothing was filled in')).toBeVisible()
})

test('the expiry date is counted from today', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await page.getByRole('button', { name: '12 months from today' }).click()
  const year = new Date().getFullYear() + 1
  await expect(page.getByLabel('Client secret expires on')).toHaveValue(new RegExp(`^${year}-`))
})

const box = (page: Page) => page.getByLabel('Paste all values at once')

async function expectFilled(page: Page): Promise<void> {
  await expect(field(page, 'User Email')).toHaveValue(userEmail)
  await expect(field(page, 'Client ID')).toHaveValue(clientId)
  await expect(field(page, 'Tenant ID')).toHaveValue(tenantId)
  await expect(field(page, 'Client Secret Key')).toHaveValue(secret)
  await expect(field(page, 'User ID')).toHaveValue(userId)
  await expect(box(page)).toHaveValue('')
}

const block = blocks['what a script prints']

test('text that a program puts into the box is read when the box is left', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await box(page).fill(block)
  await box(page).press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('status').filter({ hasText: 'Filled in: User Email, Client ID' })).toBeVisible()
  await expectFilled(page)
  await expectAccessible(page)
})

test('text that is dropped on the box is read at once', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await box(page).evaluate((element, text) => {
    if (!(element instanceof HTMLTextAreaElement)) throw new Error('not a box')
    element.focus()
    element.setRangeText(text)
    element.dispatchEvent(new InputEvent('input', { inputType: 'insertFromDrop', bubbles: true }))
  }, block)
  await expectFilled(page)
})

for (const way of ['typed', 'put in by a program'])
  test(`text that is ${way} is read by Submit`, async ({ adminPage: page, bot }) => {
    await page.goto(bot.path)
    if (way === 'typed') await box(page).pressSequentially(block)
    else await box(page).fill(block)
    await page.getByRole('button', { name: 'Submit' }).click()
    await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
    expect(await page.content()).not.toContain(secret)
  })

test('typed text does not replace what a person entered, and says so', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await field(page, 'Client ID').fill(userId)
  await box(page).fill(block)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'The text has another value for Client ID' })).toBeVisible()
  await expect(box(page)).toBeFocused()
  await expect(field(page, 'Client ID')).toHaveValue(userId)
  await expect(field(page, 'Tenant ID')).toHaveValue(tenantId)
  await page.getByRole('button', { name: 'Fill the fields' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Replaced what you entered: Client ID' })).toBeVisible()
  await expectFilled(page)
})

test('typed text that contains no value stays in the box', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await box(page).fill('The values come tomorrow')
  await field(page, 'User Email').focus()
  await expect(page.getByText('Nothing was filled in')).toBeVisible()
  await expect(box(page)).toHaveValue('The values come tomorrow')
})

test('invisible characters at the secret and text around an ID are removed, which is announced', async ({
  adminPage: page,
  bot,
}) => {
  await page.goto(bot.path)
  await field(page, 'Client Secret Key').fill(`\u200b${secret}\ufeff`)
  await field(page, 'Tenant ID').fill(`https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`)
  await field(page, 'User ID').focus()
  await expect(field(page, 'Client Secret Key')).toHaveValue(secret)
  await expect(field(page, 'Client Secret Key')).toHaveAccessibleDescription(/Invisible characters were removed/)
  await expect(field(page, 'Tenant ID')).toHaveValue(tenantId)
  await expect(page.getByRole('status').filter({ hasText: 'Only the value was kept' })).toBeVisible()
  await expectAccessible(page)
})

test('a hidden secret is refused before Microsoft is asked, with what to do', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  const requests: string[] = []
  page.on('request', (request) => request.method() === 'PUT' && requests.push(request.url()))
  await paste(page, 'Paste all values at once', block)
  await expectFilled(page)
  await field(page, 'Client Secret Key').fill('abc******************')
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(field(page, 'Client Secret Key')).toBeFocused()
  await expect(field(page, 'Client Secret Key')).toHaveAccessibleDescription(/create a new client secret/)
  expect(requests.filter((url) => url.endsWith('/office365'))).toEqual([])
})
