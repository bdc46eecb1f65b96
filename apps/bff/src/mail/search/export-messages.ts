import type { ExportFormat } from '@office365-email/shared/export'
import type { Message as MessageView, Recipient } from '@office365-email/shared/message'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { CsvValue } from '../../ground/export/csv.ts'
import { writeFile } from '../../ground/export/write-file.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { presentMessage } from '../sending/message.ts'
import type { MessageFilter } from './message-filter.ts'
import type { MessageSearch } from './message-search.ts'

interface Dependencies {
  messageSearch: MessageSearch
  audit: Pick<AuditStore, 'append'>
}

interface Export {
  filter: MessageFilter
  /** The bot that the search is limited to. */
  botId: string | null
  format: ExportFormat
  reader: { forService: boolean }
}

const addresses = (recipients: readonly Recipient[]) => recipients.map(({ address }) => address).join('; ')

const columns: Record<string, (message: MessageView) => CsvValue> = {
  id: ({ id }) => id,
  botId: ({ botId }) => botId,
  state: ({ state }) => state,
  createdAt: ({ createdAt }) => createdAt,
  settledAt: ({ settledAt }) => settledAt,
  to: ({ to }) => addresses(to),
  cc: ({ cc }) => addresses(cc),
  bcc: ({ bcc }) => addresses(bcc),
  subject: ({ subject }) => subject,
  sourceKind: ({ source }) => source.kind,
  sourceName: ({ source }) => source.name,
  attempts: ({ attempts }) => attempts,
  microsoftRequestId: ({ microsoft }) => microsoft?.requestId ?? null,
  cause: ({ diagnosis }) => diagnosis?.cause ?? null,
  errorCode: ({ diagnosis }) => diagnosis?.evidence.code ?? null,
  resendOf: ({ resendOf }) => resendOf ?? null,
}

/** What the audit log says about a filter: no address, word or name, which it would keep longer than the messages. */
function describeFilter({ words, recipient, from, to, states, source }: MessageFilter): Record<string, unknown> {
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
  const by = [recipient !== null && 'recipient', words.length > 0 && 'q', source !== null && 'source']
  return {
    ...(from !== null && { from: iso(from) }),
    ...(to !== null && { to: iso(to) }),
    ...(states.length > 0 && { states }),
    by: by.filter((name) => name !== false),
  }
}

async function* presented(pages: ReturnType<MessageSearch['walk']>, reader: Export['reader']) {
  for await (const messages of pages) yield messages.map((message) => presentMessage(message, reader))
}

/** The pieces of a file with all messages that a search finds. How many the caller got is recorded at the end. */
export const exportMessages = (
  { messageSearch, audit }: Dependencies,
  context: RequestContext,
  { filter, botId, format, reader }: Export,
): AsyncGenerator<string> =>
  writeFile({
    format,
    columns,
    rows: presented(messageSearch.walk(filter), reader),
    record: (count, isComplete) =>
      audit.append(
        auditEvent(context, 'message.exported', {
          botId,
          details: { format, count, complete: isComplete, filter: describeFilter(filter) },
        }),
      ),
  })
