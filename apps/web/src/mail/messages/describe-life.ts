import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { Message } from '@office365-email/shared/message'
import type { MessageHistory } from '@office365-email/shared/message-history'
import type { Tone } from '../../ground/components/badge.tsx'
import { messagesTexts } from './texts.ts'

const texts = messagesTexts.life

/** One thing that happened to a message. */
export interface LifeEvent {
  /** Null if it was not recorded when it happened. */
  at: string | null
  tone: Tone
  text: string
  /** Another message that it is about. */
  messageId?: string
}

const nameOf = ({ kind, name }: ActorReference): string =>
  kind === 'service-key' ? texts.service(name) : kind === 'person' ? name : texts.server

function describeTaking({ createdAt, source, resendOf }: Message): LifeEvent {
  const by = source.kind === 'service' ? texts.service(source.name) : source.name
  return {
    at: createdAt,
    tone: 'calm',
    text: resendOf ? texts.takenAgain(by) : texts.taken(by),
    ...(resendOf && { messageId: resendOf }),
  }
}

function describeTries({ attempts, state }: Message, { waiting }: MessageHistory): LifeEvent[] {
  if (attempts === 0) return []
  if (waiting) return [{ at: null, tone: 'caution', text: texts.triedWithoutSuccess(attempts) }]
  return [
    { at: null, tone: 'calm', text: state === 'sending' ? texts.isSubmitted(attempts) : texts.submitted(attempts) },
  ]
}

function describeWaiting({ diagnosis }: Message, { waiting }: MessageHistory): LifeEvent[] {
  if (!waiting) return []
  const reason = diagnosis ? [{ at: null, tone: 'caution', text: texts.because(diagnosis.title) } as const] : []
  return [...reason, { at: waiting.nextAttemptAt, tone: 'calm', text: texts.next }]
}

const results: Partial<Record<Message['state'], { tone: Tone; text: string }>> = {
  accepted: { tone: 'good', text: texts.accepted },
  simulated: { tone: 'caution', text: texts.simulated },
  failed: { tone: 'bad', text: texts.failed },
  unknown: { tone: 'caution', text: texts.unknown },
  cancelled: { tone: 'calm', text: texts.canceled },
}

/** The end of a message. If a person decided it, the message says only what they decided. */
function describeResult({ state, settledAt, diagnosis }: Message, { actions }: MessageHistory): LifeEvent[] {
  const decision = actions.at(-1)
  if (decision?.action === 'cancelled')
    return [{ at: decision.at, tone: 'calm', text: texts.canceledBy(nameOf(decision.actor)) }]
  if (decision)
    return [
      { at: null, tone: 'caution', text: texts.unknown },
      {
        at: decision.at,
        tone: decision.action === 'accepted' ? 'good' : 'bad',
        text: texts.decided(nameOf(decision.actor), decision.action === 'accepted'),
      },
    ]
  const result = results[state]
  if (!result || settledAt === null) return []
  const reason = state === 'failed' && diagnosis ? `${result.text} ${texts.because(diagnosis.title)}` : result.text
  return [{ at: settledAt, tone: result.tone, text: reason }]
}

const describeResend = ({ id, createdAt, source }: Message): LifeEvent => ({
  at: createdAt,
  tone: 'calm',
  text: texts.sentAgain(source.kind === 'service' ? texts.service(source.name) : source.name),
  messageId: id,
})

/** What happened to a message, in order. */
export const describeLife = (message: Message, history: MessageHistory): LifeEvent[] => [
  describeTaking(message),
  ...describeTries(message, history),
  ...describeWaiting(message, history),
  ...describeResult(message, history),
  ...history.resends.map(describeResend),
]
