import { example, expect, expectAccessible, signIn, test } from '../fixtures.ts'
import { signInAsAdmin } from '../product/admin-client.ts'
import { admin, type Product, startProduct } from '../product/start-product.ts'

const count = 2_000
/** A session may make 1,200 requests per minute. */
const botsPerSession = 1_000
const atOnce = 25

async function addManyBots(product: Product): Promise<void> {
  for (let first = 0; first < count; first += botsPerSession) {
    const client = await signInAsAdmin(product.url, admin)
    for (let number = first; number < first + botsPerSession; number += atOnce)
      await Promise.all(
        Array.from({ length: atOnce }, (_, index) => client.addBot(`bot-${number + index}`, `Bot ${number + index}`)),
      )
  }
}

async function breakOne(product: Product, botId: string): Promise<void> {
  const { userEmail, clientId, tenantId, userId, secret } = example
  await product.admin.configure(botId, { userEmail, clientId, tenantId, userId, clientSecret: secret })
  product.emulator.control.expireSecret({ clientId })
  await product.admin.succeed('POST', `/bots/${botId}/test-messages`, { to: 'ada@example.com' })
}

test('among two thousand bots, those that need attention and each other one are found immediately', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const product = await startProduct()
  try {
    await addManyBots(product)
    await breakOne(product, 'bot-1777')
    await page.goto(`${product.url}/sign-in`)
    await signIn(page, product)
    await page.goto(`${product.url}/bots`)
    const rows = page.getByRole('main').getByRole('listitem')
    const status = page.getByRole('status').filter({ hasText: /bots$/ })
    const search = page.getByRole('searchbox', { name: 'Search' })
    const filter = page.getByRole('combobox', { name: 'State' })
    await expect(status).toHaveText('2,000 bots')
    // The page contains only a part of the bots.
    await expect(rows).toHaveCount(50)
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect(rows).toHaveCount(100)
    expect(new Set(await rows.getByRole('link').allTextContents()).size).toBe(100)

    await expect(page.getByText('1 bot needs attention')).toBeVisible()
    await page.getByRole('button', { name: 'Show this bot' }).click()
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Bot 1777')
    await expect(rows).toContainText('Failing')
    await expect(status).toHaveText('1 of 2,000 bots')
    await expect(status).toBeFocused()
    await filter.selectOption({ label: 'All states' })

    // Other tests share the processor, so the fastest of several searches counts.
    const searchesMs: number[] = []
    for (const number of [1678, 1456, 1234]) {
      const startedAt = performance.now()
      await search.fill(`bot ${number}`)
      await expect(rows).toHaveCount(1)
      await expect(rows).toContainText(`Bot ${number}`)
      searchesMs.push(performance.now() - startedAt)
    }
    expect(Math.min(...searchesMs)).toBeLessThan(1_000)
    await filter.selectOption({ label: 'Failing (1)' })
    await expect(page.getByText('No bot matches')).toBeVisible()
    await expect(status).toHaveText('0 of 2,000 bots')
    await search.fill('Bot 177')
    await expect(rows).toContainText('Bot 1777')

    // The address leads to the same list.
    await page.goto(page.url())
    await expect(search).toHaveValue('Bot 177')
    await expect(filter).toHaveValue('failing')
    await expect(rows).toHaveCount(1)
    await page.setViewportSize({ width: 320, height: 600 })
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.setViewportSize({ width: 1280, height: 720 })

    await page.getByRole('combobox', { name: 'Bot', exact: true }).fill('Bot 1999')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
    await expect(page.getByRole('main')).toContainText('Bot 1999')

    await page.goto(`${product.url}/service-keys`)
    await page.getByRole('button', { name: 'Create key' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Chosen bots' }).click()
    await dialog.getByRole('searchbox', { name: 'Search' }).fill('bot 1555')
    await dialog.getByRole('checkbox', { name: 'Bot 1555' }).click()
    await expect(dialog.getByText('1 chosen')).toBeVisible()
  } finally {
    await product.close()
  }
})
