import { example } from '@office365-email/microsoft-emulator'
import type { Browser } from '@playwright/test'
import buildHostPages from './product/build-host-pages.ts'
import { accounts, startHostDashboard } from './product/start-host-dashboard.ts'

const { userEmail, clientId, tenantId, userId, secret } = example

/** The set-up of a working bot inside the example dashboard. */
export async function takeHostPicture(browser: Browser, path: string): Promise<void> {
  const deletePages = await buildHostPages()
  const host = await startHostDashboard()
  const page = await browser.newPage({
    baseURL: host.url,
    colorScheme: 'light',
    viewport: { width: 1200, height: 800 },
  })
  await page.goto('/')
  await page.getByRole('button', { name: accounts.grace.name }).click()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(
    async (calls) => {
      for (const [method, url, body] of calls)
        await fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    },
    [
      [
        'PUT',
        '/apps/email/api/v1/bots/orders/office365',
        { userEmail, clientId, tenantId, userId, clientSecret: secret },
      ],
      ['POST', '/apps/email/api/v1/bots/orders/test-messages', { to: accounts.grace.email }],
    ] as const,
  )
  await page.goto('/bots/orders/settings/email/office365')
  await page.frameLocator('iframe').getByText('Working', { exact: true }).first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path })
  await page.close()
  await host.close()
  await deletePages()
}
