import type { Message } from '../../mail/sending/message.ts'
import type { messages } from './schema.ts'

type Row = typeof messages.$inferSelect

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
