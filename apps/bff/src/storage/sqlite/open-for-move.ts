import SQLite from 'better-sqlite3'
import type { Departure, Row } from '../departure.ts'
import { toStartupError } from './open-database.ts'
import { markAsMoved } from './require-known-schema.ts'

/** In an order in which each table follows those that it refers to. */
function listTables(client: SQLite.Database): string[] {
  const names = client
    .prepare<[], string>(
      `select name from sqlite_schema where type = 'table' and name not glob 'sqlite_*' and name not glob '__drizzle*'`,
    )
    .pluck()
    .all()
  const references = client.prepare<[string], string>('select distinct "table" from pragma_foreign_key_list(?)').pluck()
  const ordered: string[] = []
  const place = (name: string) => {
    if (ordered.includes(name)) return
    for (const other of references.all(name)) if (other !== name) place(other)
    ordered.push(name)
  }
  for (const name of names.sort()) place(name)
  return ordered
}

/**
 * Opens the database for the move to another place. Until it is closed, no other process can open it. A process that
 * ends in between leaves it as it was.
 */
export function openForMove(file: string): Departure {
  const client = new SQLite(file, { fileMustExist: true })
  try {
    client.pragma('locking_mode = exclusive')
    client.pragma('synchronous = full')
    client.exec('begin exclusive')
  } catch (error) {
    client.close()
    throw toStartupError(file, error)
  }
  const count = (table: string) => Number(client.prepare(`select count(*) from ${table}`).pluck().get())
  const highest = client.prepare("select seq from sqlite_sequence where name = 'audit_events'").pluck().get()
  return {
    tables: listTables(client).map((name) => ({ name, rows: count(name) })),
    read: (table) => client.prepare<[], Row>(`select * from ${table}`).iterate(),
    highestAuditSequence: Number(highest ?? 0),
    finish(place) {
      try {
        markAsMoved(client, place)
        client.exec('commit')
      } catch (error) {
        throw toStartupError(file, error)
      }
    },
    close: () => void client.close(),
  }
}
