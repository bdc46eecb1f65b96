import type { Message } from '@office365-email/shared/message'
import { callApi } from '../../../ground/api-client.ts'

/** What a person may do about a message: the last two say what became of one whose fate was unknown. */
export type FollowUp = 'cancel' | 'resend' | 'accepted' | 'failed'

interface MessageFollowUp {
  message: Pick<Message, 'id' | 'botId'>
  followUp: FollowUp
}

export function followUpMessage({ message: { id, botId }, followUp }: MessageFollowUp): Promise<Message> {
  const path = `/bots/${encodeURIComponent(botId)}/messages/${encodeURIComponent(id)}`
  return followUp === 'cancel' || followUp === 'resend'
    ? callApi(`${path}/${followUp}`, { method: 'POST' })
    : callApi(`${path}/resolve`, { method: 'POST', body: { outcome: followUp } })
}
