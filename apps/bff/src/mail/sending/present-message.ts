import type { Message } from '@office365-email/shared/message'
import { withoutMessage } from '../verification/without-message.ts'

/** Services get the diagnosis without Microsoft's own words. */
export function presentMessage(message: Message, { forService }: { forService: boolean }): Message {
  const { diagnosis } = message
  return diagnosis && forService ? { ...message, diagnosis: withoutMessage(diagnosis) } : message
}
