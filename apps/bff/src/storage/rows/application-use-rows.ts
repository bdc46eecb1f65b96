import { parseGuid } from '@office365-email/shared/guid'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import type { Mailbox } from '../../mail/configuration/application-use-store.ts'
import { type IntakeLink, statusOf } from '../../mail/intake-links/intake-link.ts'

interface Rows {
  /** Of the configurations with the client ID. */
  saved: Mailbox[]
  /** Of any client ID, like the drafts: theirs is inside a JSON value. */
  submitted: IntakeLink[]
  drafts: Pick<Office365Draft, 'values'>[]
}

/** The mailboxes of an application: saved, waiting for approval, or in a draft. */
export function toMailboxes(
  { saved, submitted, drafts }: Rows,
  { clientId, now }: { clientId: string; now: Date },
): Mailbox[] {
  const waiting = submitted
    .filter((link) => statusOf(link, now) === 'waiting-for-approval')
    .flatMap((link) => (link.submitted?.clientId === clientId ? [link.submitted] : []))
  const typed = drafts.flatMap(({ values }) => (parseGuid(values.clientId ?? '') === clientId ? [values] : []))
  return [...saved, ...waiting, ...typed].map(({ userEmail, userId }) => ({
    userEmail: userEmail ?? null,
    userId: userId ?? null,
  }))
}
