import { example } from '@office365-email/microsoft-emulator'
import { test as base, expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { admin, type Product, startProduct } from './product/start-product.ts'

export { example } from '@office365-email/microsoft-emulator'
export { expect } from '@playwright/test'
export { expectAccessible, expectAccessibleInBothSchemes } from './axe.ts'

export const values = {
  'User Email': example.userEmail,
  'Client ID': example.clientId,
  'Tenant ID': example.tenantId,
  'Client Secret Key': example.secret,
  'User ID': example.userId,
}

export interface Bot {
  id: string
  name: string
  /** The path of its Office 365 setup page. */
  path: string
  /** Submits valid values over HTTP. */
  configure(
    changes?: Partial<Record<'clientSecret' | 'userId' | 'clientId' | 'secretExpiresOn', string>>,
  ): Promise<void>
}

export interface TestFixtures {
  bot: Bot
  /** A page with the admin signed in. Any error in the browser fails the test. */
  adminPage: Page
}

/** The console logs each refused request, which is often what a test expects. */
const isExpected = (text: string) => text.startsWith('Failed to load resource')

export async function signIn(page: Page, product: Product): Promise<void> {
  const { url } = product
  const response = await page.request.post(`${url}/api/v1/session`, { data: admin, headers: { origin: url } })
  expect(response.status()).toBe(200)
}

export function collectComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text())) complaints.push(message.text())
  })
  return complaints
}

let botCount = 0

export const test = base.extend<TestFixtures, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const product = await startProduct()
      await use(product)
      await product.close()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, use) => {
    product.emulator.reset()
    await use(product.url)
  },
  bot: async ({ product }, use) => {
    botCount += 1
    const id = `bot-${process.pid}-${botCount}`
    const name = `Bot ${botCount}`
    await product.admin.addBot(id, name)
    await use({
      id,
      name,
      path: `/bots/${id}/settings/email/office365`,
      async configure(changes) {
        const { userEmail, clientId, tenantId, userId, secret } = example
        await product.admin.configure(id, { userEmail, clientId, tenantId, userId, clientSecret: secret, ...changes })
      },
    })
  },
  adminPage: async ({ page, product, baseURL: _ }, use) => {
    const complaints = collectComplaints(page)
    await signIn(page, product)
    await use(page)
    expect(complaints).toEqual([])
  },
})

export async function fillForm(
  page: Page | FrameLocator,
  changes: Partial<Record<keyof typeof values, string>> = {},
): Promise<void> {
  for (const [label, value] of Object.entries({ ...values, ...changes }))
    await page.getByLabel(label, { exact: true }).fill(value)
}

/** Pastes text with an event, because the tested browser does not allow reading the clipboard. */
export async function pasteInto(target: Locator, text: string): Promise<void> {
  await target.focus()
  await target.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
