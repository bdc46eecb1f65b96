import { parseGuid } from '@office365-email/shared/guid'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import type { Mailbox } from '../../mail/configuration/application-use-store.ts'
import { isSameApplication } from '../../mail/configuration/office365-configuration.ts'
import type { WaitingCredential } from '../../mail/credentials/credential.ts'
import { type IntakeLink, statusOf } from '../../mail/intake-links/intake-link.ts'
import type { Application } from '../../mail/microsoft/entra.ts'

interface Rows {
  /** Of the configurations with the client ID. */
  saved: Mailbox[]
  /** Of any client ID, like those below: theirs is inside a JSON value. */
  aside: { waiting: WaitingCredential | null }[]
  submitted: IntakeLink[]
  drafts: Pick<Office365Draft, 'values'>[]
}

/** The mailboxes of an application: saved, waiting for Entra or for approval, or in a draft. */
export function toMailboxes(
  { saved, aside, submitted, drafts }: Rows,
  { clientId, now }: { clientId: string; now: Date },
): Mailbox[] {
  const unproven = aside.flatMap(({ waiting }) => (waiting?.values?.clientId === clientId ? [waiting.values] : []))
  const unapproved = submitted
    .filter((link) => statusOf(link, now) === 'waiting-for-approval')
    .flatMap((link) => (link.submitted?.clientId === clientId ? [link.submitted] : []))
  const typed = drafts.flatMap(({ values }) => (parseGuid(values.clientId ?? '') === clientId ? [values] : []))
  return [...saved, ...unproven, ...unapproved, ...typed].map(({ userEmail, userId }) => ({
    userEmail: userEmail ?? null,
    userId: userId ?? null,
  }))
}

interface Aside {
  botId: string
  waiting: WaitingCredential | null
}

/** The IDs of the bots whose credential waits for Entra to accept it for this app. */
export const waitingFor = (application: Application, rows: Aside[]): string[] =>
  rows.flatMap(({ botId, waiting }) =>
    waiting?.values && isSameApplication(waiting.values, application) ? [botId] : [],
  )
