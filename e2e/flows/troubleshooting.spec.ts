import { expect, expectAccessible, test } from '../fixtures.ts'

const denied =
  '{"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again.","innerError":{"request-id":"2f0c7c1e-4a7e-4f0e-9d5b-6a1f3d1f8a00"}}}'

test('opens with the four rows that people look for', async ({ adminPage: page }) => {
  await page.goto('/bots')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Troubleshooting' }).click()
  await expect(page).toHaveTitle(/^Troubleshooting/)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  const rows = page.getByRole('rowheader')
  await expect(rows).toHaveText(['401', '403', '404', 'Mailbox issues'])
  const secretRow = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '401' }) })
  await expect(secretRow).toContainText('The client secret is wrong or expired')
  await expect(secretRow.getByRole('listitem').first()).toBeVisible()
  await secretRow.getByText('possible causes').click()
  await secretRow.getByRole('link', { name: 'The client secret has expired' }).click()
  await expect(page).toHaveURL(/\/troubleshooting#secret_expired$/)
  await expect(page.getByRole('link', { name: 'Link to this cause' })).toBeInViewport()
})

test('explains a pasted error, and stores nothing of it', async ({ adminPage: page, product }) => {
  await page.goto('/troubleshooting')
  const field = page.getByLabel('Paste an error')
  await expect(field).toHaveAccessibleDescription(/neither logged nor stored/)
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await expect(field).toBeFocused()
  await expect(field).toHaveAccessibleDescription(/Paste a part of the error/)

  await field.fill(denied)
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Diagnosis' })).toBeFocused()
  await expect(page.getByText('This is a response from Microsoft Graph.')).toBeVisible()
  await expect(page.getByText(/IT admin has to do this/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'An Exchange policy blocks the app from this mailbox' })).toBeVisible()
  await page.getByText('Technical details', { exact: true }).click()
  await expect(page.getByText('2f0c7c1e-4a7e-4f0e-9d5b-6a1f3d1f8a00', { exact: true })).toBeVisible()
  await expectAccessible(page)
  expect(product.output()).not.toContain('2f0c7c1e-4a7e-4f0e-9d5b-6a1f3d1f8a00')

  await page.getByRole('button', { name: 'Explain another' }).click()
  await expect(field).toHaveValue('')
  await expect(field).toBeFocused()
  await field.fill('AADSTS7000222: The provided client secret keys are expired.')
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await expect(page.getByText('AADSTS7000222', { exact: true }).first()).toBeAttached()
})

test('says once what to paste next if a text does not show the cause', async ({ adminPage: page }) => {
  await page.goto('/troubleshooting')
  await page.getByLabel('Paste an error').fill('HTTP 403')
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await expect(page.getByText('The text does not show who sent the response.')).toBeVisible()
  // The closed entry of the list below has the same step.
  const step = page.getByText(/the whole response, with its code/).filter({ visible: true })
  await expect(step).toHaveCount(1)
  await expect(page.getByText('Possible causes:', { exact: true })).toBeVisible()
})

test('does not say twice that an error is not Microsoft’s, and does not offer “not clear” as a cause', async ({
  adminPage: page,
}) => {
  const result = page
    .getByRole('main')
    .locator('div')
    .filter({ has: page.getByRole('heading', { name: 'Diagnosis' }) })
  const explain = async (text: string) => {
    await page.getByLabel('Paste an error').fill(text)
    await page.getByRole('button', { name: 'Explain', exact: true }).click()
  }
  await page.goto('/troubleshooting')
  await explain('{"error": {"code": 401, "status": "UNAUTHENTICATED", "errors": [{"domain": "googleapis.com"}]}}')
  await expect(result.last().getByText('The error comes from another service')).toBeVisible()
  await expect(result.last().getByText('This is a response from another service.')).toHaveCount(0)
  await expect(result.last().getByRole('link', { name: 'The cause is not clear' })).toHaveCount(0)

  await explain('Error: Request failed with status code 202 Accepted')
  await expect(result.last().getByText('Microsoft accepted the message')).toBeVisible()
  await expect(result.last().getByText(/The diagnosis applies if it was Microsoft/)).toBeVisible()
})

test('says what went wrong when the server cannot be reached, and keeps the text', async ({ adminPage: page }) => {
  await page.goto('/troubleshooting')
  await page.route('**/api/v1/diagnoses', (route) => route.abort())
  await page.getByLabel('Paste an error').fill('403')
  await page.getByRole('button', { name: 'Explain', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('The server cannot be reached')
  await expect(page.getByLabel('Paste an error')).toHaveValue('403')
})

test('a link to a cause opens it and gives it the focus', async ({ adminPage: page }) => {
  await page.goto('/troubleshooting#app_access_policy')
  const summary = page.locator('summary', { hasText: 'An Exchange policy blocks the app from this mailbox' })
  await expect(summary).toBeFocused()
  await expect(summary).toBeInViewport()
  await expect(page.getByText('[RAOP]')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('searchbox', { name: 'Search the causes' }).fill('7000222')
  await expect(page.getByText(/^1 of \d+ causes$/)).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search the causes' }).fill('zzz')
  await expect(page.getByText('No cause matches')).toBeVisible()
})
