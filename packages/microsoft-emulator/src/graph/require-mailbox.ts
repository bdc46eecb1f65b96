import type { GraphErrorName } from '../errors/graph-errors.ts'
import type { Mailbox, MailboxState, Seed } from '../seed/seed.ts'
import { findUser } from '../state/find-in-directory.ts'
import { GraphRefusal } from './graph-refusal.ts'

const refusedStates: Partial<Record<MailboxState, GraphErrorName>> = {
  noLicense: 'mailboxNotEnabled',
  onPremises: 'mailboxNotEnabled',
  softDeleted: 'mailboxNotEnabled',
  moving: 'mailboxMoving',
}

/** Returns the mailbox if REST can reach it, or throws Graph's error for that user. */
export function requireMailbox(
  mailbox: Mailbox | undefined,
  asSent: string,
  tenantId: string,
  directory: Seed,
): Mailbox {
  if (!mailbox) {
    const user = findUser(directory, tenantId, asSent)
    throw user ? new GraphRefusal('mailboxNotEnabled') : new GraphRefusal('userInvalid', { user: asSent })
  }
  // The directory knows the user but Exchange does not yet. Microsoft's text then joins user and tenant with @.
  if (mailbox.state === 'notProvisioned') {
    throw new GraphRefusal('userInvalid', { user: `${mailbox.userId}@${tenantId}` })
  }
  const refusal = refusedStates[mailbox.state]
  if (refusal) throw new GraphRefusal(refusal)
  return mailbox
}
