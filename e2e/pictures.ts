import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { chooseBrowser } from './browser.ts'
import { addExampleBots } from './product/add-example-bots.ts'
import { admin, startProduct } from './product/start-product.ts'

const folder = join(import.meta.dirname, '../docs/pictures')

interface Picture {
  name: string
  path: string
  /** What a person does before the picture is taken. */
  prepare?: (page: Page) => Promise<void>
}

const pictures: Picture[] = [
  { name: 'overview', path: '/bots' },
  { name: 'setup-new', path: '/bots/new-bot/settings/email/office365' },
  { name: 'setup-working', path: '/bots/working-bot/settings/email/office365' },
  { name: 'setup-failing', path: '/bots/expired-bot/settings/email/office365' },
  {
    name: 'test-accepted',
    path: '/bots/working-bot/settings/email/office365',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Send test email' }).click()
      await page.getByText(/Microsoft accepted the message/).waitFor()
    },
  },
]

/** Takes the pictures of the docs, in both colour schemes, from the product as it is. */
const product = await startProduct()
await addExampleBots(product)
await mkdir(folder, { recursive: true })
const browser = await chromium.launch(await chooseBrowser())
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({
    baseURL: product.url,
    colorScheme,
    viewport: { width: 1200, height: 800 },
  })
  await context.request.post('/api/v1/session', { data: admin, headers: { origin: product.url } })
  const page = await context.newPage()
  for (const { name, path, prepare } of pictures) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    await prepare?.(page)
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true })
  }
  await context.close()
}
await browser.close()
await product.close()
