import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { configurationViewSchema } from '@office365-email/shared/office365-configuration'
import type { Page } from '@playwright/test'
import { generate } from 'selfsigned'
import { example, expect, expectAccessible, expectAccessibleInBothSchemes, test, values } from '../fixtures.ts'
import type { Product } from '../product/start-product.ts'

const { clientId } = example
const fourLabels = ['User Email', 'Client ID', 'Tenant ID', 'User ID'] as const
const secretField = (page: Page) => page.getByLabel('Client Secret Key', { exact: true })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const registration = (page: Page) => page.getByRole('region', { name: 'Register it in Entra' })

async function chooseKind(page: Page, name: string): Promise<void> {
  await page.getByText(/Choose another way/).click()
  await page.getByRole('radio', { name, exact: true }).check()
  await expect(secretField(page)).toHaveCount(name === 'Client secret' ? 1 : 0)
}

async function fillFour(page: Page): Promise<void> {
  for (const label of fourLabels) await page.getByLabel(label, { exact: true }).fill(values[label])
}

async function reset(page: Page): Promise<void> {
  await button(page, 'Reset').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
  await expect(button(page, 'Submit')).toBeVisible()
}

/** The certificate as the person downloads it. */
async function downloadCertificate(page: Page): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Download the certificate (.cer)').click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^office365-email-.+\.cer$/)
  return await readFile(await file.path())
}

const upload = ({ emulator }: Product, certificate: Buffer) =>
  emulator.control.uploadCertificate({ clientId, certificate: certificate.toString('base64') })

async function sendTest(page: Page, product: Product): Promise<void> {
  await page.getByRole('link', { name: 'Send a test email next' }).click()
  await button(page, 'Send test email').click()
  await expect(page.getByText('Microsoft accepted the message. Check the inbox to confirm delivery.')).toBeVisible()
  expect(product.emulator.sentMail()).toHaveLength(1)
}

/** Everything that the page keeps or shows. */
const readAll = (page: Page) =>
  page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...Array.from(document.querySelectorAll('input'), ({ value }) => value),
      ...Array.from(document.querySelectorAll('textarea'), ({ value }) => value),
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      JSON.stringify(history.state),
      location.href,
    ].join('\n'),
  )

/** Collects what the browser received, and what it sent. */
function recordTraffic(page: Page) {
  const received: Promise<string>[] = []
  const sent: { url: string; method: string; body: string }[] = []
  page.on('request', (request) =>
    sent.push({ url: request.url(), method: request.method(), body: request.postData() ?? '' }),
  )
  page.on('response', (response) => received.push(response.text().catch(() => '')))
  return { sent, readReceived: async () => (await Promise.all(received)).join('\n') }
}

test('a certificate of the server, from an empty bot to an accepted test email', async ({
  adminPage: page,
  bot,
  product,
}) => {
  const traffic = recordTraffic(page)
  await page.goto(bot.path)
  await chooseKind(page, 'Certificate')
  await expectAccessible(page)
  await button(page, 'Submit').click()
  await expect(page.getByText('4 values need attention')).toBeVisible()
  await fillFour(page)
  await page.getByLabel('Valid for').selectOption('6 months')
  await button(page, 'Submit').click()

  await expect(registration(page)).toBeVisible()
  await expect(registration(page).locator('xpath=..')).toBeFocused()
  await expect(page.getByText('Saved and locked')).toHaveCount(0)
  await expect(page.getByText(/Entra does not accept the certificate yet/).first()).toBeVisible()
  await expect(button(page, 'Send test email')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Microsoft Entra setup', exact: true })).toBeVisible()
  await expectAccessible(page)

  // The test leads back to the registration.
  await page.getByRole('link', { name: /^Send test/ }).click()
  await expect(button(page, 'Send test email')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Register it in Entra' }).click()

  await button(page, 'Check').click()
  await expect(registration(page).getByText('Entra does not know this certificate', { exact: true })).toBeVisible()
  await expectAccessible(page)

  const { thumbprint } = upload(product, await downloadCertificate(page))
  await expect(registration(page).getByText(thumbprint, { exact: true })).toBeVisible()
  await button(page, 'Check').click()
  const accepted = page.getByRole('status').filter({ hasText: 'Entra accepts the certificate' })
  await expect(accepted).toBeFocused()
  await expect(registration(page)).toHaveCount(0)
  await sendTest(page, product)

  await expect(page.getByText('This server. It also makes the next one')).toBeVisible()
  await expect(page.getByText(thumbprint, { exact: true })).toBeVisible()
  await expect(secretField(page)).toHaveCount(0)
  await expectAccessible(page)
  expect(await readAll(page)).not.toContain('PRIVATE KEY')
  expect(await traffic.readReceived()).not.toContain('PRIVATE KEY')
})

test('a certificate that was uploaded to another app, or has expired, is named as such', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await product.admin.succeed('PUT', `/bots/${bot.id}/office365`, {
    ...{ userEmail: example.userEmail, clientId, tenantId: example.tenantId, userId: example.userId },
    credential: { kind: 'certificate', validMonths: 1 },
  })
  await page.goto(bot.path)
  await registration(page).waitFor()
  const certificate = await downloadCertificate(page)
  const other = product.emulator.directory.applications.find((application) => application.clientId !== clientId)
  product.emulator.control.uploadCertificate({
    clientId: other?.clientId ?? '',
    certificate: certificate.toString('base64'),
  })
  await button(page, 'Check').click()
  await expect(registration(page).getByText(/or it was uploaded to another app/)).toBeVisible()

  upload(product, certificate)
  product.emulator.control.advanceClock({ seconds: 40 * 24 * 60 * 60 })
  await button(page, 'Check').click()
  await expect(
    registration(page).getByText('The certificate has expired or is not valid yet', { exact: true }),
  ).toBeVisible()
})

test('a federated credential, from an empty bot to an accepted test email', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await page.goto(bot.path)
  await chooseKind(page, 'Federated credential')
  await fillFour(page)
  await button(page, 'Submit').click()
  await registration(page).waitFor()
  await expect(registration(page).getByText(/over the internet/)).toBeVisible()
  await expectAccessible(page)

  const { body } = await product.admin.succeed('GET', `/bots/${bot.id}/office365`)
  const { federation } = configurationViewSchema.parse(body).credential
  if (!federation) throw new Error('There are no values for Entra')
  for (const value of Object.values(federation))
    await expect(registration(page).getByText(value, { exact: true })).toBeVisible()

  const { control } = product.emulator
  const checkFor = async (title: string) => {
    await button(page, 'Check').click()
    await expect(registration(page).getByText(title, { exact: true })).toBeVisible()
  }
  await checkFor('Entra does not know the federated credential')
  control.addFederatedCredential({ clientId, ...federation, issuer: `${federation.issuer}/` })
  await checkFor('The issuer of the federated credential is another one')
  control.addFederatedCredential({ clientId, ...federation, subject: federation.subject.toUpperCase() })
  await checkFor('The subject of the federated credential is another one')
  control.addFederatedCredential({ clientId, ...federation, audience: 'api://other' })
  await checkFor('The audience of the federated credential is another one')
  control.removeFederatedCredential({ clientId })
  control.addFederatedCredential({ clientId, ...federation })
  await button(page, 'Check').click()
  await expect(page.getByText('Entra accepts the federated credential').first()).toBeVisible()
  await sendTest(page, product)
  await expectAccessible(page)
})

test('from a client secret to a certificate: the secret sends until the certificate is accepted', async ({
  adminPage: page,
  bot,
  product,
}) => {
  await bot.configure()
  await page.goto(bot.path)
  await reset(page)
  await chooseKind(page, 'Certificate')
  await button(page, 'Submit').click()
  await expect(registration(page).getByText(/mail is sent with the client secret/)).toBeVisible()
  await expect(registration(page).getByText(/If Entra has not accepted it by/)).toBeVisible()
  await expect(page.getByText('Unlocked', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await button(page, 'Send test email').click()
  await expect(page.getByText(/Microsoft accepted the message\./)).toBeVisible()

  // Cancel drops the certificate, and the next one is another.
  const first = await downloadCertificate(page)
  await button(page, 'Cancel reset').click()
  await expect(registration(page)).toHaveCount(0)
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await reset(page)
  await chooseKind(page, 'Certificate')
  // What was submitted with the certificate stays in the form while it waits.
  const userId = page.getByLabel('User ID', { exact: true })
  await userId.fill(example.userEmail)
  await button(page, 'Submit').click()
  await registration(page).waitFor()
  await expect(userId).toHaveValue(example.userEmail)

  // A second Submit keeps the one that waits, because its upload may have begun.
  const second = await downloadCertificate(page)
  expect(second.equals(first)).toBe(false)
  await button(page, 'Submit').click()
  await expect(button(page, 'Submit')).toBeEnabled()
  expect((await downloadCertificate(page)).equals(second)).toBe(true)

  upload(product, second)
  await button(page, 'Check').click()
  await expect(page.getByText('Entra accepts the certificate').first()).toBeVisible()
  await expect(page.getByText('Locked', { exact: true }).first()).toBeVisible()
  await expect(page.getByText('This configuration changed while you were editing')).toHaveCount(0)
  await expect(userId).toBeDisabled()
  await expect(userId).toHaveValue(example.userEmail)
  product.emulator.control.deleteSecret({ clientId })
  await button(page, 'Send test email').click()
  await expect(page.getByText(/Microsoft accepted the message\./)).toBeVisible()
  await page.reload()
  await expect(page.getByText('The values that were entered before are back')).toHaveCount(0)
})

for (const typed of [false, true])
  test(`the open form notices that Entra accepts what waited, ${typed ? 'and keeps what was typed' : 'and locks'}`, async ({
    adminPage: page,
    bot,
    product,
  }) => {
    await bot.configure()
    await page.clock.install()
    await page.goto(bot.path)
    await reset(page)
    await chooseKind(page, 'Certificate')
    const userId = page.getByLabel('User ID', { exact: true })
    await userId.fill(example.userEmail)
    await button(page, 'Submit').click()
    await registration(page).waitFor()
    upload(product, await downloadCertificate(page))
    if (typed) await page.getByLabel('User Email', { exact: true }).fill('other@contoso.example')

    // As the daily check does.
    await product.admin.succeed('POST', `/bots/${bot.id}/office365/checks`)
    await page.clock.runFor(31_000)
    await expect(registration(page)).toHaveCount(0)
    await expect(page.getByText('Locked', { exact: true })).toHaveCount(typed ? 0 : 1)
    await expect(page.getByText('This configuration changed while you were editing')).toHaveCount(typed ? 1 : 0)
    await expect(userId).toHaveValue(example.userEmail)
    await expect(userId).toBeEnabled({ enabled: typed })
    await expectAccessible(page)
  })

test('an own certificate is only ever sent to the server', async ({ adminPage: page, bot, product }) => {
  const own = await generate([{ name: 'commonName', value: 'own' }], { keyType: 'rsa', keySize: 2048 })
  const letters = own.private.split('\n')[2] ?? ''
  const traffic = recordTraffic(page)
  await page.goto(bot.path)
  await chooseKind(page, 'Certificate')
  await fillFour(page)
  await page.getByRole('radio', { name: 'Your own' }).check()
  const pem = page.getByLabel('Certificate and private key')

  await button(page, 'Submit').click()
  await expect(pem).toBeFocused()
  await expect(pem).toHaveAccessibleDescription(/Paste the certificate and its private key/)
  await pem.fill(own.cert)
  await button(page, 'Submit').click()
  await expect(pem).toHaveAttribute('aria-invalid', 'true')
  await expect(pem).toHaveAccessibleDescription(/The private key is missing/)
  await expect(page.getByRole('link', { name: 'Certificate and private key' })).toBeVisible()
  await expectAccessible(page)

  await pem.fill(`${own.private}\n${own.cert}`)
  await expect(pem).toHaveAttribute('autocomplete', 'off')
  await button(page, 'Submit').click()
  await registration(page).waitFor()
  await expect(page.getByText('Your organization. Replace it before it expires')).toBeVisible()
  upload(product, await downloadCertificate(page))
  await button(page, 'Check').click()
  await expect(page.getByText('Entra accepts the certificate').first()).toBeVisible()
  await sendTest(page, product)

  expect(await readAll(page)).not.toContain(letters)
  expect(await traffic.readReceived()).not.toContain(letters)
  const carriers = traffic.sent.filter(({ url, body }) => `${url} ${body}`.includes(letters))
  expect(carriers.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
    `PUT /api/v1/bots/${bot.id}/office365`,
  ])
  expect(product.output()).not.toContain(letters)
})

test('the private key is cleared if the form stays open after Submit', async ({ adminPage: page, bot }) => {
  const own = await generate([{ name: 'commonName', value: 'own' }], { keyType: 'rsa', keySize: 2048 })
  await bot.configure()
  await page.goto(bot.path)
  await reset(page)
  await chooseKind(page, 'Certificate')
  await page.getByRole('radio', { name: 'Your own' }).check()
  for (let times = 0; times < 2; times += 1) {
    await page.getByLabel('Certificate and private key').fill(`${own.private}\n${own.cert}`)
    await button(page, 'Submit').click()
    await registration(page).waitFor()
    await expect.poll(() => readAll(page)).not.toContain(own.private.split('\n')[2])
    await page.getByRole('radio', { name: 'Your own' }).check()
    await expect(page.getByLabel('Certificate and private key')).toHaveValue('')
  }
})

test('a certificate can be set up with only the keyboard', async ({ adminPage: page, bot, product }) => {
  await page.goto(bot.path)
  await button(page, 'Submit').waitFor()
  const summary = page.locator('summary', { hasText: 'Choose another way' })
  await summary.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'Client secret' }).waitFor()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('radio', { name: 'Client secret' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Certificate', exact: true })).toBeChecked()
  await fillFour(page)
  await page.getByLabel('User Email', { exact: true }).press('Enter')
  await registration(page).waitFor()
  await expect(button(page, 'Download the certificate (.cer)')).toBeEnabled()
  // The focus is on the next step, so its first control is one Tab away.
  await page.keyboard.press('Tab')
  await expect(button(page, 'Download the certificate (.cer)')).toBeFocused()
  const download = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  upload(product, await readFile(await (await download).path()))
  await button(page, 'Check').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Entra accepts the certificate').first()).toBeVisible()
})

test('the next certificate is uploaded ahead of the end, and mail goes on meanwhile', async ({
  adminPage: page,
  bot,
  product,
}) => {
  // Near its end, as if this server had made it a month ago.
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60_000)
  const own = await generate([{ name: 'commonName', value: 'own' }], {
    keyType: 'rsa',
    keySize: 2048,
    notBeforeDate: inDays(-25),
    notAfterDate: inDays(5),
  })
  product.emulator.control.uploadCertificate({ clientId, certificate: own.cert })
  const { userEmail, tenantId, userId } = example
  const credential = { kind: 'certificate', pem: `${own.cert}\n${own.private}` }
  await product.admin.succeed('PUT', `/bots/${bot.id}/office365`, { userEmail, clientId, tenantId, userId, credential })
  const database = new DatabaseSync(join(product.dataFolder, 'office365-email.db'), { timeout: 5_000 })
  database
    .prepare(
      `update office365_configurations set credential = json_set(credential, '$.origin', 'made', '$.validMonths', 12) where bot_id = ?`,
    )
    .run(bot.id)
  database.close()
  await product.admin.succeed('POST', `/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })

  await page.goto(bot.path)
  await expect(page.getByText('Certificate expires soon')).toBeVisible()
  await button(page, 'Check now').click()
  await expect(page.getByText('The next certificate is ready')).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Or register it with a script').click()
  await expect(page.getByText(`upload-certificate-${bot.id}.sh`).first()).toBeVisible()
  await button(page, 'Check').click()
  await expect(page.getByText('Entra does not accept the next certificate yet.', { exact: false })).toBeVisible()
  const { thumbprint } = upload(product, await downloadCertificate(page))
  await expect(page.getByText(thumbprint, { exact: true })).toBeVisible()
  await button(page, 'Check').click()
  await expect(page.getByRole('status').filter({ hasText: /Mail is sent with it from now on/ })).toBeFocused()
  await expect(page.getByText('The next certificate is ready')).toHaveCount(0)
  await expect(page.getByText(thumbprint, { exact: true })).toBeVisible()
  await expect(page.getByText('Working', { exact: true })).toBeVisible()
})

for (const width of [320, 1280])
  test.describe(`light and dark, ${width} px`, () => {
    test.use({ viewport: { width, height: 900 } })

    test('each state fits the window, and axe finds nothing', async ({ adminPage: page, bot, product }) => {
      const look = async (name: string) => {
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
        await expectAccessibleInBothSchemes(page)
      }
      await page.goto(bot.path)
      await chooseKind(page, 'Certificate')
      await fillFour(page)
      await look('certificate-form')
      await page.getByRole('radio', { name: 'Your own' }).check()
      await button(page, 'Submit').click()
      await expect(page.getByLabel('Certificate and private key')).toHaveAttribute('aria-invalid', 'true')
      await look('own-form')
      await page.getByRole('radio', { name: 'Made by this server' }).check()
      await button(page, 'Submit').click()
      await button(page, 'Check').click()
      await expect(page.getByText('Technical details').first()).toBeVisible()
      await look('certificate-waits')
      upload(product, await downloadCertificate(page))
      await button(page, 'Check').click()
      await expect(page.getByText('Entra accepts the certificate').first()).toBeVisible()
      await look('certificate-accepted')
      await reset(page)
      await look('certificate-unlocked')
      await chooseKind(page, 'Federated credential')
      await look('federated-form')
      await button(page, 'Submit').click()
      await registration(page).waitFor()
      await look('federated-waits')
      await page.goto(`${bot.path}/send-test`)
      await button(page, 'Send test email').waitFor()
      await look('send-test')
    })
  })
