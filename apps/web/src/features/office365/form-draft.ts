import type { FormValues } from './form-values.ts'

interface Draft {
  userId: string
  version: number
  values: Omit<FormValues, 'clientSecret'>
}

const keyOf = (botId: string) => `office365-draft:${botId}`

/** Kept for this tab alone, so that a new sign-in or a reload takes nothing away. The secret never goes in. */
export function saveDraft(botId: string, userId: string, version: number, values: FormValues): void {
  const { clientSecret: _, ...rest } = values
  const draft: Draft = { userId, version, values: rest }
  sessionStorage.setItem(keyOf(botId), JSON.stringify(draft))
}

export const clearDraft = (botId: string): void => sessionStorage.removeItem(keyOf(botId))

/** What this person last entered, if the configuration has not moved since. */
export function readDraft(botId: string, userId: string, version: number): FormValues | null {
  const text = sessionStorage.getItem(keyOf(botId))
  if (!text) return null
  // Written by `saveDraft` of this page alone; an older shape would only leave fields empty.
  const draft = JSON.parse(text) as Draft
  if (draft.userId !== userId || draft.version !== version) return null
  return { ...draft.values, clientSecret: '' }
}
