import { expect, expectAccessibleInBothSchemes, signIn, test, values } from '../fixtures.ts'

const idOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : ''

for (const width of [320, 1280])
  test.describe(`light and dark, ${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    // The steps of the setup are in wizard-steps.spec.ts.
    test('axe finds nothing on any other page', async ({ page, bot, product }) => {
      test.slow()
      await bot.configure()
      const { body } = await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })
      await page.goto('/sign-in')
      await page.getByRole('button', { name: 'Sign in' }).waitFor()
      await expectAccessibleInBothSchemes(page)
      await signIn(page, product)
      for (const path of [
        '/bots',
        `/bots/${bot.id}/settings`,
        `/bots/${bot.id}/settings/email`,
        `/bots/${bot.id}/messages`,
        `/bots/${bot.id}/messages/${idOf(body)}`,
        '/messages',
        '/troubleshooting',
        '/configurations',
        '/personal-data',
        '/alerts',
        '/service-keys',
        '/people',
        '/audit',
        '/set-up#a-token',
        '/nowhere',
      ]) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await page.waitForLoadState('load')
        await expectAccessibleInBothSchemes(page)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
      }
    })

    test('axe finds nothing in the states of the setup', async ({ adminPage: page, bot, product }) => {
      await page.goto(bot.path)
      await page.getByRole('link', { name: /^Configuration/ }).click()
      await page.getByRole('button', { name: 'Submit' }).click()
      await expect(page.getByLabel('Client ID', { exact: true })).toHaveAttribute('aria-invalid', 'true')
      await expectAccessibleInBothSchemes(page)

      await bot.configure()
      product.emulator.control.takeConsent({ clientId: values['Client ID'] })
      await page.goto(bot.path)
      await page.getByRole('button', { name: 'Send test email' }).click()
      await expect(page.getByText('Technical details').first()).toBeVisible()
      await expectAccessibleInBothSchemes(page)

      await page.getByRole('link', { name: /^Configuration/ }).click()
      await page.getByRole('button', { name: 'Reset' }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectAccessibleInBothSchemes(page)
    })
  })

/** Contrast between a border and the page behind it, as WCAG 2.2 defines it. Axe does not check borders. */
const measureBorder = (control: Element): number => {
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const share = Number(part) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const border = luminance(getComputedStyle(control).borderTopColor)
  const page = luminance(getComputedStyle(document.body).backgroundColor)
  return (Math.max(border, page) + 0.05) / (Math.min(border, page) + 0.05)
}

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('fields and check boxes have enough contrast with the page', async ({ adminPage: page, bot }) => {
      await page.goto(`${bot.path}/prerequisites`)
      expect(await page.getByLabel('I have the client ID').evaluate(measureBorder)).toBeGreaterThanOrEqual(3)
      await page.goto(bot.path)
      for (const control of [page.getByLabel('Client ID', { exact: true }), page.getByLabel('Microsoft cloud')])
        expect(await control.evaluate(measureBorder)).toBeGreaterThanOrEqual(3)
    })
  })
