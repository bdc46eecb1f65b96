import type { Page } from '@playwright/test'
import { expect, expectAccessible, fillForm, test } from '../fixtures.ts'

/** As a newer server answers: changes each successful answer of one path. */
const answerLikeNewer = (page: Page, path: RegExp, change: (answer: Record<string, unknown>) => object) =>
  page.route(
    (url) => path.test(url.pathname),
    async (route) => {
      const response = await route.fetch()
      const json = await response.json()
      await route.fulfill({ response, json: response.ok() ? change(json) : json })
    },
  )

test('a page takes answers that say more than it knows', async ({ adminPage: page, bot }) => {
  await bot.configure()
  await answerLikeNewer(page, /^\/api\/v1\//, (answer) => ({ ...answer, addedLater: { at: '2027-01-01' } }))
  await page.goto(bot.path)
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Send test email' }).click()
  await expect(page.getByText(/Microsoft accepted the message/)).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
})

test('a page that does not understand the server asks to be reloaded', async ({ adminPage: page, bot }) => {
  await page.goto(bot.path)
  await expect(page.getByRole('button', { name: 'Submit' })).toBeVisible()
  await answerLikeNewer(page, /^\/api\/.*\/office365$/, (answer) => ({ ...answer, state: 'archived' }))
  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page.getByRole('alert')).toHaveText(/^This page is older than the server\. Reload it\./)
  await expectAccessible(page)
  await page.unrouteAll()
  page.on('dialog', (dialog) => void dialog.accept())
  const reloaded = page.waitForEvent('load')
  await page.getByRole('alert').getByRole('button', { name: 'Reload' }).click()
  await reloaded
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
})

test('a page that cannot read what it is about says why', async ({ adminPage: page, bot }) => {
  await answerLikeNewer(page, /^\/api\/.*\/office365$/, () => ({ configuration: null }))
  await page.goto(bot.path)
  await expect(page.getByRole('alert')).toHaveText(/^This page is older than the server\. Reload it\./)
})
