import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { makeFolder } from '../../ground/make-folder.ts'
import type { SealedValues } from '../../mail/encryption-keys/sealed-values.ts'
import { appendAuditEvent } from './audit-store.ts'
import { cleanDrafts } from './clean-drafts.ts'
import { lockDatabase } from './lock-database.ts'
import { openDatabase } from './open-database.ts'
import * as schema from './schema.ts'
import { createSealedValues } from './sealed-values.ts'
import { holdRestored } from './sending-store.ts'

const damaged = (file: string) =>
  new StartupError(exitCodes.dataDamaged, `${file} is not a sound database: use another backup.`)

/** Reads every page of the file, and every reference in it. Throws for a file that is damaged. */
export function requireSoundCopy(file: string): void {
  try {
    const client = new SQLite(file, { readonly: true, fileMustExist: true })
    const isWhole = client.pragma('integrity_check', { simple: true }) === 'ok'
    const brokenReferences = client.pragma('foreign_key_check')
    client.close()
    if (isWhole && Array.isArray(brokenReferences) && brokenReferences.length === 0) return
  } catch (error) {
    if (!(error instanceof SQLite.SqliteError)) throw error
  }
  throw damaged(file)
}

function syncToDisk(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/**
 * Copies the database as it is at one moment, while others write to it; the copy is there whole, or not at all. It is
 * held from the beginning, since a copy may be put in place by hand.
 */
export async function copyDatabase(client: SQLite.Database, file: string, at: Date): Promise<void> {
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
  // One file, without a write-ahead log beside it: that is what gets carried elsewhere.
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

/** Another process has the database open: what it writes would be lost, or worse. A damaged file is no reason to stay. */
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

/** A backup that was made by an older version does not hold itself. */
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

/** Puts a copy in the place of the database, which is kept beside it. Answers where; null if there was none. */
export function putBack(copy: string, file: string, event: AuditEvent): string | null {
  requireSoundCopy(copy)
  const release = lockDatabase(file)
  if (existsSync(file)) requireUnused(file)
  const incoming = `${file}.incoming`
  copyFileSync(copy, incoming)
  chmodSync(incoming, 0o600)
  holdCopy(incoming, event)
  syncToDisk(incoming)
  const kept = existsSync(file) ? `${file}.replaced-${event.at.replaceAll(/[:.]/g, '-')}` : null
  // The log goes first: beside another database it would be read as that one's own.
  if (kept)
    for (const suffix of ['-wal', '-shm', '']) if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix)
  renameSync(incoming, file)
  syncToDisk(dirname(file))
  release()
  return kept
}

/** What is sealed in a copy, which is only read. */
export function openCopy(file: string): { sealedValues: SealedValues; close: () => void } {
  requireSoundCopy(file)
  const client = new SQLite(file, { readonly: true, fileMustExist: true })
  return { sealedValues: createSealedValues(drizzle(client, { schema })), close: () => client.close() }
}
