import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { MessageHistory } from '../../mail/sending/message-history.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { auditEvents, isActionOnMessage, messageOfAction, messages, outbox } from './schema.ts'

const mostResends = 50

export const createMessageHistory = (database: Database): MessageHistory => ({
  async read(botId, id) {
    const actions = database
      .select()
      .from(auditEvents)
      .where(and(eq(messageOfAction, id), isActionOnMessage, eq(auditEvents.botId, botId)))
      .orderBy(asc(auditEvents.sequence))
      .all()
    const resends = database
      .select()
      .from(messages)
      .where(and(eq(messages.resendOf, id), sql`resend_of is not null`, eq(messages.botId, botId)))
      .orderBy(asc(messages.id))
      .limit(mostResends)
      .all()
    const [waiting] = database
      .select({ nextAttemptAt: outbox.nextAttemptAt, failures: outbox.failures })
      .from(outbox)
      .where(and(eq(outbox.messageId, id), eq(outbox.botId, botId), isNotNull(outbox.nextAttemptAt)))
      .all()
    const { nextAttemptAt = null, failures = 0 } = waiting ?? {}
    return {
      actions: actions.map(({ sequence: _, ...event }) => event),
      resends: resends.map(toMessage),
      waiting: nextAttemptAt === null ? null : { nextAttemptAt, failures },
    }
  },
})
