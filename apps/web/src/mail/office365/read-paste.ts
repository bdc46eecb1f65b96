import type { PasteResult } from '@office365-email/shared/entra-setup/parse-pasted-values'

export type { PastedValues, PasteResult } from '@office365-email/shared/entra-setup/parse-pasted-values'

/** A name, then what assigns a value to it: `clientId=…`, `"appId": "…"`, `Tenant ID: …`. */
const assignment = /^\s*["'`]?(?:export\s+|\$env:|\$)?[A-Za-z][\w .()-]{3,48}["'`]?\s*[:=]\s*\S{4}/
const guid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

/** Whether what is pasted may be more than the one value of a field. */
export function looksLikeBlock(text: string): boolean {
  const trimmed = text.trim()
  return (
    /[\n\r\t]/.test(trimmed) ||
    trimmed.startsWith('{') ||
    (assignment.test(trimmed) && !/^[a-z]+:\/\//i.test(trimmed)) ||
    (trimmed.match(guid)?.length ?? 0) > 1
  )
}

/** The reader of pasted blocks comes when it is needed first. */
export async function readPaste(text: string): Promise<PasteResult> {
  const { parsePastedValues } = await import('@office365-email/shared/entra-setup/parse-pasted-values')
  return parsePastedValues(text)
}
