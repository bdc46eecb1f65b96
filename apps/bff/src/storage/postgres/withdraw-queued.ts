import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { countsOfBots } from '../../mail/statistics/mail-counts.ts'
import type { Transaction } from './open-database.ts'
import { addMailCounts } from './statistics-store.ts'

/**
 * Fails messages that wait for another mailbox than this one (null: all), so that nothing is sent from a mailbox that
 * was not configured when it was accepted. Call it inside the transaction that changes the configuration. It has to be
 * 'read committed': each statement then sees what other servers have accepted or begun to send until now.
 */
export async function withdrawQueued(
  transaction: Transaction,
  botId: string,
  mailbox: string | null,
  { settledAt, diagnosis }: { settledAt: string; diagnosis: Diagnosis },
): Promise<void> {
  const { query } = transaction
  const isForOtherMailbox = (bot: string, box: string) =>
    `bot_id = ${bot} and next_attempt_at is not null and mailbox is distinct from ${box}`
  const failed = await query<{ bot_id: string }>(
    `update messages set state = 'failed', settled_at = $1, diagnosis = $2
     where state = 'queued' and id in (select message_id from outbox where ${isForOtherMailbox('$3', '$4')})
     returning bot_id`,
    [settledAt, JSON.stringify(diagnosis), botId, mailbox],
  )
  const botIds = failed.map((row) => row.bot_id)
  await addMailCounts(transaction, countsOfBots(botIds, 'failed', settledAt))
  await query(
    `update outbox set next_attempt_at = null where ${isForOtherMailbox('$1', '$2')}
     and not exists (select 1 from messages where id = outbox.message_id and state = 'sending')`,
    [botId, mailbox],
  )
}
