import type { AppSharing } from './setup-script.ts'

const onlyHere =
  'The older secrets below still work. Other programs may use them too. Once the wizard has accepted the new secret, delete in Entra only those that you know.'
const elsewhere =
  'The older secrets below still work, and other bots may use them. Delete one in Entra only when every bot and program that uses this app has a newer one.'

/** What a script says of the secrets that stay: deleting one ends the mail of everything that still uses it. */
export const olderSecrets: Record<AppSharing, string> = {
  'not-shared': onlyHere,
  shared: elsewhere,
  'mailbox-shared': elsewhere,
  unknown: elsewhere,
}
