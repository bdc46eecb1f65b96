import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'

/** Delays each response by this many milliseconds more than the one before, so that a frame is drawn in between. */
const laterMs = { '**/api/v1/**': 100, '**/assets/*.js': 20 }

async function slowDown(page: Page): Promise<void> {
  for (const [pattern, delayMs] of Object.entries(laterMs)) {
    let onTheWay = 0
    await page.route(pattern, async (route) => {
      onTheWay += 1
      await wait(onTheWay * delayMs)
      onTheWay -= 1
      await route.continue()
    })
  }
}

// A retry would hide intermittent movement.
test.describe.configure({ retries: 0 })

declare global {
  interface Window {
    moves: Set<string>
  }
}

/** Records every control that is not where it was in the frame before. */
function watchControls(): void {
  window.moves = new Set()
  const tops = new Map<Element, number>()
  const look = () => {
    for (const control of document.querySelectorAll('main :is(a, button, input, select, summary, textarea)')) {
      // Controls in a closed disclosure cannot be pressed, and the browser lays them out later.
      if (!control.checkVisibility()) continue
      const top = Math.round(control.getBoundingClientRect().top + scrollY)
      const before = tops.get(control)
      if (before !== undefined && Math.abs(top - before) > 2)
        window.moves.add(
          `${control.tagName} “${control.textContent || control.getAttribute('aria-label') || control.id}” by ${top - before} px`,
        )
      tops.set(control, top)
    }
    requestAnimationFrame(look)
  }
  look()
}

for (const width of [320, 1280])
  test(`controls stay in place while a page loads, ${width} px`, async ({ adminPage: page, bot, product }) => {
    test.slow()
    await page.setViewportSize({ width, height: 900 })
    const newBot = `${bot.id}-new`
    await product.admin.addBot(newBot, 'Not set up')
    await bot.configure()
    await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })
    await page.addInitScript(watchControls)
    await slowDown(page)
    const setup = (id: string) =>
      ['', '/prerequisites', '/entra', '/restrict', '/send-test', '/ask-admin'].map(
        (step) => `${bot.path.replace(bot.id, id)}${step}`,
      )
    for (const path of [
      '/bots',
      `/bots/${bot.id}/settings`,
      `/bots/${bot.id}/settings/email`,
      ...setup(bot.id),
      ...setup(newBot),
      `/bots/${bot.id}/messages`,
      '/messages',
      '/troubleshooting',
      '/configurations',
      '/service-keys',
      '/people',
      '/audit',
    ]) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForLoadState('networkidle')
      expect.soft(await page.evaluate(() => [...window.moves]), path).toEqual([])
    }
  })

test('if a request of a page fails, the rest of the page appears and stays', async ({ adminPage: page, bot }) => {
  let tries = 0
  await page.route('**/intake-links', async (route) => {
    tries += 1
    await route.fulfill({ status: 429, contentType: 'application/problem+json', body: '{}' })
  })
  await page.goto(bot.path)
  await expect(page.getByLabel('Client ID', { exact: true })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await expect(page.getByLabel('Client ID', { exact: true })).toBeVisible()
  expect(tries).toBeLessThan(8)
})
