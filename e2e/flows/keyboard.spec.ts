import type { Page } from '@playwright/test'
import { expect, test, values } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'

const mostPresses = 60

/** The accessible name of the focused control. */
const focusedName = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement
    const [label] = element instanceof HTMLInputElement ? (element.labels ?? []) : []
    return (label ?? element)?.textContent?.trim() ?? ''
  })

/** Presses Tab until a control whose name starts with this text has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    if ((await focusedName(page)).startsWith(name)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`"${name}" cannot be reached by keyboard`)
}

test('the whole setup works with only the keyboard', async ({ page, bot, product }) => {
  await page.goto(bot.path)
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await tabTo(page, 'Email')
  await page.keyboard.type(admin.email)
  await tabTo(page, 'Password')
  await page.keyboard.type(admin.password)
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
  await tabTo(page, 'Configuration')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Submit' })).toBeVisible()
  for (const [label, value] of Object.entries(values)) {
    await tabTo(page, label)
    await page.keyboard.type(value)
  }
  await page.keyboard.press('Enter')

  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await tabTo(page, 'Send test email')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Microsoft accepted the message/)).toBeVisible()
  expect(product.emulator.sentMail()).toHaveLength(1)
})
