import type { Recipient } from '@office365-email/shared/message'
import { messagesTexts } from './texts.ts'

/** The first recipient, and the number of the others. */
export function formatRecipients(recipients: readonly Recipient[]): string {
  const [first, ...others] = recipients
  if (!first) return '–'
  return others.length === 0 ? first.address : `${first.address} ${messagesTexts.others(others.length)}`
}
