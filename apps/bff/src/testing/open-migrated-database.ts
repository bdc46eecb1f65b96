import { migrate } from '../storage/postgres/migrate.ts'
import { type Database, openPool } from '../storage/postgres/open-database.ts'
import { createTestDatabase, type TestDatabase } from './postgres.ts'

let template: Promise<TestDatabase> | undefined

/** Copying a database is faster than migrating each. */
async function createTemplate(): Promise<TestDatabase> {
  const created = await createTestDatabase()
  const database = openPool({ url: created.url, poolSize: 1, timeoutMs: 60_000 })
  await migrate(database)
  await database.close()
  return created
}

/** A new PostgreSQL database with the current schema, which is dropped by `drop`. */
export async function createMigratedDatabase(): Promise<TestDatabase> {
  template ??= createTemplate()
  return await createTestDatabase({ template: await template })
}

/** Opens a new database with the current schema. Each call of `connect` is a server of its own. */
export async function openMigratedDatabase(): Promise<{
  url: string
  connect(timeoutMs?: number): Database
  close(): Promise<void>
}> {
  const { url, drop } = await createMigratedDatabase()
  const databases: Database[] = []
  return {
    url,
    connect(timeoutMs = 5_000) {
      const database = openPool({ url, poolSize: 4, timeoutMs })
      databases.push(database)
      return database
    },
    async close() {
      await Promise.all(databases.map((database) => database.close()))
      await drop()
    },
  }
}
