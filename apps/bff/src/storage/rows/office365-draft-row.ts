import type { Office365Draft, SavedOffice365Draft } from '@office365-email/shared/office365-draft'
import { keepMarkable, keepReadable } from '@office365-email/shared/readable-draft'

/** Filters again, in case an earlier version wrote the row. `row` is undefined if no draft was saved. */
export const toDraft = (row: (Office365Draft & { savedAt: string }) | undefined): SavedOffice365Draft =>
  row
    ? { values: keepReadable(row.values), doneSteps: keepMarkable(row.doneSteps), savedAt: row.savedAt }
    : { values: {}, doneSteps: [], savedAt: null }
