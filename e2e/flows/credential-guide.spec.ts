import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from '../fixtures.ts'

const way = (page: Page, name: string) => page.getByRole('radio', { name })
const tasks = (page: Page) => page.getByRole('region', { name: 'Register by hand, step by step' }).getByRole('heading')

for (const [name, task, after] of [
  ['Certificate', 'Upload the certificate', 'a certificate that this server makes'],
  ['Federated credential', 'Add the federated credential', 'a federated credential'],
] as const)
  test(`the guide for the way “${name}” asks for four values and says what comes after Submit`, async ({
    adminPage: page,
    bot,
  }) => {
    await page.goto(`${bot.path}/prerequisites`)
    await expect(way(page, 'Client secret')).toBeChecked()
    await expect(page.getByText('0 of 5 at hand')).toBeVisible()
    await way(page, name).check()
    await expect(page.getByText('0 of 4 at hand')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Client Secret Key' })).toHaveCount(0)
    await expectAccessible(page)

    await page.getByRole('button', { name: /^Done, continue to Microsoft Entra setup/ }).click()
    await expect(page.getByText(`The app signs in with ${after}.`)).toBeVisible()
    await expect(page.getByLabel('The client secret is valid for')).toHaveCount(0)
    const azure = page.getByRole('region', { name: /Register the app with Azure CLI/ })
    await expect(azure).toContainText('prints four values')
    await expect(azure).not.toContainText('credential reset')
    await expect(tasks(page).filter({ hasText: 'Create a client secret' })).toHaveCount(0)
    const later = page.getByRole('region', { name: 'After Submit' })
    await expect(later.getByRole('heading', { name: task })).toBeVisible()
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Ask your IT admin' }).first().click()
    await expect(page.getByRole('region', { name: 'the instructions', exact: true })).toContainText(
      `After the values are submitted: ${task}`,
    )
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Choose another way' }).click()
    await page.reload()
    await expect(way(page, name)).toBeChecked()
  })

test('the way to sign in can be chosen with the keyboard, and the saved one is locked', async ({
  adminPage: page,
  bot,
}) => {
  await page.goto(`${bot.path}/prerequisites`)
  await way(page, 'Client secret').focus()
  await page.keyboard.press('ArrowDown')
  await expect(way(page, 'Certificate')).toBeChecked()
  await expect(way(page, 'Certificate')).toBeFocused()
  await bot.configure()
  await page.reload()
  await expect(way(page, 'Client secret')).toBeChecked()
  await expect(way(page, 'Certificate')).toBeDisabled()
  await expect(
    page.getByRole('group', { name: 'How should the app sign in to Microsoft?' }),
  ).toHaveAccessibleDescription(/reset the configuration/)
})

test('a cloud with an unknown audience has no federated credential', async ({ adminPage: page, bot }) => {
  await page.goto(`${bot.path}/prerequisites`)
  await way(page, 'Federated credential').check()
  await page.goto(`${bot.path}/entra`)
  await page.getByLabel('Microsoft cloud').selectOption('GovSG (Singapore), not verified')
  await expect(page.getByText('The app signs in with a client secret.')).toBeVisible()
  await page.getByRole('link', { name: 'Choose another way' }).click()
  await expect(way(page, 'Federated credential')).toHaveCount(0)
  await expect(page.getByText(/not known what Entra requires/)).toBeVisible()
})
