import type { Page } from '@playwright/test'
import { test as base, example, expect, fillForm, signIn } from '../fixtures.ts'
import { type Product, startProduct } from '../product/start-product.ts'
import { xssStrings } from '../xss-strings.ts'

/** Records what a text did that should only be shown. */
interface Watched {
  page: Page
  happened: string[]
}

const test = base.extend<{ watched: Watched }, { hostile: Product }>({
  // This test has its own product, so that its names do not affect other tests.
  hostile: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const product = await startProduct()
      await use(product)
      await product.close()
    },
    { scope: 'worker' },
  ],
  watched: async ({ browser, hostile }, use) => {
    const context = await browser.newContext({ baseURL: hostile.url })
    const page = await context.newPage()
    const happened: string[] = []
    await page.exposeFunction('xssRan', () => void happened.push('a script ran'))
    await page.exposeFunction('xssReport', (what: string) => void happened.push(what))
    await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
      window.xssReport('blocked by ' + event.effectiveDirective))`)
    page.on('dialog', (dialog) => {
      happened.push('a dialog opened')
      void dialog.dismiss()
    })
    page.on('pageerror', (error) => happened.push(error.message))
    await signIn(page, hostile)
    await use({ page, happened })
    await context.close()
  },
})
test.describe.configure({ mode: 'serial' })
test.setTimeout(process.env['TEST_LONG'] ? 900_000 : 180_000)

/** Slow checks use one text in six, and all texts in long runs. */
const isDone = (index: number) => process.env['TEST_LONG'] !== undefined || index % 6 === 0

const squeeze = (text: string) => text.replaceAll(/\s+/g, ' ')

/** Shows all entries, and returns the texts that are not on the page literally. */
async function missingFrom(page: Page): Promise<string[]> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const more = page.getByRole('button', { name: /^(Load|Show) more$/ })
  await expect(async () => {
    if (await more.isVisible()) await more.click()
    expect(await more.isVisible()).toBe(false)
  }).toPass()
  const text = squeeze((await page.getByRole('main').textContent()) ?? '')
  return xssStrings.filter((one) => !text.includes(squeeze(one)))
}

test('no name runs as a script, wherever it is shown', async ({ watched: { page, happened }, hostile }) => {
  const { admin } = hostile
  for (const [number, name] of xssStrings.entries()) {
    await admin.addBot(`bot-${number}`, name)
    await admin.succeed('POST', '/people', { email: `person-${number}@example.com`, name, role: 'admin', botIds: [] })
    await admin.succeed('POST', '/service-keys', { name, scopes: ['messages:send'], botIds: [`bot-${number}`] })
  }
  for (const path of ['/bots', '/people', '/service-keys', '/audit']) {
    await page.goto(path)
    await expect.poll(() => missingFrom(page), { message: path, timeout: 30_000 }).toEqual([])
    expect(happened, path).toEqual([])
  }
  // The name is in the title, the picker and the texts of a bot's own pages.
  for (const [number, name] of xssStrings.entries()) {
    if (!isDone(number)) continue
    await page.goto(`/bots/bot-${number}/settings/email/office365`)
    await expect(page.getByRole('main')).toContainText(name)
  }
  expect(happened).toEqual([])
})

test('no subject, recipient or word of Microsoft’s runs as a script', async ({
  watched: { page, happened },
  hostile,
}) => {
  const { admin, emulator } = hostile
  const { userEmail, clientId, tenantId, userId, secret } = example
  await admin.addBot('sender', 'Sender')
  await admin.configure('sender', { userEmail, clientId, tenantId, userId, clientSecret: secret })
  const key = await hostile.runAdminCommand(
    ...['service-keys', 'create', '--name', 'k', '--bot', 'sender', '--scope', 'messages:send'],
  )
  for (const text of xssStrings) {
    const error = { code: text, message: text, innerError: { 'request-id': text } }
    emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, headers: { 'request-id': 'x' }, body: { error } })
    const answer = await fetch(`${hostile.url}/api/v1/bots/sender/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ to: [{ address: 'grace@example.com', name: text }], subject: text, text }),
    })
    expect(answer.status).toBe(502)
  }
  await page.goto('/bots/sender/messages')
  await expect.poll(() => missingFrom(page), { timeout: 30_000 }).toEqual([])
  const words = squeeze(
    (await page.getByRole('main').getByText('Technical details').locator('..').allTextContents()).join(' '),
  )
  expect(xssStrings.filter((text) => !words.includes(squeeze(text)))).toEqual([])
  const opened = await page.locator('details').evaluateAll((all) => {
    for (const one of all) one.setAttribute('open', '')
    return all.length
  })
  expect(opened).toBeGreaterThan(xssStrings.length)
  expect(happened).toEqual([])
})

test('no response to a Submit runs as a script', async ({ watched: { page, happened }, hostile }) => {
  await hostile.admin.addBot('submitter', 'Submitter')
  await page.goto('/bots/submitter/settings/email/office365')
  await page.getByRole('link', { name: /^Configuration/ }).click()
  for (const text of xssStrings.filter((_, index) => isDone(index))) {
    const body = { error: text, error_description: `AADSTS50034: ${text}`, error_codes: [50_034] }
    hostile.emulator.failNext({ on: 'token', kind: 'answer', status: 400, body })
    await fillForm(page)
    await page.getByRole('button', { name: 'Submit' }).click()
    await expect(page.getByRole('main')).toContainText(text)
  }
  expect(happened).toEqual([])
})

test('nothing that is pasted or in a URL runs as a script', async ({ watched: { page, happened } }) => {
  await page.goto('/troubleshooting')
  const atOnce = process.env['TEST_LONG'] ? 1 : 20
  for (let start = 0; start < xssStrings.length; start += atOnce) {
    const pastes = xssStrings.slice(start, start + atOnce)
    const pasted = { error: { code: 'ErrorAccessDenied', message: pastes.join(' ') } }
    await page.getByLabel('Paste an error').fill(JSON.stringify(pasted))
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
    for (const text of pastes)
      await expect(
        page.getByRole('definition', { includeHidden: true }).filter({ hasText: text }).first(),
      ).toBeAttached()
  }
  for (const [index, text] of xssStrings.entries()) {
    const encoded = encodeURIComponent(text)
    const addresses = [
      `/audit?bot=${encoded}&action=${encoded}`,
      `/${encoded}?${encoded}#${encoded}`,
      `/bots/${encoded}/messages?state=${encoded}`,
      `/sign-in?next=${encoded}&error=${encoded}`,
      `/intake#${encoded}`,
      `/set-up#${encoded}`,
    ]
    // Each text is in one URL, and in long runs in all.
    for (const [place, address] of addresses.entries())
      if (isDone(index - place + 6)) await page.goto(address, { waitUntil: 'load' })
  }
  expect(happened).toEqual([])
})

test('a text that is interpreted as markup is detected, and still does not run', async ({
  watched: { page, happened },
}) => {
  await page.goto('/bots')
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=xssRan()>')
  })
  await expect.poll(() => happened).toEqual(['blocked by script-src-attr'])
})
