import { readFile } from 'node:fs/promises'
import type { CredentialKind } from '@office365-email/shared/credential'
import type { Browser, Locator, Page } from '@playwright/test'
import { type Bot, collectComplaints, example, expect, expectAccessible, test, values } from '../fixtures.ts'

const { clientId } = example
const fourLabels = ['User Email', 'Client ID', 'Tenant ID', 'User ID'] as const
const kindNames = { certificate: 'Certificate', federated: 'Federated credential' }
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const registration = (page: Page) => page.getByRole('region', { name: 'Register it in Entra' })

/** A browser without an account. */
async function openAsStranger(browser: Browser, url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints = collectComplaints(page)
  const received: Promise<string>[] = []
  page.on('response', (response) => received.push(response.text().catch(() => '')))
  await page.goto(url)
  return { page, complaints, received, close: () => context.close() }
}

/** Chooses the way in the wizard, and creates a link for it. */
async function createLink(page: Page, bot: Bot, kind: Exclude<CredentialKind, 'client-secret'>): Promise<string> {
  await page.goto(`${bot.path}/prerequisites`)
  await page.getByRole('radio', { name: kindNames[kind], exact: true }).check()
  await page.getByRole('link', { name: 'Ask your IT admin' }).first().click()
  await expect(page.getByText(/four values/).first()).toBeVisible()
  await button(page, 'Create link').click()
  const url = page.getByText(/\/intake#/)
  await expect(url).toBeVisible()
  return (await url.textContent()) ?? ''
}

async function fillFour(page: Page): Promise<void> {
  await expect(page.getByLabel('Client Secret Key', { exact: true })).toHaveCount(0)
  for (const label of fourLabels) await page.getByLabel(label, { exact: true }).fill(values[label])
}

async function expectNarrow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 900 })
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  expect(scroll).toBeLessThanOrEqual(width)
  await expectAccessible(page)
}

/** The server makes a key for each Submit, which takes its time on a busy machine. */
async function submitTo(page: Page, next: Locator): Promise<void> {
  await button(page, 'Submit').click()
  await expect(next).toBeVisible({ timeout: 15_000 })
}

/** Saves a picture if a folder for pictures is named. */
async function takePicture(page: Page, name: string): Promise<void> {
  const { INTAKE_PICTURES: folder } = process.env
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function downloadCertificate(page: Page): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Download the certificate (.cer)').click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^office365-email-.+\.cer$/)
  return await readFile(await file.path())
}

for (const colorScheme of ['light', 'dark'] as const)
  test(`an IT admin uploads the certificate that a link makes, and the admin approves it, ${colorScheme}`, async ({
    adminPage: page,
    bot,
    browser,
    product,
  }) => {
    test.slow()
    await page.emulateMedia({ colorScheme })
    const url = await createLink(page, bot, 'certificate')
    await expectAccessible(page)
    await takePicture(page, `create-${colorScheme}`)

    const stranger = await openAsStranger(browser, url, { colorScheme })
    const { page: other } = stranger
    await expect(other.getByRole('heading', { name: 'Enter the four values' })).toBeVisible()
    // The page itself shows the next step after Submit.
    await expect(other.getByRole('region', { name: 'After Submit' })).toHaveCount(0)
    await takePicture(other, `form-${colorScheme}`)
    await fillFour(other)
    await submitTo(other, other.getByText('The values are submitted. Upload the certificate next'))
    await expect(other.getByRole('status').filter({ hasText: 'Upload the certificate next' })).toBeFocused()
    await expect(registration(other)).toBeVisible()
    await button(other, 'Check').click()
    await expect(registration(other).getByText('Entra does not know this certificate', { exact: true })).toBeVisible()
    await expectAccessible(other)
    await takePicture(other, `waiting-${colorScheme}`)
    await other.getByText('Or register it with a script').click()
    await expect(other.getByRole('region', { name: /upload/i }).first()).toContainText('BEGIN CERTIFICATE')

    // The page may be closed: the link opens it again.
    await other.close()
    const again = await openAsStranger(browser, url, { colorScheme })
    await expect(registration(again.page)).toBeVisible()
    const certificate = await downloadCertificate(again.page)
    const { thumbprint } = product.emulator.control.uploadCertificate({
      clientId,
      certificate: certificate.toString('base64'),
    })
    await expect(registration(again.page).getByText(thumbprint, { exact: true })).toBeVisible()
    await button(again.page, 'Check').click()
    await expect(again.page.getByText('Entra accepts the certificate', { exact: true })).toBeVisible()
    await expectAccessible(again.page)
    await takePicture(again.page, `accepted-${colorScheme}`)
    await expectNarrow(again.page)
    await takePicture(again.page, `accepted-narrow-${colorScheme}`)
    await stranger.close()

    await page.goto(bot.path)
    await page.getByRole('link', { name: 'Review and approve' }).click()
    await expect(page.getByText('Accepted at the last check')).toBeVisible()
    await expect(page.getByText(thumbprint, { exact: true })).toBeVisible()
    await expectAccessible(page)
    await takePicture(page, `approve-${colorScheme}`)
    await button(page, 'Approve').click()
    await expect(page.getByRole('status').filter({ hasText: 'Approved, saved, and locked' })).toBeFocused()

    await button(again.page, 'Check').click()
    await expect(again.page.getByRole('alert').filter({ hasText: 'This link has ended' })).toBeFocused()
    const everything = await Promise.all([...stranger.received, ...again.received, again.page.content()])
    expect(everything.join('\n')).not.toContain('PRIVATE KEY')
    expect([...stranger.complaints, ...again.complaints]).toEqual([])
    await again.close()

    await page.getByRole('link', { name: 'Go to the test' }).click()
    await button(page, 'Send test email').click()
    await expect(page.getByText(/Microsoft accepted the message/)).toBeVisible()
  })

test('an IT admin adds the federated credential of a link after the admin approved it', async ({
  adminPage: page,
  bot,
  browser,
  product,
}) => {
  const url = await createLink(page, bot, 'federated')
  const stranger = await openAsStranger(browser, url)
  const { page: other } = stranger
  await button(other, 'Submit').click()
  await expect(other.getByText('4 values need attention')).toBeVisible()
  await expectAccessible(other)
  await fillFour(other)
  await other.getByLabel('Client ID', { exact: true }).fill('7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11')
  await submitTo(other, other.getByText(/9 tries are left/))
  await other.getByLabel('Client ID', { exact: true }).fill(clientId)
  await submitTo(other, other.getByText('The values are submitted. Add the federated credential next'))
  const shown = registration(other).locator('code')
  // The texts are read without waiting, so they have to be there first.
  await expect(shown.nth(2)).toHaveText(/^api:/)
  const [issuer = '', subject = '', audience = ''] = await shown.allTextContents()
  expect([issuer, subject, audience]).toEqual([
    product.url,
    expect.stringMatching(/^bot:/),
    expect.stringMatching(/^api:/),
  ])
  await takePicture(other, 'federated-waiting')
  await expectNarrow(other)
  await takePicture(other, 'federated-waiting-narrow')

  await page.goto(bot.path)
  await page.getByRole('link', { name: 'Review and approve' }).click()
  await expect(page.getByText('Not accepted yet at the last check')).toBeVisible()
  await expect(page.getByText(subject, { exact: true }).first()).toBeVisible()
  await takePicture(page, 'federated-approve')
  await expectNarrow(page)
  await takePicture(page, 'federated-approve-narrow')
  await page.setViewportSize({ width: 1280, height: 900 })
  await button(page, 'Approve').click()
  await expect(page.getByText('Approved. Entra does not accept the credential yet')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Go to Configuration' }).click()
  await expect(page.getByText(subject, { exact: true }).first()).toBeVisible()

  product.emulator.control.addFederatedCredential({ clientId, issuer, subject, audience })
  await button(page, 'Check').click()
  await expect(page.getByText('Entra accepts the federated credential', { exact: true })).toBeVisible()

  await button(other, 'Check').click()
  await expect(other.getByText('This link has ended')).toBeVisible()
  expect(stranger.complaints).toEqual([])
  await stranger.close()
})

test('a link shows what another tab of the same person submitted, and nothing after it is revoked', async ({
  adminPage: page,
  bot,
  browser,
}) => {
  const url = await createLink(page, bot, 'certificate')
  const [first, second] = [await openAsStranger(browser, url), await openAsStranger(browser, url)]
  const third = await openAsStranger(browser, url)
  for (const { page: tab } of [first, second, third]) await fillFour(tab)
  await submitTo(first.page, registration(first.page))
  await submitTo(second.page, registration(second.page))

  await page.reload()
  await button(page, 'Revoke').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('list', { name: 'Existing links' })).toContainText('Revoked')
  await button(first.page, 'Check').click()
  await expect(first.page.getByText('This link has ended')).toBeVisible()
  await button(third.page, 'Submit').click()
  await expect(third.page.getByRole('alert').filter({ hasText: 'This link does not work' })).toBeFocused()
  const late = await openAsStranger(browser, url)
  await expect(late.page.getByText('This link does not work')).toBeVisible()
  for (const { complaints, close } of [first, second, third, late]) {
    expect(complaints).toEqual([])
    await close()
  }
})
