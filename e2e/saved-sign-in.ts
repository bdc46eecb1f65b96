import type { Bot } from './fixtures.ts'
import { admin, type Product } from './product/start-product.ts'

/** The saved sign-in of the browser: the admin's, for this origin. */
export const savedSignIn = ({ url }: Product) => ({ origin: url, ...admin })

interface FormWithSecret {
  path: string
  /** The button that opens the form. */
  open?: string
  /** The label of the secret. */
  secret: string
  /** The form chooses a password, so the browser may offer a saved one after its name is typed. */
  isNewSignIn?: boolean
}

/** Every form with a secret except the sign-in form. */
export async function listFormsWithSecrets(product: Product, bot: Bot): Promise<FormWithSecret[]> {
  const { admin: client } = product
  const { body } = await client.succeed('POST', `/bots/${bot.id}/intake-links`)
  const { hash } = new URL((body as { url: string }).url)
  await bot.configure()
  await client.succeed('POST', `/bots/${bot.id}/office365/reset`)
  const newBot = `${bot.id}-new`
  await client.addBot(newBot, 'Not set up')
  const secret = 'Client Secret Key'
  return [
    { path: bot.path.replace(bot.id, newBot), secret },
    { path: bot.path, secret },
    { path: `/intake${hash}`, secret },
    { path: '/people', open: 'Add person', secret: 'Password' },
    { path: '/set-up#a-token', secret: 'Password', isNewSignIn: true },
  ]
}

/** Runs in the page: adds a sign-in form. When it is filled, the password manager has processed the page. */
export function addBait(): void {
  const bait = document.createElement('form')
  bait.id = 'bait'
  bait.innerHTML =
    '<input aria-label="Bait name" autocomplete="username"><input aria-label="Bait" type="password" autocomplete="current-password">'
  const dialog = document.querySelector('dialog[open]')
  ;(dialog ?? document.body).append(bait)
}

export const isBaitTaken = (): boolean =>
  document.querySelector<HTMLInputElement>('#bait [type="password"]')?.value !== ''

/** Runs in the page: returns the fields that the browser has filled. */
export const listFilledFields = (password: string): string[] =>
  Array.from(document.querySelectorAll<HTMLInputElement>('input:not(#bait input)'))
    .filter((input) => input.matches(':autofill') || input.value === password)
    .map((input) => input.labels?.[0]?.textContent ?? input.id)
