import type { Mailbox, Tenant } from '../seed/seed.ts'
import { listAddresses } from '../state/find-in-directory.ts'
import type { Address } from '../state/sent-message.ts'
import { GraphRefusal } from './graph-refusal.ts'
import type { MessageDraft } from './message-draft.ts'

const addressPattern = /^[^\s@;,<>"()[\]\\]+@[^\s@;,<>"()[\]\\]+$/

/** Exchange's own checks, after the message was read and the mailbox was found. */
export function checkMessage(draft: MessageDraft, mailbox: Mailbox): void {
  checkHeaders(draft)
  checkRecipients(draft)
  checkSender(draft, mailbox)
  if (draft.sizeBytes > (mailbox.maxSendSizeBytes ?? 36_700_160)) throw new GraphRefusal('messageTooLarge')
  if (mailbox.state === 'full') throw new GraphRefusal('quotaExceeded')
  if (mailbox.state === 'blocked') throw new GraphRefusal('submissionBlocked')
}

/** Allows 1 to 5 custom headers that begin with `x-`; an empty collection is refused too. [msgraph-sdk-dotnet#2208] */
function checkHeaders({ headers, hasHeaderCollection }: MessageDraft): void {
  if (!hasHeaderCollection) return
  if (headers.length < 1 || headers.length > 5) throw new GraphRefusal('headerCountInvalid')
  const wrong = headers.find(({ name }) => !/^x-./i.test(name))
  if (wrong) throw new GraphRefusal('headerNameInvalid', { name: wrong.name })
}

function checkRecipients({ to, cc, bcc }: MessageDraft): void {
  const recipients = [...to, ...cc, ...bcc]
  if (recipients.length === 0) throw new GraphRefusal('noRecipients')
  const wrong = recipients.find(({ address }) => !addressPattern.test(address))
  if (wrong) throw new GraphRefusal('recipientNotResolved', { recipient: wrong.address || (wrong.name ?? '') })
}

function checkSender({ from, sender }: MessageDraft, mailbox: Mailbox): void {
  const own = [...listAddresses(mailbox), ...(mailbox.sendAs ?? []).map((address) => address.toLowerCase())]
  for (const given of [from, sender]) {
    if (given?.address && !own.includes(given.address.toLowerCase())) throw new GraphRefusal('sendAsDenied')
  }
}

/** Exchange replaces an alias by the primary address, unless the organization allows aliases as senders. */
export function settleFrom(draft: MessageDraft, mailbox: Mailbox, tenant: Tenant): Address {
  const given = draft.from?.address ? draft.from : undefined
  const address = given?.address.toLowerCase()
  const isAlias = address !== undefined && (mailbox.aliases ?? []).some((alias) => alias.toLowerCase() === address)
  if (
    !given ||
    (listAddresses(mailbox).includes(given.address.toLowerCase()) && !(isAlias && tenant.sendFromAliasEnabled))
  ) {
    return { address: mailbox.primarySmtpAddress, name: mailbox.displayName }
  }
  return given
}
