import type { PastedValues, PasteResult } from '@office365-email/shared/entra-setup/parse-pasted-values'
import { office365Fields } from '@office365-email/shared/office365-fields'

export type { PastedValues, PasteResult } from '@office365-email/shared/entra-setup/parse-pasted-values'

/** What a paste can fill in, in the order of the form. */
export const pastedNames = [...office365Fields, 'secretExpiresOn', 'cloud'] as const satisfies ReadonlyArray<
  keyof PastedValues
>

/** A name and its value: `clientId=…`, `"appId": "…"`, `Tenant ID: …`. */
const assignment = /^\s*["'`]?(?:export\s+|\$env:|\$)?[A-Za-z][\w .()-]{3,48}["'`]?\s*[:=]\s*\S{4}/
const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** Whether the pasted text may contain more than the value of one field. */
export function looksLikeBlock(text: string): boolean {
  const trimmed = text.trim()
  return (
    /[\n\r\t]/.test(trimmed) ||
    trimmed.startsWith('{') ||
    (assignment.test(trimmed) && !/^[a-z]+:\/\//i.test(trimmed)) ||
    (trimmed.match(guid)?.length ?? 0) > 1
  )
}

/** The parser of pasted blocks is loaded when it is first needed. */
export async function readPaste(text: string): Promise<PasteResult> {
  const { parsePastedValues } = await import('@office365-email/shared/entra-setup/parse-pasted-values')
  return parsePastedValues(text)
}

export interface PasteReport extends PasteResult {
  /** Values that the person entered and that differ from the text. */
  entered: ReadonlyArray<keyof PastedValues>
  replaces: boolean
  undo: () => void
}
