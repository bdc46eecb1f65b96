import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { SendingHold, SendingStore } from '../../mail/sending/sending-store.ts'
import { countsOfBots } from '../../mail/statistics/mail-counts.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import { addMailCounts } from './statistics-store.ts'

/** The rows of `sending_hold`. */
const restored = '1'
const off = '2'

/**
 * After the copy was made, waiting messages may have been sent, and people who were signed in may have left.
 * Call it inside a transaction.
 */
export async function holdRestored(transaction: Transaction, since: string): Promise<void> {
  const { query } = transaction
  const interrupted = await query<{ bot_id: string }>(
    `update messages set state = 'unknown', settled_at = $1, diagnosis = $2, server_id = null
     where state in ('queued', 'sending') returning bot_id`,
    [since, JSON.stringify(diagnoseOwn('restored_from_backup'))],
  )
  const botIds = interrupted.map((row) => row.bot_id)
  await addMailCounts(transaction, countsOfBots(botIds, 'unknown', since))
  await query('update outbox set next_attempt_at = null where next_attempt_at is not null')
  await query('delete from sessions')
  await query(
    `insert into sending_hold (id, reason, since) values ($1, 'restored', $2)
     on conflict (id) do update set reason = excluded.reason, since = excluded.since`,
    [restored, since],
  )
}

/** Ends the hold. Its time does not count toward the age of waiting messages. */
async function end({ query }: Transaction, id: string, at: string): Promise<boolean> {
  const [hold] = await query<{ since: string }>('delete from sending_hold where id = $1 returning since', [id])
  if (!hold) return false
  await query(
    'update outbox set taken_at = taken_at + ($1 - greatest(taken_at, $2)) where next_attempt_at is not null',
    [Date.parse(at), Date.parse(hold.since)],
  )
  return true
}

async function readRestored({ query }: Executor, id: string): Promise<SendingHold | null> {
  const [hold] = await query<{ since: string }>('select since from sending_hold where id = $1', [id])
  return hold ? { reason: 'restored', since: hold.since } : null
}

export function createSendingStore(database: Database, caches: RowCaches): SendingStore {
  const holds = caches.create((id) => readRestored(database, id))

  /** 'read committed', because each statement decides for itself, and no delivery makes the change start again. */
  const change = <Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> =>
    database.transaction(work, 'read committed').finally(() => caches.forget(restored))

  return {
    readHold: () => holds.get(restored),
    holdRestored: (event) =>
      change(async (transaction) => {
        await holdRestored(transaction, event.at)
        await appendAuditEvent(transaction, event)
      }),
    release: (event) =>
      change(async (transaction) => {
        if (!(await end(transaction, restored, event.at))) return false
        await appendAuditEvent(transaction, event)
        return true
      }),
    async beginOff(at) {
      await database.query(
        `insert into sending_hold (id, reason, since) values ($1, 'off', $2) on conflict (id) do nothing`,
        [off, at.toISOString()],
      )
    },
    async endOff(at) {
      await change((transaction) => end(transaction, off, at.toISOString()))
    },
  }
}
