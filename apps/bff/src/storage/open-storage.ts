import { type Stats, statSync } from 'node:fs'
import type { StorageLocation } from '../ground/storage-location.ts'
import { lockDatabase } from './sqlite/lock-database.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { openSqliteStorage } from './sqlite/open-storage.ts'
import type { Storage } from './storage.ts'

/** Opens the storage with its engine. */
export async function openStorage(location: StorageLocation): Promise<Storage> {
  if (location.engine === 'sqlite') return openSqliteStorage(location.file)
  const { openPostgresStorage } = await import('./postgres/open-storage.ts')
  return await openPostgresStorage(location)
}

/** Brings the schema up to date. Returns how many migrations ran. */
export async function migrateStorage(location: StorageLocation): Promise<number> {
  if (location.engine === 'postgres') {
    const { migratePostgresStorage } = await import('./postgres/open-storage.ts')
    return await migratePostgresStorage(location)
  }
  let ran = 0
  openDatabase(location.file, (migrations) => {
    ran = migrations
  }).$client.close()
  return ran
}

/** Locks the storage against other servers, if only one may use it. Returns the function that unlocks it. */
export const lockStorage = (location: StorageLocation): (() => void) =>
  location.engine === 'sqlite' ? lockDatabase(location.file) : () => undefined

/** The owner of the storage's files, who runs the server; null if the storage is elsewhere. */
export const findStorageOwner = (location: StorageLocation): Pick<Stats, 'uid' | 'gid'> | null =>
  location.engine === 'sqlite' ? statSync(location.file) : null
