import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { duringRootRights, readStats, withRootRights } from '../../ground/file-owner.ts'
import { makeFolder } from '../../ground/make-folder.ts'
import type { SealedValues } from '../../mail/encryption-keys/sealed-values.ts'
import { appendAuditEvent } from './audit-store.ts'
import { cleanDrafts } from './clean-drafts.ts'
import { lockDatabase } from './lock-database.ts'
import { openDatabase } from './open-database.ts'
import { requireKnownSchema } from './require-known-schema.ts'
import * as schema from './schema.ts'
import { createSealedValues } from './sealed-values.ts'
import { holdRestored } from './sending-store.ts'

const damaged = (file: string) =>
  new StartupError(exitCodes.dataDamaged, `${file} is not a valid database. Use another backup.`)

/** Checks every page and every foreign key of the file, and throws if it is damaged. */
function requireSoundCopy(file: string): void {
  try {
    const client = new SQLite(file, { readonly: true, fileMustExist: true })
    requireKnownSchema(client, file, { mayBeNew: false })
    const isWhole = client.pragma('integrity_check', { simple: true }) === 'ok'
    const brokenReferences = client.pragma('foreign_key_check')
    client.close()
    if (isWhole && Array.isArray(brokenReferences) && brokenReferences.length === 0) return
  } catch (error) {
    // A copy that this user may not read is not a damaged one.
    if (!(error instanceof SQLite.SqliteError) || error.code.startsWith('SQLITE_CANTOPEN')) throw error
  }
  throw damaged(file)
}

function syncToDisk(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/**
 * Makes a consistent copy while others write to the database. The file appears only when it is complete. Sending is on
 * hold in the copy, because an operator may put it in place by hand.
 */
export const copyDatabase = (client: SQLite.Database, file: string, at: Date): Promise<void> =>
  duringRootRights(file, () => writeCopy(client, file, at))

async function writeCopy(client: SQLite.Database, file: string, at: Date): Promise<void> {
  const folder = dirname(file)
  makeFolder(folder)
  const unfinished = `${file}.unfinished`
  rmSync(unfinished, { force: true })
  const umask = process.umask(0o077)
  try {
    await client.backup(unfinished)
  } finally {
    process.umask(umask)
  }
  // The copy must be a single file without a write-ahead log, because operators move it elsewhere.
  const copy = new SQLite(unfinished)
  copy.pragma('secure_delete = 1')
  copy.transaction(() => holdRestored(copy, at.toISOString())).immediate()
  copy.pragma('journal_mode = delete')
  copy.close()
  requireSoundCopy(unfinished)
  syncToDisk(unfinished)
  renameSync(unfinished, file)
  syncToDisk(folder)
}

/** Throws if another process has the database open, because its writes would be lost. A damaged file may be replaced. */
function requireUnused(file: string): void {
  const client = new SQLite(file, { timeout: 0 })
  try {
    client.pragma('locking_mode = exclusive')
    client.exec('begin exclusive; rollback')
  } catch (error) {
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new StartupError(exitCodes.tryAgainLater, `A server uses the database ${file}. Stop it first.`)
  } finally {
    client.close()
  }
}

/** Puts sending on hold, because backups from older versions do not. */
function holdCopy(file: string, event: AuditEvent): void {
  const database = openDatabase(file)
  cleanDrafts(database)
  database.transaction(
    (transaction) => {
      holdRestored(database.$client, event.at)
      appendAuditEvent(transaction, event)
    },
    { behavior: 'immediate' },
  )
  database.$client.pragma('journal_mode = delete')
  database.$client.close()
}

/** One user may be allowed to read the copy, and another one to write the new file. */
function copyInto(copy: string, file: string, mode: number): void {
  const source = withRootRights(copy, () => openSync(copy, 'r'))
  try {
    const target = openSync(file, 'wx', 0o600)
    try {
      const part = Buffer.alloc(1_048_576)
      for (let length = readSync(source, part); length > 0; length = readSync(source, part))
        for (let written = 0; written < length; ) written += writeSync(target, part, written, length - written)
      fchmodSync(target, mode)
    } finally {
      closeSync(target)
    }
  } finally {
    closeSync(source)
  }
}

/** Replaces the database with a copy and keeps the old file next to it. Returns its path; null if there was none. */
export function putBack(copy: string, file: string, event: AuditEvent): string | null {
  const release = lockDatabase(file)
  const incoming = `${file}.incoming`
  try {
    const present = readStats(file)
    if (present) requireUnused(file)
    rmSync(incoming, { force: true })
    copyInto(copy, incoming, present ? present.mode & 0o777 : 0o600)
    requireSoundCopy(incoming)
    holdCopy(incoming, event)
    syncToDisk(incoming)
    const kept = present ? `${file}.replaced-${event.at.replaceAll(/[:.]/g, '-')}` : null
    // Move the log first: SQLite would read it as the log of the new database.
    if (kept)
      for (const suffix of ['-wal', '-shm', '']) if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix)
    renameSync(incoming, file)
    syncToDisk(dirname(file))
    return kept
  } finally {
    for (const suffix of ['-wal', '-shm', '']) rmSync(incoming + suffix, { force: true })
    release()
  }
}

/** Opens the sealed values of a copy, read-only. */
export function openCopy(file: string): { sealedValues: SealedValues; close: () => void } {
  requireSoundCopy(file)
  const client = new SQLite(file, { readonly: true, fileMustExist: true })
  return { sealedValues: createSealedValues(drizzle(client, { schema })), close: () => client.close() }
}
