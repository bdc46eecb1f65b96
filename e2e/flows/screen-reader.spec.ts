import { example, expect, fillForm, test } from '../fixtures.ts'

/** What a screen reader reads, in order. Fails if a name, role or state is missing. */
test('the setup reads in order: what is required, what is locked, the result of the test', async ({
  adminPage: page,
  bot,
  product,
}) => {
  const { userEmail, clientId, tenantId, userId, secret: clientSecret } = example
  await product.admin.addBot(`${bot.id}-other`, 'Another bot on the same app')
  await product.admin.configure(`${bot.id}-other`, { userEmail, clientId, tenantId, userId, clientSecret })
  await page.goto(bot.path)
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - navigation "Breadcrumb"
      - heading "Office 365 setup" [level=1]
      - text: Not set up
      - navigation "Steps of the setup":
        - list:
          - listitem:
            - link "Prerequisites"
          - listitem:
            - link "Microsoft Entra setup"
          - listitem:
            - link "Restrict app access"
          - listitem:
            - link "Configuration"
          - listitem:
            - link "Send test"
      - region "Configuration":
        - heading "Configuration" [level=2]
        - textbox "Paste all values at once"
        - textbox "User Email"
        - textbox "Client ID"
        - textbox "Tenant ID"
        - textbox "Client Secret Key"
        - textbox "User ID"
        - button "Submit"
  `)

  await fillForm(page, { 'Client Secret Key': 'not~the.secret' })
  await page.getByRole('button', { name: 'Submit' }).click()
  const secret = page.getByLabel('Client Secret Key', { exact: true })
  await expect(secret).toHaveAttribute('aria-invalid', 'true')
  await expect(secret).toHaveAccessibleDescription(/Microsoft does not accept the client secret/)
  await expect(page.getByRole('alert').first()).toContainText('Nothing was saved')

  await fillForm(page)
  await page.getByRole('button', { name: 'Submit' }).click()
  // The focus moves to the message first, and the page scrolls to it.
  await expect(page.getByRole('status').filter({ hasText: 'Saved and locked' })).toBeFocused()
  await expect(page.getByRole('region', { name: 'Other bots use the same app' })).toBeVisible()
  await page.getByRole('button', { name: 'Send test email' }).press('Enter')
  await expect(page.getByText('Microsoft accepted the message').first()).toBeVisible()
  await expect(page.getByText('No mail has been sent with these values yet')).toBeHidden()
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "Office 365 setup" [level=1]
      - text: Working
      - navigation "Steps of the setup":
        - list:
          - listitem:
            - link "Prerequisites, done"
          - listitem:
            - link "Microsoft Entra setup, done"
          - listitem:
            - link "Restrict app access"
          - listitem:
            - link "Configuration, done"
          - listitem:
            - link "Send test, done"
      - region "Configuration":
        - heading "Configuration" [level=2]
        - text: Locked
        - status:
          - paragraph: Saved and locked
        - list "Results of the checks"
        - region "Other bots use the same app"
        - group "Configuration":
          - textbox "User Email" [disabled]
          - textbox "Client ID" [disabled]
          - textbox "Tenant ID" [disabled]
          - textbox "Client Secret Key" [disabled]
          - textbox "User ID" [disabled]
        - button "Reset"
      - region "Send a test email":
        - heading "Send a test email" [level=2]
        - textbox "Recipient"
        - button "Send test email"
        - status:
          - heading /Test to/ [level=3]
          - list "What was checked":
            - listitem: /Tenant Passed/
            - listitem: /Application Passed/
            - listitem: /Client secret Passed/
            - listitem: /Permission Passed/
            - listitem: /Mailbox Passed/
            - listitem: /Restriction Skipped/
          - paragraph: /Microsoft accepted the message/
  `)
})
