import { keepMarkable, keepReadable } from '@office365-email/shared/readable-draft'
import type SQLite from 'better-sqlite3'
import { eq } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type * as schema from './schema.ts'
import { office365Drafts as drafts } from './schema.ts'

type Drafts = BetterSQLite3Database<typeof schema>

/** Earlier versions kept all typed text, even a secret in the wrong field. The checkpoint also clears it from the log. */
export function cleanDrafts(database: Drafts & { $client: SQLite.Database }): void {
  const clean = (reader: Pick<Drafts, 'select' | 'update'>): boolean => {
    let isChanged = false
    for (const { botId, values, doneSteps } of reader.select().from(drafts).all()) {
      const kept = { values: keepReadable(values), doneSteps: keepMarkable(doneSteps) }
      if (JSON.stringify(kept) === JSON.stringify({ values, doneSteps })) continue
      reader.update(drafts).set(kept).where(eq(drafts.botId, botId)).run()
      isChanged = true
    }
    return isChanged
  }
  if (database.transaction(clean, { behavior: 'immediate' })) database.$client.pragma('wal_checkpoint(TRUNCATE)')
}
