import type { ElementHandle, Page } from 'puppeteer-core'
import { example, expect, values } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'
import { test } from './fixtures.ts'

/** Finds the field whose label is exactly this text. */
async function findField(page: Page, label: string): Promise<ElementHandle<HTMLInputElement>> {
  const handle = await page.waitForFunction(
    (text) => {
      const labels = Array.from(document.querySelectorAll('label'))
      const control = labels.find(({ textContent }) => textContent === text)?.control
      return control instanceof HTMLInputElement && !control.disabled && control
    },
    {},
    label,
  )
  return handle as ElementHandle<HTMLInputElement>
}

async function fill(page: Page, label: string, value: string): Promise<void> {
  await (await findField(page, label)).type(value)
}

const button = (page: Page, name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`)
const text = (page: Page, content: string) => page.locator(`::-p-text(${content})`)

test('an admin goes from sign-in to an accepted test email in Firefox', async ({ firefoxPage: page, bot, product }) => {
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })

  await page.goto(`${product.url}${bot.path}`)
  await fill(page, 'Email', admin.email)
  await fill(page, 'Password', admin.password)
  await button(page, 'Sign in').click()

  for (const [label, value] of Object.entries(values)) await fill(page, label, value)
  const secret = await findField(page, 'Client Secret Key')
  expect(await secret.evaluate(({ type, value }) => [type, value])).toEqual(['password', example.secret])
  await button(page, 'Submit').click()
  await text(page, 'Locked').wait()
  expect(product.emulator.sentMail()).toEqual([])

  await button(page, 'Send test email').click()
  await text(page, 'Microsoft accepted the message. Check the inbox to confirm delivery.').wait()
  expect(product.emulator.sentMail()).toMatchObject([
    { userEmail: example.userEmail, to: [{ address: admin.email }], subject: `Test email from ${bot.name}` },
  ])
  expect(errors).toEqual([])
})
