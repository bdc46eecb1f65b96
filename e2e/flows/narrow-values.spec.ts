import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessibleInBothSchemes, fillForm, test, values } from '../fixtures.ts'

const guids = ['Client ID', 'Tenant ID', 'User ID'] as const

/** How much of the text in a field is cut off, in pixels. Another control over the field cuts it off too. */
const measureCut = (field: Locator): Promise<number> =>
  field.evaluate((element) => {
    if (!(element instanceof HTMLInputElement)) throw new Error('not a field')
    const button = element.parentElement?.parentElement?.querySelector('button')?.getBoundingClientRect()
    const style = getComputedStyle(element)
    const end = element.getBoundingClientRect().right - Number.parseFloat(style.paddingRight)
    return Math.max(element.scrollWidth - element.clientWidth, button ? end - button.left : 0)
  })

async function expectWhole(page: Page): Promise<void> {
  for (const label of guids) {
    const field = page.getByLabel(label, { exact: true })
    await expect(field).toHaveValue(values[label])
    expect(await measureCut(field), label).toBeLessThanOrEqual(0)
  }
}

for (const width of [320, 390])
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height: 844 }, hasTouch: true, isMobile: true })

    test('whole IDs and the whole secret are visible, in the form, while it is locked, and behind a link', async ({
      adminPage: page,
      bot,
      browser,
    }) => {
      await page.goto(bot.path)
      await fillForm(page)
      await page.getByRole('button', { name: 'Show what you type' }).click()
      const secret = page.getByLabel('Client Secret Key', { exact: true })
      await secret.fill('abc8Q~defghijklmnopqrstuvwxyz0123456789a')
      expect(await measureCut(secret)).toBeLessThanOrEqual(0)
      await expectWhole(page)
      await expectAccessibleInBothSchemes(page)
      await secret.fill(values['Client Secret Key'])
      await page.getByRole('button', { name: 'Submit' }).click()
      await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
      await expectWhole(page)

      await page.goto(`${bot.path}/restrict`)
      const other = page.getByLabel('Another mailbox')
      await other.fill(values['User ID'])
      expect(await measureCut(other)).toBeLessThanOrEqual(0)

      await page.goto(`${bot.path}/ask-admin`)
      await page.getByRole('button', { name: 'Create link' }).click()
      const url = (await page.getByText(/\/intake#/).textContent()) ?? ''
      const context = await browser.newContext({ viewport: { width, height: 844 }, hasTouch: true })
      const stranger = await context.newPage()
      await stranger.goto(url)
      await fillForm(stranger)
      await expectWhole(stranger)
      await context.close()
    })
  })

test.describe('with text of twice the size', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('nothing scrolls sideways, and the text in the fields grows', async ({ adminPage: page, bot }) => {
    await page.goto(bot.path)
    await fillForm(page)
    const sizeOf = () =>
      page
        .getByLabel('Client ID', { exact: true })
        .evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize))
    const before = await sizeOf()
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    expect(await sizeOf()).toBeGreaterThan(before)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })
})
