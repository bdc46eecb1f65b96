import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { type Bot, example, expect, expectAccessible, fillForm, signIn, test } from '../fixtures.ts'
import type { Product } from '../product/start-product.ts'

/** Commands that would affect every bot of the app. */
const takesFromAll = /Remove-Mg|Remove-ServicePrincipal|Remove-ApplicationAccessPolicy|ad app delete|--method delete/

const rbac = (page: Page) => page.getByRole('region', { name: /RBAC for Applications/ })

async function enter({ admin }: Product, botId: string, clientId: string) {
  const values = { userEmail: example.userEmail, tenantId: example.tenantId, clientId }
  await admin.succeed('PUT', `/bots/${botId}/office365/draft`, { values, doneSteps: [] })
}

async function addOther({ admin }: Product, bot: Bot, name: string): Promise<string> {
  const id = `${bot.id}-other`
  await admin.addBot(id, name)
  return id
}

test('a person who reaches one bot gets scripts that do not affect other bots of its app', async ({
  page,
  bot,
  product,
  baseURL: _,
}) => {
  await bot.configure()
  const { userEmail, clientId, tenantId, userId, secret } = example
  const other = await addOther(product, bot, 'Out of reach')
  await product.admin.configure(other, { userEmail, clientId, tenantId, userId, clientSecret: secret })
  const person = { email: `${bot.id}@example.com`, password: 'four-words-in-a-row' }
  await product.admin.succeed('POST', '/people', { ...person, role: 'admin', botIds: [bot.id] })
  const { url } = product
  await page.request.post(`${url}/api/v1/session`, { data: person, headers: { origin: url } })

  await page.goto(`${bot.path}/restrict`)
  await expect(rbac(page)).toContainText('# Written for an app that another bot also uses')
  expect(await page.getByRole('main').textContent()).not.toMatch(takesFromAll)
  expect(await page.content()).not.toContain('Out of reach')
  await expectAccessible(page)

  await page.goto(`${bot.path}#access`)
  await expect(page.getByText('This script is not available: Other bots')).toBeVisible()
  await page.getByRole('tab', { name: 'Azure CLI' }).click()
  await expect(page.getByText(/Azure CLI can only delete the whole app/)).toBeVisible()
  expect(await page.getByRole('main').textContent()).not.toMatch(takesFromAll)
  await expectAccessible(page)
})

test('a script is generated again when it is downloaded, if another bot has started to use the app', async ({
  adminPage: page,
  bot,
  product,
}) => {
  const clientId = randomUUID()
  await enter(product, bot.id, clientId)
  await page.goto(`${bot.path}/restrict`)
  await expect(page.getByText(/^No other bot in this dashboard uses this app/)).toBeVisible()
  await expect(rbac(page)).toContainText('press Enter to keep it')
  await expect(rbac(page)).toContainText('Remove-MgServicePrincipalAppRoleAssignment')
  await expectAccessible(page)

  await enter(product, await addOther(product, bot, 'Newcomer'), clientId)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Download restrict-${bot.id}.ps1` }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`restrict-${bot.id}.ps1`)
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toContain('# Written for an app that another bot also uses')
  expect(text).not.toMatch(takesFromAll)
  await expect(rbac(page)).not.toContainText('Remove-Mg')
})

test('a script is also generated again when it is copied', async ({
  page,
  bot,
  product,
  context,
  browserName,
  baseURL: _,
}) => {
  test.skip(browserName !== 'chromium', 'Only Chromium lets a test read the clipboard')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(page, product)
  const clientId = randomUUID()
  await enter(product, bot.id, clientId)
  await page.goto(`${bot.path}/restrict`)
  await expect(rbac(page)).toContainText('Remove-Mg')
  await page.route(/same-application/, (route) => route.abort())
  await page.getByRole('button', { name: /^Copy the script “Restrict the app with RBAC/ }).click()
  await expect(page.getByRole('button', { name: /^Copied the script/ })).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('not known whether other bots use the app')
  expect(copied).not.toMatch(takesFromAll)
  await expect(page.getByText(/^The server could not check whether other bots use this app/)).toBeVisible()
})

test('while it is not known whether the app is shared, scripts assume that it is', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await enter(product, bot.id, randomUUID())
  await page.route(/same-application/, (route) => route.abort())
  await page.goto(`${bot.path}/entra`)
  await expect(page.getByText(/^(Checking|The server could not check) whether other bots use this app/)).toBeVisible()
  await expect(page.getByRole('region', { name: /Register the app with Azure CLI/ })).toContainText("MAY_GRANT='no'")
  await page.goto(`${bot.path}/restrict`)
  await expect(page.getByText(/^The server could not check/)).toBeVisible()
  await expect(rbac(page)).toContainText('not known whether other bots use the app')
  expect(await page.getByRole('main').textContent()).not.toMatch(takesFromAll)
  await expectAccessible(page)
})

test('on an intake page, the scripts use the values that are entered there', async ({
  bot,
  product,
  page,
  baseURL: _,
}) => {
  const { userEmail, clientId, tenantId, userId, secret } = example
  const other = await addOther(product, bot, 'Out of reach')
  await product.admin.configure(other, { userEmail, clientId, tenantId, userId, clientSecret: secret })
  const { body } = await product.admin.succeed('POST', `/bots/${bot.id}/intake-links`, {})
  await page.goto((body as { url: string }).url)

  await fillForm(page, { 'Client ID': randomUUID() })
  await expect(page.getByText(/^No other bot in this dashboard uses this app/).last()).toBeVisible()
  await expect(rbac(page)).toContainText('Remove-Mg')
  await page.getByLabel('Client ID', { exact: true }).fill(clientId)
  await expect(page.getByText('Other bots use this app too.').last()).toBeVisible()
  await expect(rbac(page)).toContainText('# Written for an app that other bots')
  expect(await page.getByRole('main').textContent()).not.toMatch(takesFromAll)

  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByText('Thank you. The values are submitted')).toBeVisible()
  await expect(rbac(page)).toContainText('# Written for an app that other bots')
  expect(await page.getByRole('main').textContent()).not.toMatch(takesFromAll)
  expect(await page.content()).not.toContain('Out of reach')
  await expectAccessible(page)
})
