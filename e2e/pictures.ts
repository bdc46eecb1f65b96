import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { example } from '@office365-email/microsoft-emulator'
import { chromium, type Locator, type Page } from '@playwright/test'
import { chooseBrowser } from './browser.ts'
import { addExampleBots } from './product/add-example-bots.ts'
import { admin, type Product, startProduct } from './product/start-product.ts'
import { takeHostPicture } from './take-host-picture.ts'

const folder = join(import.meta.dirname, '../docs/pictures')
const width = 1200

interface Picture {
  name: string
  path: string | ((product: Product) => Promise<string>)
  /** Actions before the picture is taken. */
  prepare?: (page: Page, product: Product) => Promise<void>
  /** Where the picture starts; by default at the top of the page. */
  from?: (page: Page) => Locator
  /** Maximum height of the picture. */
  height?: number
}

const setup = (botId: string, step = '') => `/bots/${botId}/settings/email/office365${step && `/${step}`}`
const { userEmail, clientId, tenantId, userId, secret, otherUserEmail } = example

const printedByScript = [
  `USER_EMAIL=${userEmail}`,
  `CLIENT_ID=${clientId}`,
  `TENANT_ID=${tenantId}`,
  `CLIENT_SECRET=${secret}`,
  `USER_ID=${userId}`,
  'SECRET_EXPIRES=2027-05-03',
].join('\n')

async function pasteAll(page: Page): Promise<void> {
  const area = page.getByLabel('Paste all values at once')
  await area.fill(printedByScript)
  await page.getByRole('button', { name: 'Fill the fields' }).click()
  await page.getByText(/^Filled in:/).waitFor()
}

async function createLink({ admin: client }: Product, botId: string): Promise<string> {
  const { body } = await client.succeed('POST', `/bots/${botId}/intake-links`, { expiresInHours: 72 })
  return (body as { url: string }).url
}

/** Taken in this order. A later picture may depend on the actions of an earlier one. */
const pictures: Picture[] = [
  {
    name: 'overview',
    path: '/bots',
    // The figures are written some seconds after the messages, and the page then refreshes.
    prepare: (page) => page.getByText(/^Most on one day/).waitFor({ timeout: 60_000 }),
  },
  { name: 'setup-failing', path: setup('expired-bot'), height: 1000 },
  { name: 'prerequisites', path: setup('new-bot', 'prerequisites'), height: 1000 },
  { name: 'entra-setup', path: setup('new-bot', 'entra'), height: 1300 },
  { name: 'configuration-filled', path: setup('new-bot'), prepare: pasteAll },
  {
    name: 'restrict',
    path: setup('new-bot', 'restrict'),
    height: 1100,
    prepare: (page) => page.getByText('New-ManagementRoleAssignment').first().waitFor(),
  },
  {
    name: 'refusal',
    path: setup('new-bot'),
    prepare: async (page) => {
      await page.getByLabel('Client Secret Key', { exact: true }).fill('aZ8~q.the-wrong-secret')
      await page.getByRole('button', { name: 'Submit' }).click()
      await page.getByText('Recommended next steps').waitFor()
    },
    from: (page) => page.getByText('Client Secret Key', { exact: true }).first(),
  },
  {
    name: 'test-accepted',
    path: setup('working-bot', 'send-test'),
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Send test email' }).click()
      await page.getByText(/Microsoft accepted the message\./).waitFor()
    },
  },
  {
    name: 'restriction-proven',
    path: setup('working-bot', 'restrict'),
    prepare: async (page, { emulator }) => {
      emulator.control.restrictToScope({ clientId, scopeId: example.botGroupId })
      await page.getByLabel('Another mailbox').fill(otherUserEmail)
      await page.getByRole('button', { name: 'Check the restriction' }).click()
      await page.getByText(/but not from the other mailbox/).waitFor()
    },
    from: (page) => page.getByRole('heading', { name: 'Is the app limited to its mailbox?' }),
  },
  {
    name: 'hand-off',
    path: setup('invoices', 'ask-admin'),
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Create link' }).click()
      await page.getByText(/The link is ready/).waitFor()
    },
    height: 1000,
  },
  { name: 'intake', path: (product) => createLink(product, 'invoices'), height: 1000 },
  {
    name: 'approval',
    path: async (product) => {
      const [, token] = (await createLink(product, 'invoices')).split('#')
      const values = { userEmail, clientId, tenantId, userId, clientSecret: secret, secretExpiresOn: '2027-05-03' }
      await product.admin.succeed('POST', '/intake/submit', { token, ...values })
      return setup('invoices', 'ask-admin')
    },
    height: 1080,
  },
  {
    name: 'registration',
    path: async ({ admin: client }) => {
      const credential = { kind: 'certificate', validMonths: 12 }
      const values = { userEmail, clientId, tenantId, userId, credential }
      await client.succeed('PUT', '/bots/reminders/office365', values)
      return setup('reminders')
    },
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Check', exact: true }).click()
      await page.getByText('Recommended next steps').waitFor()
    },
    from: (page) => page.getByRole('heading', { name: 'Register it in Entra' }),
    height: 1250,
  },
  { name: 'messages', path: '/bots/expired-bot/messages' },
  { name: 'troubleshooting', path: '/troubleshooting', height: 1300 },
]

/** Takes the pictures for the docs from the current product. */
const product = await startProduct()
await addExampleBots(product)
await product.admin.addBot('invoices', 'Invoices')
await product.admin.addBot('reminders', 'Reminders')
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
const browser = await chromium.launch(await chooseBrowser('system'))
const context = await browser.newContext({
  baseURL: product.url,
  colorScheme: 'light',
  viewport: { width, height: 800 },
})
await context.request.post('/api/v1/session', { data: admin, headers: { origin: product.url } })
for (const { name, path, prepare, from, height = 2000 } of pictures) {
  const page = await context.newPage()
  await page.goto(typeof path === 'string' ? path : await path(product))
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  await prepare?.(page, product)
  await page.evaluate(() => scrollTo(0, 0))
  const content = await page.evaluate(() => document.documentElement.scrollHeight)
  const y = from ? ((await from(page).boundingBox())?.y ?? 0) - 24 : 0
  await page.screenshot({
    path: join(folder, `${name}.png`),
    fullPage: true,
    clip: { x: 0, y, width, height: Math.min(content - y, height) },
  })
  await page.close()
}
await context.close()
await product.close()
await takeHostPicture(browser, join(folder, 'host.png'))
await browser.close()
