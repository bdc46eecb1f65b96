import { createCipheriv, pbkdf2Sync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type BrowserContext, chromium } from '@playwright/test'
import { chooseBrowser } from '../browser.ts'
import { expect, signIn, test } from '../fixtures.ts'
import { addBait, isBaitTaken, listFilledFields, listFormsWithSecrets, savedSignIn } from '../saved-sign-in.ts'

type SavedSignIn = ReturnType<typeof savedSignIn>

/** Encrypts as Chromium does on Linux without a keyring (`--password-store=basic`), with a fixed key. */
function seal(password: string): Buffer {
  const key = pbkdf2Sync('peanuts', 'saltysalt', 1, 16, 'sha1')
  const cipher = createCipheriv('aes-128-cbc', key, Buffer.alloc(16, ' '))
  return Buffer.concat([Buffer.from('v10'), cipher.update(password), cipher.final()])
}

/** Inserts the sign-in into the table that Chromium has created. */
function saveSignIn(file: string, { origin, email, password }: SavedSignIn): void {
  const database = new DatabaseSync(file)
  const columns = database.prepare('select name, type from pragma_table_info(\'logins\') where "notnull"').all()
  const empty = columns.map(({ name, type }) => [String(name), type === 'INTEGER' ? 0 : ''] as const)
  const row = {
    ...Object.fromEntries(empty),
    origin_url: `${origin}/sign-in`,
    signon_realm: `${origin}/`,
    username_value: email,
    password_value: seal(password),
  }
  const names = Object.keys(row)
  const marks = names.map(() => '?').join(', ')
  database.prepare(`insert into logins (${names.join(', ')}) values (${marks})`).run(...Object.values(row))
  database.close()
}

const profileTest = test.extend<{ knowing: BrowserContext }>({
  knowing: async ({ product }, use) => {
    test.skip(process.platform !== 'linux', 'the key of saved passwords is known only on Linux')
    const profile = await mkdtemp(join(tmpdir(), 'office365-email-chromium-'))
    // Only a whole browser has a password manager.
    const options = { ...(await chooseBrowser('system')), baseURL: product.url }
    const open = () =>
      chromium.launchPersistentContext(profile, { ...options, ignoreDefaultArgs: ['--enable-automation'] })
    const first = await open()
    const file = join(profile, 'Default', 'Login Data')
    const hasPasswordManager = await expect
      .poll(() => existsSync(file), { timeout: 5_000 })
      .toBe(true)
      .then(() => true)
      .catch(() => false)
    await first.close()
    test.skip(!hasPasswordManager, 'this Chromium has no password manager')
    saveSignIn(file, savedSignIn(product))
    const context = await open()
    await use(context)
    await context.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  },
})

profileTest(
  'the browser fills a saved sign-in into the sign-in form and into no other',
  async ({ knowing, bot, product }) => {
    profileTest.slow()
    const page = await knowing.newPage()
    const saved = savedSignIn(product)
    await page.goto('/sign-in')
    await expect(page.getByLabel('Password', { exact: true })).toHaveValue(saved.password)

    await signIn(page, product)
    for (const { path, open, secret, isNewSignIn = false } of await listFormsWithSecrets(product, bot)) {
      await page.goto('about:blank')
      await page.goto(path)
      if (open) await page.getByRole('button', { name: open }).click()
      const field = page.getByLabel(secret, { exact: true })
      await expect(field).toHaveAttribute('type', 'password')
      const look = async () => expect(await page.evaluate(listFilledFields, saved.password), path).toEqual([])
      await page.evaluate(addBait)
      await expect.poll(() => page.evaluate(isBaitTaken)).toBe(true)
      await look()
      await page.mouse.click(5, 5)
      await field.focus()
      await look()
      if (isNewSignIn) continue
      for (const box of await page.getByRole('textbox').all()) {
        const isBefore = await box.evaluate(
          (element) => element.closest('#bait') === null && !element.matches('textarea'),
        )
        if (!isBefore || !(await box.isEditable())) continue
        await box.fill(saved.email)
        await page.keyboard.press('Tab')
      }
      await look()
      page.once('dialog', (dialog) => void dialog.accept())
    }
  },
)
