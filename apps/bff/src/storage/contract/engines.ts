import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Pool } from 'pg'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { PostgresLocation } from '../../ground/storage-location.ts'
import { createMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { writeMigratedFile } from '../../testing/write-migrated-file.ts'
import { openStorage } from '../open-storage.ts'
import type { Storage } from '../storage.ts'

export interface TestStorage {
  storage: Storage
  /** Runs one statement in the SQL that all engines have, for what no store writes or shows. */
  sql<Row extends object = object>(text: string): Promise<Row[]>
  /** Closes the storage and deletes it. */
  close(): Promise<void>
}

export const locate = (url: string): PostgresLocation => ({
  engine: 'postgres',
  url: secretOf(url),
  place: 'test',
  poolSize: 5,
  timeoutMs: 5_000,
  serverId: 'test',
  leaseSeconds: 90,
})

/** Opens an empty storage of each engine. Every test of this folder runs on all of them. */
export const engines: Record<'sqlite' | 'postgres', () => Promise<TestStorage>> = {
  async sqlite() {
    const folder = await mkdtemp(join(tmpdir(), 'office365-email-contract-'))
    const file = join(folder, 'test.db')
    await writeMigratedFile(file)
    const storage = await openStorage({ engine: 'sqlite', file })
    const client = new SQLite(file)
    const close = async () => {
      client.close()
      await storage.close()
      await rm(folder, { recursive: true, force: true })
    }
    async function sql<Row extends object>(text: string): Promise<Row[]> {
      const statement = client.prepare<[], Row>(text)
      if (statement.reader) return statement.all()
      statement.run()
      return []
    }
    return { storage, sql, close }
  },
  async postgres() {
    const { url, drop } = await createMigratedDatabase()
    const storage = await openStorage(locate(url))
    await storage.servers.join({ keyFingerprints: () => ({}), onBeat: () => Promise.resolve() })
    const pool = new Pool({ connectionString: url })
    // The pool ends before its idle connections do, and dropping the database ends those. Without a listener, that would
    // fail the tests.
    pool.on('error', () => undefined)
    const close = async () => {
      await pool.end()
      await storage.servers.leave()
      await storage.close()
      await drop()
    }
    return { storage, sql: async (text) => (await pool.query(text)).rows, close }
  },
}

export const engineNames = Object.keys(engines) as (keyof typeof engines)[]
