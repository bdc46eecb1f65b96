import { expect, expectAccessible, signIn, test, values } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [320, 1280])
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } })

      test('axe finds nothing on any page', async ({ page, bot, product }) => {
        await bot.configure()
        const unconfigured = `${bot.id}-empty`
        await product.admin.addBot(unconfigured, 'Without mail')
        await page.goto('/sign-in')
        await page.getByRole('button', { name: 'Sign in' }).waitFor()
        await expectAccessible(page)
        await signIn(page, product)
        for (const path of [
          '/bots',
          `/bots/${bot.id}/settings`,
          `/bots/${bot.id}/settings/email`,
          bot.path,
          bot.path.replace(bot.id, unconfigured),
          `/bots/${bot.id}/messages`,
          '/nowhere',
        ]) {
          await page.goto(path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await page.waitForLoadState('load')
          await expectAccessible(page)
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
        }
      })

      test('axe finds nothing in the states of the setup', async ({ adminPage: page, bot, product }) => {
        await page.goto(bot.path)
        await page.getByRole('link', { name: /^Configuration/ }).click()
        await page.getByRole('button', { name: 'Submit' }).click()
        await expect(page.getByLabel('Client ID', { exact: true })).toHaveAttribute('aria-invalid', 'true')
        await expectAccessible(page)

        await bot.configure()
        product.emulator.control.takeConsent({ clientId: values['Client ID'] })
        await page.goto(bot.path)
        await page.getByRole('button', { name: 'Send test email' }).click()
        await expect(page.getByText('Technical details').first()).toBeVisible()
        await expectAccessible(page)

        await page.getByRole('link', { name: /^Configuration/ }).click()
        await page.getByRole('button', { name: 'Reset' }).click()
        await expect(page.getByRole('dialog')).toBeVisible()
        await expectAccessible(page)
      })
    })

test('the whole set-up goes by keyboard alone', async ({ page, bot, product }) => {
  await page.goto(bot.path)
  const focused = page.locator(':focus')
  /** Tabs until the control with that name has the focus. */
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      const label = await focused
        .evaluate((element) => {
          const labels =
            element instanceof HTMLInputElement ? Array.from(element.labels ?? [], (one) => one.textContent) : []
          return [...labels, element.textContent, element.getAttribute('aria-label')].map((text) => text?.trim() ?? '')
        })
        .catch(() => [])
      if (
        label.some(
          (text) =>
            text === name || text.startsWith(`${name} `) || (name.endsWith('*') && text.startsWith(name.slice(0, -1))),
        )
      )
        return
      await page.keyboard.press('Tab')
    }
    throw new Error(`"${name}" cannot be reached by keyboard`)
  }
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await tabTo('Email')
  await page.keyboard.type(admin.email)
  await tabTo('Password')
  await page.keyboard.type(admin.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
  await tabTo('Configuration*')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/configuration|office365/)
  for (const [label, value] of Object.entries(values)) {
    await tabTo(label)
    await page.keyboard.type(value)
  }
  await page.keyboard.press('Enter')
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await tabTo('Send test email')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Microsoft accepted the message/)).toBeVisible()
  expect(product.emulator.sentMail()).toHaveLength(1)
})
