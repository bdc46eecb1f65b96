import { readFile } from 'node:fs/promises'
import { createMailClient } from '@office365-email/client'
import { type Bot, expect, expectAccessible, test } from '../fixtures.ts'
import type { Product } from '../product/start-product.ts'

/** A program that sends as the bot, and waits for Microsoft. */
async function createSender(product: Product, { id }: Bot) {
  const key = await product.runAdminCommand(
    ...['service-keys', 'create', '--name', 'shop', '--bot', id, '--scope', 'messages:send'],
  )
  const client = createMailClient({ baseUrl: product.url, serviceKey: key })
  return async (to: string, subject: string) => {
    const { outcome } = await client.sendMessage(id, { to, subject, text: 'Thank you' })
    return outcome
  }
}

test('an admin finds out whether a person got a mail, with the keyboard', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  const send = await createSender(product, bot)
  const someone = `ada@${bot.id}.example`
  expect(await send(someone, 'Your order 4711')).toBe('accepted')
  expect(await send(`grace@${bot.id}.example`, 'Your invoice')).toBe('accepted')
  expect(await send('x@other.example', 'Something else')).toBe('accepted')

  await page.goto('/bots')
  await page.getByRole('link', { name: 'All messages' }).click()
  const field = page.getByLabel('Find messages')
  await field.fill(someone)
  await field.press('Enter')
  await expect(page.getByText('1 message matches.')).toBeVisible()
  await expect(field).toBeFocused()
  await expect(page).toHaveURL(new RegExp(`recipient=ada%40${bot.id}.example`))
  await expectAccessible(page)
  await page.reload()
  await expect(field).toHaveValue(someone)

  await field.fill(`${bot.id}.example`)
  await field.press('Enter')
  await expect(page.getByText('2 messages match.')).toBeVisible()
  await field.fill('INV')
  await field.press('Enter')
  await expect(page.getByText(/^1 message matches|messages match/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Your invoice' })).toBeVisible()

  await page.getByRole('button', { name: /^Failed/ }).press('Space')
  await expect(page.getByRole('button', { name: /^Failed/ })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('heading', { name: 'No message matches' })).toBeVisible()
  await expect(page.getByText('Choose other states.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Failed/ }).press('Space')
  await page.getByRole('button', { name: 'Remove the filter: Subject has “INV”' }).press('Enter')
  await expect(field).toHaveValue('')
  await expect(page.getByRole('button', { name: /^Failed/ })).toHaveAttribute('aria-pressed', 'false')

  await field.fill(someone)
  await field.press('Enter')
  await page.getByRole('link', { name: 'Your order 4711' }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Your order 4711' })).toBeFocused()
  const life = page.getByRole('region', { name: 'What happened' }).getByRole('listitem')
  await expect(life).toHaveText([
    /^Received from the service key “shop”\./,
    /^Submitted to Microsoft once\./,
    /^Microsoft accepted it\./,
  ])
  const report = page.getByRole('region', { name: 'the text for your IT admin' })
  await expect(report).toContainText(`Recipients: ${someone}`)
  await expect(report).toContainText(/Request ID: \S+/)
  await expect(page.getByRole('button', { name: 'Copy Microsoft’s request ID' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Messages', exact: true }).first().click()
  await expect(page).toHaveURL(new RegExp(`/bots/${bot.id}/messages$`))
})

test('a person exports what a search finds', async ({ adminPage: page, bot, product }) => {
  await bot.configure()
  const send = await createSender(product, bot)
  await send('ada@contoso.example', '=1+1')
  await send('grace@contoso.example', 'Your order')
  await page.goto(`/bots/${bot.id}/messages?recipient=contoso.example`)
  await expect(page.getByText('2 messages match.')).toBeVisible()
  await page.getByText('Export these messages').click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV, for Excel' }).press('Enter')
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^messages-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await download.path(), 'utf8')
  expect(text.split('\r\n')).toHaveLength(4)
  expect(text).toContain(`"'=1+1"`)
  await expect(page.getByText('The file has 2 rows.')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Progress of the export' })).toBeVisible()
  await expectAccessible(page)

  await page.goto(`/audit?bot=${bot.id}`)
  await expect(page.getByText(`ada exported 2 messages of ${bot.name}.`)).toBeVisible()
  await page.getByText('Export these entries').click()
  const second = page.waitForEvent('download')
  await page.getByRole('button', { name: 'NDJSON, for programs' }).click()
  const lines = (await readFile(await (await second).path(), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).action)).toContain('message.exported')
  await expect(page.getByText(`The file has ${lines.length} rows.`)).toBeVisible()
})

test('the message page says who settled an unknown outcome', async ({ adminPage: page, bot, product }) => {
  test.slow()
  await bot.configure()
  const key = await product.runAdminCommand(
    ...['service-keys', 'create', '--name', 'shop', '--bot', bot.id, '--scope', 'messages:send'],
  )
  const client = createMailClient({ baseUrl: product.url, serviceKey: key })
  product.emulator.failNext({ on: 'sendMail', kind: 'timeout-but-delivered' })
  const message = { to: 'ada@example.com', subject: 'Order 9', text: 'Thank you' }
  const { outcome } = await client.sendMessage(bot.id, message, { respondAsync: true })
  expect(outcome).toBe('queued')
  await page.goto(`/bots/${bot.id}/messages`)
  const row = page.getByRole('listitem').filter({ hasText: 'Order 9' }).first()
  await expect(row.getByText('Unknown', { exact: true })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('link', { name: 'Order 9' }).click()
  await page.getByRole('button', { name: 'It was sent', exact: true }).click()
  const life = page.getByRole('region', { name: 'What happened' })
  await expect(life).toContainText('ada found out that it was sent.')
})

test('results stay in place while the pointer is at them, and a button says what is new', async ({
  adminPage: page,
  bot,
  product,
}) => {
  test.slow()
  await bot.configure()
  const send = await createSender(product, bot)
  await send('ada@example.com', 'First')
  await page.goto(`/bots/${bot.id}/messages`)
  const first = page.getByRole('link', { name: 'First' })
  await first.hover()
  const before = await first.boundingBox()
  await send('ada@example.com', 'Second')
  await expect(page.getByRole('button', { name: 'Show 1 newer message' })).toBeVisible({ timeout: 30_000 })
  expect(await first.boundingBox()).toEqual(before)
  await expect(page.getByRole('link', { name: 'Second' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Show 1 newer message' }).click()
  await expect(page.getByRole('link', { name: 'Second' })).toBeVisible()

  // The results of another search replace the list, even if the pointer is at it.
  await first.hover()
  await page.getByLabel('Find messages').fill('Second')
  await page.getByLabel('Find messages').press('Enter')
  await expect(page.getByText('1 message matches.')).toBeVisible()
  await expect(first).toHaveCount(0)
})
