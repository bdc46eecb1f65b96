import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import type { MessageHistory } from '../../mail/sending/message-history.ts'
import { toMessage } from '../rows/message-row.ts'
import { isUuid } from './is-uuid.ts'
import type { Database } from './open-database.ts'
import { auditEvents, isActionOnMessage, messageOfAction, messages, outbox } from './schema.ts'

const mostResends = 50

export const createMessageHistory = ({ orm }: Database): MessageHistory => ({
  async read(botId, id) {
    if (!isUuid(id)) return { actions: [], resends: [], waiting: null }
    const actions = await orm
      .select()
      .from(auditEvents)
      .where(and(eq(messageOfAction, id), isActionOnMessage, eq(auditEvents.botId, botId)))
      .orderBy(asc(auditEvents.sequence))
    const resends = await orm
      .select()
      .from(messages)
      .where(and(eq(messages.resendOf, id), sql`resend_of is not null`, eq(messages.botId, botId)))
      .orderBy(asc(messages.id))
      .limit(mostResends)
    const [waiting] = await orm
      .select({ nextAttemptAt: outbox.nextAttemptAt, failures: outbox.failures })
      .from(outbox)
      .where(and(eq(outbox.messageId, id), eq(outbox.botId, botId), isNotNull(outbox.nextAttemptAt)))
    const { nextAttemptAt = null, failures = 0 } = waiting ?? {}
    return {
      actions: actions.map(({ sequence: _, ...event }) => event),
      resends: resends.map(toMessage),
      waiting: nextAttemptAt === null ? null : { nextAttemptAt, failures },
    }
  },
})
