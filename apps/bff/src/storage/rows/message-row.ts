import type { Message } from '../../mail/sending/message.ts'

type Unchanged = 'id' | 'botId' | 'state' | 'source' | 'subject' | 'createdAt' | 'settledAt' | 'attempts'

interface Row extends Pick<Message, Unchanged> {
  recipients: Pick<Message, 'to' | 'cc' | 'bcc'>
  microsoftRequestId: string | null
  diagnosis: Message['diagnosis'] | null
  resendOf: string | null
}

export const toMessage = (row: Row): Message => ({
  id: row.id,
  botId: row.botId,
  state: row.state,
  source: row.source,
  ...row.recipients,
  subject: row.subject,
  createdAt: row.createdAt,
  settledAt: row.settledAt,
  attempts: row.attempts,
  microsoft: row.microsoftRequestId ? { requestId: row.microsoftRequestId } : null,
  ...(row.diagnosis && { diagnosis: row.diagnosis }),
  ...(row.resendOf && { resendOf: row.resendOf }),
})
