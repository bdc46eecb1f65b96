import { expect, expectAccessible, signIn, test, values } from '../fixtures.ts'

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
          '/troubleshooting',
          '/service-keys',
          '/people',
          '/audit',
          '/set-up#a-token',
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
