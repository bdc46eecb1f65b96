import type { Page } from 'puppeteer-core'
import { test as withProduct } from '../fixtures.ts'
import { savedSignIn } from '../saved-sign-in.ts'
import { startFirefox } from './start-firefox.ts'

interface Fixtures {
  /** Whether Firefox has saved the sign-in of the admin. */
  knowsSignIn: boolean
  firefoxPage: Page
}

export const test = withProduct.extend<Fixtures>({
  knowsSignIn: [false, { option: true }],
  firefoxPage: async ({ product, knowsSignIn, baseURL: _ }, use) => {
    const firefox = await startFirefox(knowsSignIn ? savedSignIn(product) : null)
    const page = await firefox.browser.newPage()
    page.setDefaultTimeout(30_000)
    await use(page)
    await firefox.close()
  },
})
