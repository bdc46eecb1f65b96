import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type SQLite from 'better-sqlite3'
import type { SendingHold, SendingStore } from '../../mail/sending/sending-store.ts'
import { countsOfBots } from '../../mail/statistics/mail-counts.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import { prepareCounting } from './statistics-store.ts'

/** The rows of `sending_hold`. */
const restored = 1
const off = 2

/**
 * After the copy was made, waiting messages may have been sent, and people who were signed in may have left.
 * Call it inside a transaction.
 */
export function holdRestored(client: SQLite.Database, since: string): void {
  const botIds = client
    .prepare<[string, string], string>(
      `update messages set state = 'unknown', settled_at = ?, diagnosis = ? where state in ('queued', 'sending')
       returning bot_id`,
    )
    .pluck()
    .all(since, JSON.stringify(diagnoseOwn('restored_from_backup')))
  prepareCounting(client)(countsOfBots(botIds, 'unknown', since))
  client.prepare('update outbox set next_attempt_at = null where next_attempt_at is not null').run()
  client.prepare('delete from sessions').run()
  client
    .prepare(`insert or replace into sending_hold (id, reason, since) values (?, 'restored', ?)`)
    .run(restored, since)
}

export function createSendingStore(database: Database, caches: RowCaches): SendingStore {
  const { $client } = database
  const holds = caches.create<SendingHold | null>('sending_hold', [{ table: 'sending_hold', column: 'id' }])
  const readSince = $client.prepare<[number], string>('select since from sending_hold where id = ?').pluck()
  const begin = $client.prepare(`insert or ignore into sending_hold (id, reason, since) values (?, 'off', ?)`)
  const remove = $client.prepare('delete from sending_hold where id = ?')
  const discount = $client.prepare(
    'update outbox set taken_at = taken_at + (? - max(taken_at, ?)) where next_attempt_at is not null',
  )

  /** Ends the hold. Its time does not count toward the age of waiting messages. */
  function end(id: number, at: string): boolean {
    const since = readSince.get(id)
    if (since === undefined) return false
    discount.run(Date.parse(at), Date.parse(since))
    remove.run(id)
    return true
  }

  return {
    async readHold() {
      return holds.get(String(restored), () => {
        const since = readSince.get(restored)
        return since === undefined ? null : { reason: 'restored', since }
      })
    },
    async holdRestored(event) {
      database.transaction(
        (transaction) => {
          holdRestored($client, event.at)
          appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async release(event) {
      return database.transaction(
        (transaction) => {
          if (!end(restored, event.at)) return false
          appendAuditEvent(transaction, event)
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async beginOff(at) {
      begin.run(off, at.toISOString())
    },
    async endOff(at) {
      $client.transaction(() => end(off, at.toISOString())).immediate()
    },
  }
}
