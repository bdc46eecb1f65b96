import type { Message } from '@office365-email/shared/message'
import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { MessageStore } from '../../features/messages/message-store.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Database } from './open-database.ts'
import { messages } from './schema.ts'

type Row = typeof messages.$inferSelect

const toMessage = (row: Row): Message => ({
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

const toRow = ({ to, cc, bcc, microsoft, diagnosis, resendOf, ...message }: Message): Row => ({
  ...message,
  recipients: { to, cc, bcc },
  microsoftRequestId: microsoft?.requestId ?? null,
  diagnosis: diagnosis ?? null,
  resendOf: resendOf ?? null,
})

export function createMessageStore(database: Database): MessageStore {
  const commit = createGroupCommit(database)
  const insert = database
    .insert(messages)
    .values({
      id: sql.placeholder('id'),
      botId: sql.placeholder('botId'),
      state: sql.placeholder('state'),
      source: sql.placeholder('source'),
      recipients: sql.placeholder('recipients'),
      subject: sql.placeholder('subject'),
      createdAt: sql.placeholder('createdAt'),
      settledAt: sql.placeholder('settledAt'),
      attempts: sql.placeholder('attempts'),
      microsoftRequestId: sql.placeholder('microsoftRequestId'),
      diagnosis: sql.placeholder('diagnosis'),
      resendOf: sql.placeholder('resendOf'),
    })
    .prepare()

  return {
    async insert(message) {
      const row = toRow(message)
      await commit(() => insert.run(row))
    },
    async settle(id, { state, settledAt, attempts, requestId, diagnosis }) {
      await commit(() => {
        database
          .update(messages)
          .set({ state, settledAt, attempts, microsoftRequestId: requestId, diagnosis })
          .where(eq(messages.id, id))
          .run()
      })
    },
    async read(botId, id) {
      const row = database
        .select()
        .from(messages)
        .where(and(eq(messages.botId, botId), eq(messages.id, id)))
        .get()
      return row ? toMessage(row) : null
    },
    async list({ botId, state, before, limit }) {
      return database
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.botId, botId),
            state && eq(messages.state, state),
            before === undefined ? undefined : lt(messages.id, before),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(limit)
        .all()
        .map(toMessage)
    },
    async holdInterrupted(settledAt, diagnosis) {
      const { changes } = database
        .update(messages)
        .set({ state: 'unknown', settledAt, diagnosis })
        .where(eq(messages.state, 'sending'))
        .run()
      return changes
    },
  }
}
