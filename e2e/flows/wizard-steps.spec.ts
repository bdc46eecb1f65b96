import type { Page } from '@playwright/test'
import { example, expect, expectAccessible, expectAccessibleInBothSchemes, signIn, test } from '../fixtures.ts'

const steps = [
  ['Prerequisites', '/prerequisites'],
  ['Microsoft Entra setup', '/entra'],
  ['Restrict app access', '/restrict'],
  ['Configuration', ''],
  ['Send test', '/send-test'],
] as const

const step = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps of the setup' }).getByRole('link', { name: new RegExp(`^${name}`) })

test('the five steps lead through the setup, and finished steps can be opened again', async ({
  adminPage: page,
  bot,
}) => {
  await page.goto(bot.path)
  await page.getByRole('link', { name: 'Start with the prerequisites' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Prerequisites')
  await page.getByRole('button', { name: /^Done, continue to Microsoft Entra setup/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Microsoft Entra setup')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(step(page, 'Prerequisites')).toHaveAccessibleName('Prerequisites, done')
  await page.getByRole('button', { name: /^Done, continue to Restrict app access/ }).click()
  await page.getByRole('link', { name: 'Skip this step' }).click()
  await expect(page).toHaveURL(new RegExp(`${bot.path}$`))
  await expect(step(page, 'Restrict app access')).toHaveAccessibleName('Restrict app access')

  await step(page, 'Microsoft Entra setup').click()
  await page.getByRole('button', { name: 'Mark as not done' }).click()
  await expect(step(page, 'Microsoft Entra setup')).toHaveAccessibleName('Microsoft Entra setup')
})

test('the scripts are filled in for this bot, its cloud and the chosen lifetime', async ({ adminPage: page, bot }) => {
  await page.goto(`${bot.path}/entra`)
  const azure = page.getByRole('region', { name: /Register the app with Azure CLI/ })
  await expect(azure).toContainText(`BOT_ID='${bot.id}'`)
  await expect(azure).toContainText("SECRET_MONTHS='12'")
  await page.getByLabel('The client secret is valid for').selectOption('24 months')
  await expect(azure).toContainText("SECRET_MONTHS='24'")
  await page.getByRole('tab', { name: 'Azure CLI' }).press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'PowerShell' })).toBeFocused()
  await expect(page.getByRole('region', { name: /Microsoft Graph PowerShell/ })).toContainText("$SecretMonths = '24'")
  await expect(page.getByText(/checked against Microsoft’s documentation, but not run in a tenant/)).toBeVisible()

  await page.getByLabel('Microsoft cloud').selectOption('China (21Vianet)')
  await expect(page.getByRole('link', { name: /Register the app/ })).toHaveAttribute(
    'href',
    /^https:\/\/entra\.microsoftonline\.cn\//,
  )
})

test('an admin who needs a new secret gets the script that creates one', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await page.goto(bot.path)
  await expect(page.getByText(/Create one with a script/)).toHaveCount(0)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByText(/Create one with a script/).click()
  const azure = page.getByRole('region', { name: /Renew the client secret with Azure CLI/ })
  await expect(azure).toContainText(`CLIENT_ID='${example.clientId}'`)
  await expectAccessible(page)
})

test('links and scripts use the values as soon as they are entered', async ({ adminPage: page, bot }) => {
  await page.goto(`${bot.path}/restrict`)
  await expect(page.getByText('This script is not available: User Email')).toBeVisible()
  await step(page, 'Configuration').click()
  await page.getByLabel('User Email', { exact: true }).fill(example.userEmail)
  await page.getByLabel('Client ID', { exact: true }).fill(example.clientId)
  await page.getByLabel('Tenant ID', { exact: true }).fill(example.tenantId)
  await step(page, 'Restrict app access').click()
  const rbac = page.getByRole('region', { name: /RBAC for Applications/ })
  await expect(rbac).toContainText(`$ClientId = '${example.clientId}'`)
  await page.getByLabel('Mailbox that the app must not reach').fill(example.otherUserEmail)
  await expect(rbac).toContainText(`$OtherMailbox = '${example.otherUserEmail}'`)
  await page.getByRole('tab', { name: /Application Access Policy/ }).click()
  await expect(page.getByRole('region', { name: /Application Access Policy/ })).toContainText(
    'New-ApplicationAccessPolicy',
  )
  await step(page, 'Microsoft Entra setup').click()
  await expect(page.getByRole('link', { name: /Grant admin consent/ })).toHaveAttribute(
    'href',
    new RegExp(`/${example.tenantId}/adminconsent\\?client_id=${example.clientId}`),
  )
})

test('a secret that several bots use is applied to each', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  const twin = `${bot.id}-twin`
  await product.admin.addBot(twin, 'Twin')
  const { userEmail, clientId, tenantId, userId, secret } = example
  await product.admin.configure(twin, { userEmail, clientId, tenantId, userId, clientSecret: secret })
  const { value } = product.emulator.control.addSecret({ clientId })

  await page.goto(bot.path)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByLabel('Client Secret Key', { exact: true }).fill(value)
  await page.getByRole('button', { name: 'Submit' }).click()
  const offer = page.getByRole('region', { name: 'Other bots use the same app' })
  await expect(offer.getByLabel('Twin')).toBeChecked()
  for (const other of await offer.getByRole('checkbox').all())
    if ((await other.getAttribute('id')) !== (await offer.getByLabel('Twin').getAttribute('id'))) await other.uncheck()
  await offer.getByRole('button', { name: 'Apply the new secret to 1 bot' }).click()
  await expect(offer.getByRole('status')).toContainText('Applied')
  const { body } = await product.admin.request('GET', `/bots/${twin}/office365`)
  expect(body).toMatchObject({ version: 2, state: 'locked' })
})

test('a secret that Microsoft accepts for one bot but not for another is reported, and can be tried again', async ({
  adminPage: page,
  bot,
  product,
}) => {
  const { userEmail, clientId, tenantId, userId, secret } = example
  await bot.configure()
  const twins = [`${bot.id}-a`, `${bot.id}-b`]
  for (const twin of twins) {
    await product.admin.addBot(twin, `Twin ${twin.at(-1)}`)
    await product.admin.configure(twin, { userEmail, clientId, tenantId, userId, clientSecret: secret })
  }
  const { value } = product.emulator.control.addSecret({ clientId })
  await page.goto(bot.path)
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await page.getByLabel('Client Secret Key', { exact: true }).fill(value)
  await page.getByRole('button', { name: 'Submit' }).click()
  const offer = page.getByRole('region', { name: 'Other bots use the same app' })
  await offer.getByRole('checkbox').first().waitFor()
  for (const other of await offer.getByRole('checkbox', { name: /^(?!Twin [ab]$)/ }).all()) await other.uncheck()

  product.emulator.failNext({ on: 'token', kind: 'microsoft-error', error: 7000222 })
  await offer.getByRole('button', { name: 'Apply the new secret to 2 bots' }).click()
  await expect(offer.getByRole('status')).toContainText('applied to 1 of 2 bots')
  await offer.getByText('Why, and what to do').click()
  await expect(offer.getByText('The client secret has expired')).toBeVisible()
  await expectAccessible(page)
  const read = (botId = '') => product.admin.request('GET', `/bots/${botId}/office365`).then(({ body }) => body)
  expect(await Promise.all(twins.map(read))).toMatchObject([
    { version: 1, state: 'locked' },
    { version: 2, state: 'locked' },
  ])

  await offer.getByRole('button', { name: 'Try again for 1 bot' }).click()
  await expect(offer.getByRole('status')).toContainText('applied to all 2 bots')
  expect(await read(twins[0])).toMatchObject({ version: 2, state: 'locked' })
})

for (const width of [320, 1280])
  test.describe(`light and dark, ${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('axe finds nothing in any step', async ({ page, bot, product }) => {
      test.slow()
      await signIn(page, product)
      for (const configured of [false, true]) {
        if (configured) await bot.configure()
        for (const [name, path] of steps) {
          await page.goto(`${bot.path}${path}`)
          await expect(step(page, name)).toHaveAttribute('aria-current', 'page')
          await page.waitForLoadState('networkidle')
          await expectAccessibleInBothSchemes(page)
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
        }
      }
      await page.goto(bot.path)
      await page.getByRole('heading', { name: 'Access that was granted' }).click()
      await expect(page.getByText('graph.microsoft.com').first()).toBeVisible()
      await expect(page.getByText(/^(?:No other|Other|Another) bots? .*uses? this app/)).toBeVisible()
      await expectAccessibleInBothSchemes(page)
    })
  })
