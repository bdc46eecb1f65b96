import type { Message } from '@office365-email/shared/message'
import { lineTexts } from './line-texts.ts'
import { messagesTexts } from './texts.ts'

const texts = messagesTexts.report

interface ReportSubject {
  message: Message
  botName: string
  /** Undefined if it is not known. */
  mailbox: string | null | undefined
  tenantId: string | null | undefined
  clientId: string | null | undefined
}

const addresses = (message: Message) =>
  [...message.to, ...message.cc, ...message.bcc].map(({ address }) => address).join(', ')

/** What an IT admin or Microsoft's support needs to find a message. It contains no secret and no text of the message. */
export function writeReport({ message, botName, mailbox, tenantId, clientId }: ReportSubject): string {
  const { id, state, subject, createdAt, settledAt, attempts, microsoft, diagnosis } = message
  const evidence = diagnosis?.evidence
  const lines: [string, string | number | null | undefined][] = [
    [texts.state, lineTexts.states[state]],
    [texts.subject, subject],
    [texts.recipients, addresses(message)],
    [texts.mailbox, mailbox],
    [texts.taken, createdAt],
    [texts.finished, settledAt],
    [texts.attempts, attempts],
    [texts.requestId, microsoft?.requestId ?? evidence?.requestId],
    [texts.clientRequestId, id],
    [texts.correlationId, evidence?.correlationId],
    [texts.errorCode, evidence?.code],
    [texts.status, evidence?.status],
    [texts.words, evidence?.message],
    [texts.cause, diagnosis?.title],
    [texts.tenant, tenantId],
    [texts.app, clientId],
    [texts.bot, botName],
  ]
  const known = lines.flatMap(([label, value]) =>
    value === null || value === undefined || value === '' ? [] : [`${label}: ${value}`],
  )
  return [texts.intro, '', ...known, '', state === 'accepted' ? texts.trace : texts.look].join('\n')
}
