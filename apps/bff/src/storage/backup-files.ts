import type { AuditEvent } from '../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import type { SqliteLocation, StorageLocation } from '../ground/storage-location.ts'
import type { SealedValues } from '../mail/encryption-keys/sealed-values.ts'
import { openCopy, putBack } from './sqlite/copy-database.ts'

export interface BackupFiles {
  openCopy: (copy: string) => { sealedValues: SealedValues; close: () => void }
  /** Replaces the storage with the copy. Returns where the previous one was kept; null if there was none. */
  putBack: (copy: string, event: AuditEvent) => string | null
}

/** Throws if the engine has its own tools for backups. */
export function requireOwnBackups(location: StorageLocation): SqliteLocation {
  if (location.engine === 'sqlite') return location
  throw new StartupError(
    exitCodes.configuration,
    'For PostgreSQL, use its own tools: pg_dump, or a backup to a point in time. See the section on backups in docs/scaling.md. Nothing was changed.',
  )
}

/** The backups that this program makes itself. */
export function openBackupFiles(location: StorageLocation): BackupFiles {
  const { file } = requireOwnBackups(location)
  return { openCopy, putBack: (copy, event) => putBack(copy, file, event) }
}
