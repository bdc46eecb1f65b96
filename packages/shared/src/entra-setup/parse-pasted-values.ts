import { findCurrentSecret } from '../client-secret.ts'
import type { NationalCloud } from '../national-cloud.ts'
import { type Office365Field, office365Fields } from '../office365-fields.ts'
import { withoutInvisible } from '../text-rules.ts'
import type { PasteFindings } from './paste/paste-block.ts'
import { findGuids, type PasteRemark } from './paste/read-candidate.ts'
import { readJson } from './paste/read-json.ts'
import { readLines } from './paste/read-lines.ts'
import { settleCloud, settleDate, settleField } from './paste/settle-candidates.ts'

export type PastedValues = { [field in Office365Field]?: string } & {
  cloud?: NationalCloud
  /** `YYYY-MM-DD` */
  secretExpiresOn?: string
}

export interface PasteResult {
  /** Normalized as in the form. Values that were not found or are ambiguous are absent. */
  values: PastedValues
  /** What was found but not used, for the person who pasted. Never contains a value. */
  ignored: PasteRemark[]
}

/** Characters. A longer text is not read. */
const longestPaste = 1_000_000

function remarkOnUnlabeledIds(text: string, values: PastedValues, ignored: PasteRemark[]): void {
  if (values.clientId || values.tenantId || values.userId || ignored.length > 0) return
  const count = findGuids(text).length
  if (count > 0)
    ignored.push({
      name: count === 1 ? 'An ID' : `${count} IDs`,
      reason: 'No label shows what this is: client, tenant and user IDs have the same format.',
    })
}

/**
 * Reads what people paste: output of scripts and commands, JSON, settings, tables and mails. Runs in linear time and never
 * throws. An ambiguous value is not filled in but listed in `ignored`.
 */
export function parsePastedValues(text: string): PasteResult {
  if (text.length > longestPaste)
    return {
      values: {},
      ignored: [{ name: 'The text', reason: 'It is too long. Paste only the part with the values.' }],
    }
  const findings: PasteFindings = { candidates: [], remarks: [] }
  const plain = withoutInvisible(text, ' ')
  readLines(readJson(plain, findings), findings)

  const values: PastedValues = {}
  const ignored = [...findings.remarks]
  for (const field of office365Fields) {
    const settled = settleField(field, findings.candidates)
    if (settled && 'value' in settled) values[field] = settled.value
    else if (settled) ignored.push(settled.remark)
  }
  const date = settleDate(findings.candidates)
  if (date && 'value' in date) values.secretExpiresOn = date.value
  else if (date) ignored.push(date.remark)
  const cloud = settleCloud(findings.candidates, plain)
  if (cloud && 'value' in cloud) values.cloud = cloud.value
  else if (cloud) ignored.push(cloud.remark)

  if (!values.userId && !ignored.some(({ name }) => name === 'User ID')) settleObjectId(findings, values, ignored)
  if (!values.clientSecret && !ignored.some(({ name }) => name === 'Client Secret Key')) {
    const secret = findCurrentSecret(plain)
    if (secret) values.clientSecret = secret
  }
  remarkOnUnlabeledIds(plain, values, ignored)
  return { values, ignored: dropRepeats(ignored) }
}

/** A single `Object ID` is used as the user's, unless it appears with values of an app. */
function settleObjectId(findings: PasteFindings, values: PastedValues, ignored: PasteRemark[]): void {
  const ids = new Set(findings.candidates.filter(({ label }) => label.target === 'unclear').map(({ text }) => text))
  const [only, another] = ids
  if (!only) return
  if (!another && !values.clientId && !values.tenantId) values.userId = only
  else
    ignored.push({
      name: 'Object ID',
      reason: 'It is not clear what it belongs to. User ID is the Object ID on the page of the user.',
    })
}

const dropRepeats = (remarks: readonly PasteRemark[]) =>
  remarks.filter(
    ({ name, reason }, index) => remarks.findIndex((other) => other.name === name && other.reason === reason) === index,
  )
