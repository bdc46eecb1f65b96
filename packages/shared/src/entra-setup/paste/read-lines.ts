import { looksLikeCurrentSecret } from '../../client-secret.ts'
import { type LabeledValue, type PasteFindings, readBlock } from './paste-block.ts'
import { findLabels, type PasteLabel, readKey, readWholeLabel } from './paste-labels.ts'
import { findGuids } from './read-candidate.ts'
import { readDate } from './read-date.ts'
import { readTable } from './read-table.ts'

/** Characters. A longer line is ignored. */
const longestLine = 20_000

/** Quotation marks of mail programs, bullets and numbers at the start of a line. */
const decoration = /^(?:\s*(?:>|[-*•·–▪◦](?=\s)|\d{1,2}[.)](?=\s)|#{1,6}(?=\s)))*\s*/

/** `KEY=value` and `Key : value`, with the prefixes that shells and YAML use. */
const keyedLine =
  /^(?:export\s+|set\s+|setx\s+|\$env:|\$)?["'`]?([A-Za-z_][\w.:-]{0,80}?)["'`]?\s*(?:=>?|:(?![/:\\]))\s*(.*)$/

/** The text that may separate a label from its value. */
const separator =
  /^[)\]"'*`]*(?:\s*\([^()]{0,60}\))?(?:\s+(?:of|for|from|des|der|du|de)\s[^:=|]{1,40}(?=[:=]))?[)\]"'*`]*\s*(?::|=>?|->|→|\||\t|–|—|\s-\s|\s{2,}|\s(?:is|ist|lautet|est)\s)[\s*:]*/

function readValueAfter(label: PasteLabel, rest: string): { value: string; isSpoken: boolean } | null {
  const match = separator.exec(rest)
  if (match) return { value: rest.slice(match[0].length).trim(), isSpoken: /\s(?:is|ist|lautet|est)\s/.test(match[0]) }
  // "Client ID 1111…", "expires on 3 May 2027": only a space, followed by a value that cannot be anything else.
  const bare = rest.trim()
  const head = bare.slice(0, 40)
  const isPlain = label.target === 'secretExpiresOn' ? readDate(head) !== null : findGuids(head).length > 0
  return isPlain ? { value: bare, isSpoken: false } : null
}

/** "The client secret is attached" mentions a secret, but does not contain one. */
const isMereMention = (label: PasteLabel, { value, isSpoken }: { value: string; isSpoken: boolean }) =>
  isSpoken &&
  label.target === 'clientSecret' &&
  !looksLikeCurrentSecret(value.split(/[\s,;"'`]+/).find((word) => word) ?? '')

/** Labels and values of one line; `pending` is a label at its end, whose value is on the next line. */
function readLine(line: string): { values: LabeledValue[]; pending: PasteLabel | null } {
  const keyed = keyedLine.exec(line)
  const key = keyed?.[1] ? readKey(keyed[1]) : null
  if (keyed && key && findLabels(keyed[2] ?? '').length === 0) {
    const value = (keyed[2] ?? '').trim()
    return value === '' ? { values: [], pending: key } : { values: [{ label: key, value }], pending: null }
  }
  const whole = readWholeLabel(line)
  if (whole) return { values: [], pending: whole }
  const found = findLabels(line)
  const values: LabeledValue[] = []
  let pending: PasteLabel | null = null
  found.forEach(({ label, end }, index) => {
    const next = found[index + 1]
    const after = readValueAfter(label, line.slice(end, next?.start))
    if (!after) return
    if (after.value === '' && !next) pending = label
    if (after.value !== '' && !isMereMention(label, after))
      values.push({ label, value: next ? after.value.replace(/[,;(|]\s*$/, '') : after.value })
  })
  return { values, pending }
}

/** Reads text line by line; lines without a gap between them belong together. */
export function readLines(text: string, findings: PasteFindings): void {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => (line.length > longestLine ? '' : line))
  let block: LabeledValue[] = []
  let pending: PasteLabel | null = null
  const closeBlock = () => {
    readBlock(block, findings)
    block = []
  }
  for (let index = 0; index < lines.length; index += 1) {
    const raw = lines[index] ?? ''
    const line = raw
      .replace(decoration, '')
      .replace(/\|\s*$/, '')
      .trimEnd()
    if (line === '') {
      closeBlock()
      continue
    }
    const table = pending ? null : readTable(lines, index)
    if (table) {
      closeBlock()
      for (const row of table.rows) readBlock(row, findings)
      index += table.length - 1
      continue
    }
    const read = readLine(line)
    if (pending && read.values.length === 0 && !read.pending) {
      const value = line.replace(/^[:=\s]+/, '')
      if (value === '') continue
      block.push({ label: pending, value })
      pending = null
      continue
    }
    block.push(...read.values)
    pending = read.pending
  }
  closeBlock()
}
