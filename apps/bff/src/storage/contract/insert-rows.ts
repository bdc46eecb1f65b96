import type { MessageState } from '@office365-email/shared/message'
import type { Message } from '../../mail/sending/message.ts'
import type { TestStorage } from './engines.ts'
import { at } from './examples.ts'

type Sql = Pick<TestStorage, 'sql'>

type Value = string | number | null

const literal = (value: Value): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)

/** For rows that the tested store does not write itself. */
export async function insertRow({ sql }: Sql, table: string, row: Record<string, Value>) {
  const columns = Object.keys(row).join(', ')
  await sql(`insert into ${table} (${columns}) values (${Object.values(row).map(literal).join(', ')})`)
}

export const insertBot = (open: Sql, id: string, createdAt = at) =>
  insertRow(open, 'bots', { id, name: id, created_at: createdAt })

interface InsertedMessage {
  botId?: string
  state: MessageState
  settledAt?: string | null
  resendOf?: string | null
}

export const insertMessage = (
  open: Sql,
  id: string,
  { botId = 'orders', state, settledAt = null, resendOf = null }: InsertedMessage,
) =>
  insertRow(open, 'messages', {
    id,
    bot_id: botId,
    state,
    source: '{"kind":"service","name":"test"}',
    recipients: '{"to":[],"cc":[],"bcc":[]}',
    subject: '',
    created_at: at,
    settled_at: settledAt,
    attempts: 0,
    resend_of: resendOf,
  })

interface InsertedBody {
  botId?: string
  mailbox?: string
  sealedMessage?: string
  sealedWith?: string
  nextAttemptAt: number | null
  takenAt?: number
}

export const insertBody = (
  open: Sql,
  messageId: string,
  {
    botId = 'orders',
    mailbox = 'mailbox',
    sealedMessage = 'sealed',
    sealedWith = 'k1',
    nextAttemptAt,
    takenAt = 0,
  }: InsertedBody,
) =>
  insertRow(open, 'outbox', {
    message_id: messageId,
    bot_id: botId,
    mailbox,
    sealed_message: sealedMessage,
    sealed_with: sealedWith,
    next_attempt_at: nextAttemptAt,
    failures: 0,
    taken_at: takenAt,
  })

/** A message that waits to be sent. */
export async function insertQueued(open: Sql, id: string, body: Partial<InsertedBody> = {}) {
  await insertMessage(open, id, { state: 'queued', ...(body.botId && { botId: body.botId }) })
  await insertBody(open, id, { nextAttemptAt: 0, ...body })
}

/** The IDs and states of all messages, in order of ID. */
export const listStates = ({ sql }: Sql) =>
  sql<{ id: string; state: MessageState }>('select id, state from messages order by id')

/** Many whole messages, without what happens when a store takes them. */
export async function insertMessages({ sql }: Sql, messages: readonly Message[]) {
  const atOnce = 500
  for (let start = 0; start < messages.length; start += atOnce) {
    const rows = messages.slice(start, start + atOnce).map(({ to, cc, bcc, ...message }) => {
      const values = [
        ...[message.id, message.botId, message.state, JSON.stringify(message.source), JSON.stringify({ to, cc, bcc })],
        ...[message.subject, message.createdAt, message.settledAt, message.attempts],
      ]
      return `(${values.map(literal).join(', ')})`
    })
    await sql(
      `insert into messages (id, bot_id, state, source, recipients, subject, created_at, settled_at, attempts)
       values ${rows.join(', ')}`,
    )
  }
}
