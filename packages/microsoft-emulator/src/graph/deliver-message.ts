import { randomUUID } from 'node:crypto'
import type { Mailbox, Tenant } from '../seed/seed.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { listAddresses } from '../state/find-in-directory.ts'
import type { SentMessage } from '../state/sent-message.ts'
import { settleFrom } from './check-message.ts'
import type { MessageDraft } from './message-draft.ts'
import type { AccessToken } from './read-access-token.ts'

/** Keeps the message. Adds a non-delivery report for each recipient that transport would refuse. */
export function deliverMessage(
  draft: MessageDraft,
  { mailbox, tenant, token, requestId }: { mailbox: Mailbox; tenant: Tenant; token: AccessToken; requestId: string },
  state: EmulatorState,
): SentMessage {
  const { sender: _sender, sizeBytes: _size, hasHeaderCollection: _has, ...content } = draft
  const message: SentMessage = {
    ...content,
    id: randomUUID(),
    at: state.now(),
    tenantId: tenant.id,
    clientId: token.appid,
    userId: mailbox.userId,
    userEmail: mailbox.primarySmtpAddress,
    from: settleFrom(draft, mailbox, tenant),
    requestId,
  }
  state.sentMail.append(message, draft.sizeBytes * 2)
  const recipients = [...message.to, ...message.cc, ...message.bcc]
  if (recipients.length > (mailbox.recipientLimit ?? 500)) {
    addReport(message, recipients[0]?.address ?? '', '5.5.3', state)
    return message
  }
  for (const { address } of recipients) {
    if (isUnknownInside(address, state)) addReport(message, address, '5.1.10', state)
  }
  return message
}

const texts: Record<string, string> = {
  '5.1.10': 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  '5.5.3': 'RESOLVER.ADR.RecipLimit; Too many recipients',
}

export function addReport(message: SentMessage, recipient: string, status: string, state: EmulatorState): void {
  state.reports.append(
    {
      id: randomUUID(),
      at: state.now(),
      userId: message.userId,
      messageId: message.id,
      recipient,
      status,
      text: `550 ${status} ${texts[status] ?? 'The message could not be delivered'}`,
    },
    500,
  )
}

/** Whether the address is in a tenant's domain but belongs to no mailbox or group. Other domains accept everything. */
function isUnknownInside(address: string, { directory }: EmulatorState): boolean {
  const wanted = address.toLowerCase()
  const domain = wanted.slice(wanted.lastIndexOf('@') + 1)
  const tenant = directory.tenants.find((candidate) => candidate.domains.includes(domain))
  if (!tenant) return false
  const isMailbox = directory.mailboxes.some(
    (mailbox) => mailbox.tenantId === tenant.id && listAddresses(mailbox).includes(wanted),
  )
  return !isMailbox && !directory.groups.some((group) => group.address.toLowerCase() === wanted)
}
