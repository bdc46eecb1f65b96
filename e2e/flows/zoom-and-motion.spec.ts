import { expect, signIn, test } from '../fixtures.ts'

const pagesOf = (path: string) => [
  '/bots',
  path,
  `${path}/prerequisites`,
  `${path}/entra`,
  `${path}/restrict`,
  `${path}/send-test`,
  `${path}/ask-admin`,
  '/troubleshooting',
  '/audit',
]

test.describe('at 200 % zoom of a small screen', () => {
  // What a browser of 1280 × 720 makes of it.
  test.use({ viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 })

  test('nothing scrolls sideways, and nothing is cut off', async ({ page, bot, product }) => {
    await signIn(page, product)
    await bot.configure()
    for (const path of pagesOf(bot.path)) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle')
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
      for (const button of await page.getByRole('main').getByRole('button').all()) {
        const isCut = await button.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        expect(isCut, `${path}: ${await button.textContent()}`).toBe(false)
      }
    }
  })
})

test.describe('with reduced motion', () => {
  test.use({ reducedMotion: 'reduce' })

  test('nothing moves for longer than a blink', async ({ page, bot, product }) => {
    await signIn(page, product)
    for (const path of pagesOf(bot.path)) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle')
      const longest = await page.evaluate(() => {
        const seconds = (list: string) => Math.max(...list.split(',').map((time) => Number.parseFloat(time)))
        return Math.max(
          ...Array.from(document.querySelectorAll('*'), (element) => {
            const { transitionDuration, animationDuration, animationName } = getComputedStyle(element)
            return Math.max(seconds(transitionDuration), animationName === 'none' ? 0 : seconds(animationDuration))
          }),
        )
      })
      expect(longest, path).toBeLessThan(0.05)
    }
  })
})
