import { callerKnows } from './caller-knows.ts'
import type { Database } from './open-database.ts'

/**
 * Takes back that this server is sending a message, which certainly was not handed over: its caller gets an error. A
 * queued message is queued again; any other is deleted, as if it had never come. Has no effect if that was never committed.
 */
export async function releaseMessage({ query }: Pick<Database, 'query'>, serverId: string, id: string): Promise<void> {
  await releaseSending({ query }, serverId, id)
  // After the end of this server's lease, another server may have held it as unknown.
  await query(
    `delete from messages where id = $1 and state = 'unknown' and attempts <= 1
       and not exists (select 1 from outbox where message_id = $1)`,
    [id],
  )
}

/** The same for a message that still is as this server recorded it. */
export async function releaseSending({ query }: Pick<Database, 'query'>, serverId: string, id: string): Promise<void> {
  const isOwn = `id = $1 and state = 'sending' and server_id = $2`
  const hasBody = 'exists (select 1 from outbox where message_id = $1)'
  await query(`update messages set state = 'queued', server_id = '${callerKnows}' where ${isOwn} and ${hasBody}`, [
    id,
    serverId,
  ])
  await query(`delete from messages where ${isOwn} and not ${hasBody}`, [id, serverId])
}
