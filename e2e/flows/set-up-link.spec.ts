import { collectComplaints, expect, expectAccessible, test } from '../fixtures.ts'
import { startServer } from '../product/start-product.ts'

const linkForm = /http\S+\/set-up#[\w-]{20,}/

test('the first owner signs in through the link that the first start prints', async ({ page }) => {
  const server = await startServer()
  try {
    const complaints = collectComplaints(page)
    await expect.poll(server.output).toMatch(linkForm)
    const [link = ''] = linkForm.exec(server.output()) ?? []
    const [, token = ''] = link.split('#')
    await page.goto(link)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up your sign-in')
    await expect(page).toHaveURL(`${server.url}/set-up`)
    await expectAccessible(page)

    await page.getByLabel('Email').fill('grace@example.com')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Set up and sign in' }).click()
    await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/At least 12 characters/)
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Set up and sign in' }).click()
    await expect(page).toHaveURL(`${server.url}/bots`)
    await expect(page.getByText('No bots yet')).toBeVisible()
    const kept = await page.evaluate(() =>
      JSON.stringify([location.href, history.state, Object.entries(sessionStorage)]),
    )
    expect(kept).not.toContain(token)

    await page.goto(link)
    await page.getByLabel('Email').fill('mallory@example.com')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Set up and sign in' }).click()
    await expect(page.getByRole('alert')).toContainText('This link does not work')
    await expect(page.getByLabel('Email')).toHaveCount(0)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  } finally {
    await server.close()
  }
})

test('a link without its token says that it does not work', async ({ page }) => {
  await page.goto('/set-up')
  await expect(page.getByRole('alert')).toContainText('This link does not work')
})
