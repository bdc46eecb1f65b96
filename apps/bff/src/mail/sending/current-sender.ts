import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import { mailboxOf } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'

/** Why a message must no longer be sent: its configuration was removed, or replaced by one for another mailbox. */
export type Withdrawal = 'removed' | 'replaced'

/**
 * Returns the configuration that sends the message now: it may have a new secret, but no other generation or mailbox.
 */
export async function readSender(
  configurations: Office365ConfigurationStore,
  taken: Office365Configuration,
): Promise<Office365Configuration | Withdrawal> {
  const current = await configurations.read(taken.botId)
  if (current.state === 'unconfigured') return 'removed'
  if (current === taken) return current
  const isSame = current.generation === taken.generation && mailboxOf(current) === mailboxOf(taken)
  return isSame ? current : 'replaced'
}
