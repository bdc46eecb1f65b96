import { notFound, Problem } from '../../ground/problem.ts'
import type { Message } from './message.ts'
import type { MessageStore } from './message-store.ts'

export interface MessageReference {
  botId: string
  messageId: string
}

export const notPossible = (detail: string): Problem => new Problem('not-possible-now', { detail })

export async function requireMessage(messages: MessageStore, { botId, messageId }: MessageReference): Promise<Message> {
  const message = await messages.read(botId, messageId)
  if (!message) throw notFound()
  return message
}
