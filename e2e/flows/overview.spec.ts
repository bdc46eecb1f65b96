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

test('among two thousand bots the failing one is first, and each is found immediately', async ({ page }) => {
  test.setTimeout(120_000)
  const product = await startProduct()
  try {
    await addManyBots(product)
    await breakOne(product, 'bot-1777')
    await page.goto(`${product.url}/sign-in`)
    await signIn(page, product)
    await page.goto(`${product.url}/bots`)
    const rows = page.getByRole('main').getByRole('listitem')
    await expect(page.getByText(`${count} bots`)).toBeVisible()
    await expect(rows.first()).toContainText('Bot 1777')
    await expect(rows.first()).toContainText('Failing')
    // The page contains only a part of the bots.
    await expect(rows).toHaveCount(50)
    await expectAccessible(page)

    const startedAt = Date.now()
    await page.getByRole('searchbox', { name: 'Search' }).fill('Bot 1234')
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Bot 1234')
    expect(Date.now() - startedAt).toBeLessThan(1_000)

    await page.getByRole('searchbox', { name: 'Search' }).clear()
    await page.getByRole('combobox', { name: 'State' }).selectOption({ label: 'Failing (1)' })
    await expect(rows).toHaveCount(1)
    await expect(page.getByText(`1 of ${count} bots`)).toBeVisible()

    await page.getByRole('combobox', { name: 'Bot', exact: true }).fill('Bot 1999')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Office 365 setup')
    await expect(page.getByRole('main')).toContainText('Bot 1999')
  } finally {
    await product.close()
  }
})
