import type { GraphErrorName } from '../errors/graph-errors.ts'
import type { Mailbox, MailboxState, Seed } from '../seed/seed.ts'
import { findUser } from '../state/find-in-directory.ts'
import { GraphRefusal } from './graph-refusal.ts'

const refusedStates: Partial<Record<MailboxState, GraphErrorName>> = {
  noLicence: 'mailboxNotEnabled',
  onPremises: 'mailboxNotEnabled',
  softDeleted: 'mailboxNotEnabled',
  moving: 'mailboxMoving',
}

/** The mailbox if it can be reached by REST; else what Graph says of that user. */
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
  // The directory knows the user and Exchange does not yet: the text then names user and tenant, parted by @.
  if (mailbox.state === 'notProvisioned') {
    throw new GraphRefusal('userInvalid', { user: `${mailbox.userId}@${tenantId}` })
  }
  const refusal = refusedStates[mailbox.state]
  if (refusal) throw new GraphRefusal(refusal)
  return mailbox
}
