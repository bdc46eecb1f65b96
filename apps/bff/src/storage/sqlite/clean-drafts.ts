import { keepMarkable, keepReadable } from '@office365-email/shared/readable-draft'
import { eq } from 'drizzle-orm'
import type { Database } from './open-database.ts'
import { office365Drafts as drafts } from './schema.ts'

/** Earlier versions kept everything that was typed, and so a secret in the wrong field. It leaves the log too. */
export function cleanDrafts(database: Database): void {
  const clean = (reader: Pick<Database, 'select' | 'update'>): boolean => {
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
