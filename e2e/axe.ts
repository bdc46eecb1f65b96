import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** The rules whose result depends on colors. */
const colorRules = ['color-contrast', 'link-in-text-block']

/** Checks the current page and its frames, which have the same origin. A page is given axe only once, because that is slow. */
async function findViolations(page: Page, runOnly?: string[]): Promise<string[]> {
  for (const frame of page.frames())
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(axe.source)
  return page.evaluate(
    async (options) => {
      const { violations } = await window.axe.run(document, options)
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    },
    // Otherwise, axe also describes every element that a rule accepts.
    { resultTypes: ['violations' as const], ...(runOnly && { runOnly }) },
  )
}

/** Checks the current page for WCAG 2.2 AA and axe's best practices. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await findViolations(page)).toEqual([])
}

/** Checks a page of the product in both color schemes. The second check is for colors only, because nothing else differs. */
export async function expectAccessibleInBothSchemes(page: Page): Promise<void> {
  for (const [colorScheme, rules] of [['light'], ['dark', colorRules]] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme)
    expect(await findViolations(page, rules && [...rules]), colorScheme).toEqual([])
  }
}
