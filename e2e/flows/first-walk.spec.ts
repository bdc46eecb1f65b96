import type { Browser, Locator, Page } from '@playwright/test'
import { example, expect, pasteInto, test, values } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'

const printedByScript = [
  `USER_EMAIL=${example.userEmail}`,
  `CLIENT_ID=${example.clientId}`,
  `TENANT_ID=${example.tenantId}`,
  `CLIENT_SECRET=${example.secret}`,
  `USER_ID=${example.userId}`,
].join('\n')

/** An admin who sets up a first bot. Counts the admin's actions. */
class Walker {
  clicks = 0
  fields = 0
  async click(target: Locator): Promise<void> {
    this.clicks += 1
    await target.click()
  }
  async fill(target: Locator, text: string): Promise<void> {
    this.fields += 1
    await target.fill(text)
  }
  async paste(target: Locator, text: string): Promise<void> {
    this.fields += 1
    await pasteInto(target, text)
    await expect(target.page().getByText(/^Filled in:/)).toBeVisible()
  }
}

const button = (page: Page, name: string) => page.getByRole('button', { name })

async function signInAndCreateBot(walker: Walker, page: Page, name: string): Promise<void> {
  await page.goto('/')
  await walker.fill(page.getByLabel('Email'), admin.email)
  await walker.fill(page.getByLabel('Password', { exact: true }), admin.password)
  await walker.click(button(page, 'Sign in'))
  await walker.click(button(page, 'Create bot').first())
  await walker.fill(page.getByRole('dialog').getByLabel('Name'), name)
  await walker.click(page.getByRole('dialog').getByRole('button', { name: 'Create bot' }))
}

async function sendTest(walker: Walker, page: Page): Promise<void> {
  await walker.click(button(page, 'Send test email'))
  await expect(page.getByText('Microsoft accepted the message. Check the inbox to confirm delivery.')).toBeVisible()
}

interface Walk {
  name: string
  /** The test fails if the walk takes more than this. */
  limit: { clicks: number; fields: number }
  go: (walker: Walker, page: Page, browser: Browser) => Promise<void>
}

const walks: Walk[] = [
  {
    name: 'with the five values in one text',
    limit: { clicks: 5, fields: 4 },
    go: async (walker, page) => {
      await signInAndCreateBot(walker, page, 'Pasted')
      await walker.paste(page.getByLabel('Paste all values at once'), printedByScript)
      await walker.click(button(page, 'Submit'))
      await sendTest(walker, page)
    },
  },
  {
    name: 'through all five steps, each value typed',
    limit: { clicks: 9, fields: 8 },
    go: async (walker, page) => {
      await signInAndCreateBot(walker, page, 'Typed')
      await walker.click(page.getByRole('link', { name: 'Start with the prerequisites' }))
      for (const next of ['Microsoft Entra setup', 'Restrict app access', 'Configuration'])
        await walker.click(button(page, `continue to ${next}`))
      for (const [label, value] of Object.entries(values))
        await walker.fill(page.getByLabel(label, { exact: true }), value)
      await walker.click(button(page, 'Submit'))
      await sendTest(walker, page)
    },
  },
  {
    name: 'with the values from an IT admin, through a link',
    limit: { clicks: 10, fields: 4 },
    go: async (walker, page, browser) => {
      await signInAndCreateBot(walker, page, 'Handed over')
      await walker.click(page.getByRole('link', { name: 'Ask your IT admin' }))
      await walker.click(button(page, 'Create link'))
      const url = (await page.getByText(/\/intake#/).textContent()) ?? ''
      await page.context().grantPermissions(['clipboard-write'])
      await walker.click(page.getByRole('button', { name: /^Copy the link/ }))

      const elsewhere = await browser.newContext()
      const itAdmin = await elsewhere.newPage()
      await itAdmin.goto(url)
      await walker.paste(itAdmin.getByLabel('Paste all values at once'), printedByScript)
      await walker.click(button(itAdmin, 'Submit'))
      await expect(itAdmin.getByText('Thank you. The values are submitted')).toBeVisible()
      await elsewhere.close()

      await page.reload()
      await walker.click(button(page, 'Approve'))
      await walker.click(page.getByRole('link', { name: 'Go to the test' }))
      await sendTest(walker, page)
    },
  },
]

for (const { name, limit, go } of walks)
  test(`a first walk ${name} takes no more actions than before`, async ({ page, browser }) => {
    const walker = new Walker()
    const startedAt = performance.now()
    await go(walker, page, browser)
    const seconds = (performance.now() - startedAt) / 1000
    const { clicks, fields } = walker
    process.stdout.write(`| ${name} | ${clicks} | ${fields} | ${seconds.toFixed(1)} s |\n`)
    expect({ clicks, fields }).toEqual(limit)
    expect(seconds).toBeLessThan(20)
  })
