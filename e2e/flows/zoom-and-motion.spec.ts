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
  '/configurations',
  '/audit',
]

/** Finds buttons and links whose text does not fit. */
const findCutLabels = () =>
  Array.from(document.querySelectorAll('button, a'))
    .filter((control) =>
      [control, ...control.querySelectorAll('*')].some(
        (part) =>
          part.clientWidth > 1 &&
          part.scrollWidth > part.clientWidth + 1 &&
          getComputedStyle(part).overflowX !== 'visible',
      ),
    )
    .map(({ textContent }) => textContent)

// 200 % of a screen of 1280 × 720, and 400 %.
for (const [zoom, width, height] of [
  [2, 640, 360],
  [4, 320, 180],
] as const)
  test.describe(`at ${zoom * 100} % zoom`, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor: zoom })

    test('nothing scrolls sideways, and no label is cut off', async ({ page, bot, product }) => {
      test.slow()
      await signIn(page, product)
      for (const configured of [false, true]) {
        if (configured) await bot.configure()
        for (const path of pagesOf(bot.path)) {
          await page.goto(path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          await page.waitForLoadState('networkidle')
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0)
          expect(await page.evaluate(findCutLabels), path).toEqual([])
        }
      }
    })
  })

test.describe('with reduced motion', () => {
  test.use({ reducedMotion: 'reduce' })

  test('no animation is noticeable', async ({ page, bot, product }) => {
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
