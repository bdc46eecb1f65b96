import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import { mailboxOf } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'

/** Why a message must not be sent any more: its configuration was removed, or replaced by one for another mailbox. */
export type Withdrawal = 'removed' | 'replaced'

/** The configuration that a message is sent with now: a new secret counts, another generation or mailbox does not. */
export async function readSender(
  configurations: Office365ConfigurationStore,
  taken: Office365Configuration,
): Promise<Office365Configuration | Withdrawal> {
  const current = await configurations.read(taken.botId)
  if (current.state === 'unconfigured') return 'removed'
  const isSame = current.generation === taken.generation && mailboxOf(current) === mailboxOf(taken)
  return isSame ? current : 'replaced'
}
