import { isSchemaUsable } from './migrate.ts'
import type { Database } from './open-database.ts'

/** Within this time the last result is reused, because a probe should not cost a write each time. */
const keptMs = 1_000
/** After a single fault, the server is still ready for this long, so that a restart of the database is not noticed. */
const toleratedMs = 2_000

/** Checks with a write that the database accepts writes: a standby, or a full disk, does not. */
export function createUsabilityCheck(database: Database, serverId: string, isTrusted: () => boolean) {
  let checkedAt = Number.NEGATIVE_INFINITY
  let usableAt = performance.now()
  let isSchemaTooNew = false
  let running: Promise<void> | null = null

  async function check(): Promise<void> {
    checkedAt = performance.now()
    await database.query('update servers set version = version where id = $1', [serverId])
    isSchemaTooNew = !(await isSchemaUsable(database))
    usableAt = performance.now()
  }

  return async (): Promise<'storage-unavailable' | 'lease-lost' | 'schema-too-new' | null> => {
    if (performance.now() - checkedAt >= keptMs)
      running ??= check()
        .catch(() => undefined)
        .finally(() => {
          running = null
        })
    // Also for a probe that comes during the check of another one, whose last result may be old.
    await running
    if (performance.now() - usableAt >= toleratedMs) return 'storage-unavailable'
    if (isSchemaTooNew) return 'schema-too-new'
    return isTrusted() ? null : 'lease-lost'
  }
}
