import { isDeepStrictEqual } from 'node:util'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import { holdRestored } from './sending-store.ts'

interface Identity {
  /** PostgreSQL gives each cluster another one when it is made. Empty: this role may not read it. */
  systemIdentifier: string
  /** Changes if the database or its tables are made again. */
  databaseId: string
}

/** By default, every role may read the system identifier. Everyone may read the rest. */
async function readPresent({ query }: Executor): Promise<Identity> {
  const [rights] = await query<{ areThere: boolean }>(
    `select has_function_privilege('pg_control_system()', 'execute') as "areThere"`,
  )
  const systemIdentifier = rights?.areThere ? '(select system_identifier::text from pg_control_system())' : `''`
  const [present] = await query<Identity>(
    `select ${systemIdentifier} as "systemIdentifier",
       concat_ws('/', oid, 'storage_identity'::regclass::oid) as "databaseId"
     from pg_database where datname = current_database()`,
  )
  if (!present) throw new Error('a database always lists itself')
  return present
}

/** A role may lose or get the right to read the system identifier. That is not another place. */
const isSamePlace = (one: Identity, other: Identity): boolean =>
  one.databaseId === other.databaseId &&
  (one.systemIdentifier === '' || one.systemIdentifier === other.systemIdentifier)

/** Remembers this place as the one where the database was made, if none is known yet. Returns the place. */
export async function rememberPlace(transaction: Transaction): Promise<Identity> {
  const present = await readPresent(transaction)
  await transaction.query(
    'insert into storage_identity (id, system_identifier, database_id) values (1, $1, $2) on conflict (id) do nothing',
    [present.systemIdentifier, present.databaseId],
  )
  return present
}

/**
 * Puts sending on hold, once, in a database that was copied or restored: what waits in it may have been sent by the
 * other one. The event records it. A copy of the whole cluster, such as one restored to a point in time, has the same
 * identity; for it, the operator runs `hold-restored`.
 */
export async function holdIfRestored(database: Database, event: AuditEvent): Promise<void> {
  // Servers that start together wait for each other at the row.
  await database.transaction(async (transaction) => {
    const { query } = transaction
    const present = await rememberPlace(transaction)
    const [recorded] = await query<Identity>(
      `select system_identifier as "systemIdentifier", database_id as "databaseId" from storage_identity
       where id = 1 for update`,
    )
    if (!recorded || isDeepStrictEqual(recorded, present)) return
    const known = { ...present, systemIdentifier: present.systemIdentifier || recorded.systemIdentifier }
    await query('update storage_identity set system_identifier = $1, database_id = $2 where id = 1', [
      known.systemIdentifier,
      known.databaseId,
    ])
    if (isSamePlace(recorded, known)) return
    await holdRestored(transaction, event.at)
    await appendAuditEvent(transaction, event)
  }, 'read committed')
}
