import { LRUCache } from 'lru-cache'
import { callerKnows } from './caller-knows.ts'
import type { Database } from './open-database.ts'
import { releaseSending } from './release-message.ts'

/** Far longer than a statement can be on its way. */
const refusedMs = 10 * 60_000

/** The messages that this server is sending, from just before their record until their result is recorded. */
export interface MessagesInHand {
  begin(id: string): void
  end(id: string): void
  /** Its record is being taken back. Until then, this server must not send it again. */
  beginUndoing(id: string): void
  endUndoing(id: string): void
  /** A new message is being stored for the queue. Its caller was not told yet, so it must not be sent yet. */
  beginStoring(id: string): void
  endStoring(id: string): void
  /** The caller of a new message was told that it is not stored, which is not certain. It must not be sent. */
  refuse(id: string): void
  /** Whether a message of the queue may be sent now. */
  mayBeSent(id: string): boolean
  /**
   * Takes back the messages that the database has as sent by this server, and this server does not, and the refused
   * ones. Their record timed out, was not used, and was committed later: a statement that PostgreSQL has received runs
   * even after its client gave up.
   */
  releaseOthers(): Promise<void>
}

export function createMessagesInHand(database: Database, serverId: string): MessagesInHand {
  const ids = new Set<string>()
  const undoing = new Set<string>()
  const storing = new Set<string>()
  const refused = new LRUCache<string, true>({ max: 100_000, ttl: refusedMs })
  return {
    begin: (id) => void ids.add(id),
    end: (id) => void ids.delete(id),
    refuse: (id) => void refused.set(id, true),
    beginUndoing: (id) => void undoing.add(id),
    endUndoing: (id) => void undoing.delete(id),
    beginStoring: (id) => void storing.add(id),
    endStoring: (id) => void storing.delete(id),
    mayBeSent: (id) => !(refused.has(id) || storing.has(id) || undoing.has(id)),
    async releaseOthers() {
      const rows = await database.query<{ id: string }>(
        `select id from messages where state in ('queued', 'sending') and state = 'sending' and server_id = $1`,
        [serverId],
      )
      for (const { id } of rows) if (!ids.has(id)) await releaseSending(database, serverId, id)
      const all = [...refused.keys()]
      if (all.length === 0) return
      await database.query(
        `delete from messages where id = any($1) and state = 'queued' and server_id is distinct from '${callerKnows}'`,
        [all],
      )
      const known = await database.query<{ id: string }>(
        `select id from messages where id = any($1) and (state <> 'queued' or server_id = '${callerKnows}')`,
        [all],
      )
      for (const { id } of known) refused.delete(id)
    },
  }
}
