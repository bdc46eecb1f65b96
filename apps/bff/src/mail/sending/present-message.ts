import { withoutMessage } from '@office365-email/shared/diagnosis/without-message'
import type { Message } from '@office365-email/shared/message'

/** Services get the diagnosis without Microsoft's own words. */
export function presentMessage(message: Message, { forService }: { forService: boolean }): Message {
  const { diagnosis } = message
  return diagnosis && forService ? { ...message, diagnosis: withoutMessage(diagnosis) } : message
}
