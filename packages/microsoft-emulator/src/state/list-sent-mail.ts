import type { EmulatorState } from './emulator-state.ts'
import type { SentMailFilter, SentMessage } from './sent-message.ts'

/** Accepted messages, oldest first. */
export function listSentMail(state: EmulatorState, filter: SentMailFilter = {}): SentMessage[] {
  const mailbox = filter.mailbox?.toLowerCase()
  const to = filter.to?.toLowerCase()
  return state.sentMail.list().filter((message) => {
    if (mailbox !== undefined && !listNames(message, state).includes(mailbox)) return false
    if (filter.subject !== undefined && message.subject !== filter.subject) return false
    const recipients = [...message.to, ...message.cc, ...message.bcc]
    return to === undefined || recipients.some(({ address }) => address.toLowerCase() === to)
  })
}

function listNames(message: SentMessage, state: EmulatorState): string[] {
  const mailbox = state.directory.mailboxes.find(({ userId }) => userId === message.userId)
  return [message.userId, message.userEmail.toLowerCase(), mailbox?.userPrincipalName.toLowerCase() ?? '']
}
