import { whoMayAdd } from './registered-app.ts'
import type { AppSharing } from './setup-script.ts'

const onlyHere =
  'The older secrets below still work. Other programs may also use them. When the dashboard has accepted the new secret, delete only the secrets that you recognize in Entra.'
const elsewhere =
  'The older secrets below still work, and other bots may use them. Delete one in Entra only when every bot and program that uses this app has a newer one.'

/** Text about the remaining secrets: deleting one stops all bots and programs that still use it. */
export const olderSecrets: Record<AppSharing, string> = {
  'not-shared': onlyHere,
  shared: elsewhere,
  'mailbox-shared': elsewhere,
  unknown: elsewhere,
}

export const renewSecretIntro: readonly string[] = [
  'Adds one client secret to the app of one bot and prints the five values. Every run adds one. The script does not',
  'delete or replace a credential, so the bot keeps sending with the old secret until you submit the new one.',
  whoMayAdd,
]
