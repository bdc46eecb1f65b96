import { expect } from '../fixtures.ts'
import { admin } from '../product/start-product.ts'
import { addBait, isBaitTaken, listFilledFields, listFormsWithSecrets, savedSignIn } from '../saved-sign-in.ts'
import { test } from './fixtures.ts'

test.use({ knowsSignIn: true })

test('the browser fills a saved sign-in into the sign-in form and into no other', async ({
  firefoxPage: page,
  bot,
  product,
}) => {
  const saved = savedSignIn(product)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(`${product.url}/sign-in`)
  await page.waitForFunction(
    (password) => document.querySelector<HTMLInputElement>('[type="password"]')?.value === password,
    {},
    saved.password,
  )
  const status = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch('/api/v1/session', { method: 'POST', headers, body })).status
  }, JSON.stringify(admin))
  expect(status).toBe(200)

  for (const { path, open, secret, isNewSignIn = false } of await listFormsWithSecrets(product, bot)) {
    await page.goto('about:blank')
    await page.goto(`${product.url}${path}`)
    if (open) await page.locator(`::-p-aria([name="${open}"][role="button"])`).click()
    const field = await page.locator(`::-p-aria([name="${secret}"])`).waitHandle()
    const look = async () => expect(await page.evaluate(listFilledFields, saved.password), path).toEqual([])
    await page.evaluate(addBait)
    await page.waitForFunction(isBaitTaken)
    await look()
    await page.mouse.click(5, 5)
    await field.focus()
    await look()
    if (isNewSignIn) continue
    const boxes = await page.$$('form:not(#bait) input:enabled:is(:not([type]), [type="text"], [type="email"])')
    expect(boxes.length, path).toBeGreaterThan(0)
    for (const box of boxes) {
      await box.evaluate((element) => element instanceof HTMLInputElement && element.select())
      await page.keyboard.type(saved.email)
      await page.keyboard.press('Tab')
    }
    await look()
  }
})
