import type { QueueUsage } from '../../mail/sending/queue-store.ts'
import type { Database } from './open-database.ts'

/**
 * Returns the outbox usage of all bots together without adding up thousands of bots for every message. The total is in
 * a temporary table, so that rolling back a transaction also rolls back its part of the total.
 */
export function createQueueUsage({ $client }: Database): () => QueueUsage {
  $client.exec(`
    create temp table outbox_total (messages integer not null, bytes integer not null, data_version integer);
    insert into outbox_total values (0, 0, null);
    create temp trigger outbox_total_insert after insert on main.outbox_usage begin
      update outbox_total set messages = messages + new.waiting, bytes = bytes + new.bytes;
    end;
    create temp trigger outbox_total_update after update on main.outbox_usage begin
      update outbox_total set messages = messages + new.waiting - old.waiting, bytes = bytes + new.bytes - old.bytes;
    end;
    create temp trigger outbox_total_delete after delete on main.outbox_usage begin
      update outbox_total set messages = messages - old.waiting, bytes = bytes - old.bytes;
    end`)
  const addUp = $client.prepare(
    `update outbox_total set (messages, bytes) =
       (select coalesce(sum(waiting), 0), coalesce(sum(bytes), 0) from main.outbox_usage), data_version = ?`,
  )
  const total = $client.prepare<[], QueueUsage & { version: number | null }>(
    'select messages, bytes, data_version as version from outbox_total',
  )
  const readVersion = $client.prepare('pragma data_version').pluck()
  const nothing = { messages: 0, bytes: 0, version: null }

  return () => {
    const known = total.get() ?? nothing
    const version = readVersion.get()
    // Writes of another process, such as an operator's command, run no trigger of this connection.
    if (known.version !== version) addUp.run(version)
    const { messages, bytes } = known.version === version ? known : (total.get() ?? nothing)
    return { messages, bytes }
  }
}
