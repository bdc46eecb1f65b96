import type { Message, MessagePage, Warning } from './message.ts'
import { isObject, textOf } from './read-problem.ts'
import type { AcceptedMessage, TakenMessage } from './send-outcome.ts'

export type Sent =
  | { state: 'accepted'; message: AcceptedMessage }
  | { state: 'queued' | 'simulated'; message: TakenMessage }

/** Each function returns null for a body that it does not understand. */
export function readSent(body: unknown): Sent | null {
  if (!isObject(body)) return null
  const { id, state, microsoft, warnings } = body
  if (typeof id !== 'string') return null
  const message = { id, warnings: Array.isArray(warnings) ? (warnings as Warning[]) : [] }
  if (state === 'queued' || state === 'simulated') return { state, message }
  if (state !== 'accepted') return null
  const requestId = isObject(microsoft) ? textOf(microsoft['requestId']) : null
  return { state, message: { ...message, microsoft: requestId === null ? null : { requestId } } }
}

const isMessage = (value: unknown): value is Message =>
  isObject(value) && typeof value['id'] === 'string' && typeof value['state'] === 'string'

export const readMessage = (body: unknown): Message | null => (isMessage(body) ? body : null)

export function readPage(body: unknown): MessagePage | null {
  if (!isObject(body)) return null
  const { messages, nextCursor } = body
  if (!Array.isArray(messages) || !messages.every(isMessage)) return null
  return { messages, nextCursor: textOf(nextCursor) }
}
