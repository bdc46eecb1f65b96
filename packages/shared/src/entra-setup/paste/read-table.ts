import type { LabeledValue } from './paste-block.ts'
import { readWholeLabel } from './paste-labels.ts'

const dashes = /^\s*-{2,}(\s+-{2,})+\s*$/
const ruler = /^[\s|:+-]+$/

/** The cells of a row; null if the line is not a row of a table. */
function splitCells(line: string): string[] | null {
  const bare = line.trim().replace(/^\||\|$/g, '')
  for (const separator of ['\t', '|', ',']) {
    if (bare.includes(separator)) return bare.split(separator, 40).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  }
  return null
}

/** Columns under a line of dashes, as PowerShell and Azure CLI print them. */
function splitByDashes(line: string, ruled: string): string[] {
  const starts = Array.from(ruled.matchAll(/-+/g), ({ index }) => index)
  return starts.map((start, index) => line.slice(start, starts[index + 1]).trim())
}

function labelRow(header: readonly string[], cells: readonly string[]): LabeledValue[] {
  return header.flatMap((name, index) => {
    const label = readWholeLabel(name)
    const value = cells[index]
    return label && value ? [{ label, value }] : []
  })
}

const isHeader = (cells: readonly string[]) =>
  cells.length > 1 && cells.filter((cell) => readWholeLabel(cell) !== null).length > 1

export interface PasteTable {
  rows: LabeledValue[][]
  /** The number of lines in the table. */
  length: number
}

/** The table that starts at a line, or null. */
export function readTable(lines: readonly string[], from: number): PasteTable | null {
  const first = lines[from] ?? ''
  const second = lines[from + 1] ?? ''
  if (dashes.test(second)) {
    const header = splitByDashes(first, second)
    if (!header.some((cell) => readWholeLabel(cell) !== null)) return null
    return collectRows(lines, from + 2, 2, (line) => labelRow(header, splitByDashes(line, second)))
  }
  const header = splitCells(first)
  if (!header || !isHeader(header)) return null
  const skipped = ruler.test(second) && second.includes('-') ? 2 : 1
  return collectRows(lines, from + skipped, skipped, (line) => {
    const cells = splitCells(line)
    return cells && cells.length === header.length ? labelRow(header, cells) : null
  })
}

function collectRows(
  lines: readonly string[],
  from: number,
  headerLength: number,
  read: (line: string) => LabeledValue[] | null,
): PasteTable {
  const rows: LabeledValue[][] = []
  let index = from
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    const row = line.trim() === '' ? null : read(line)
    if (row === null) break
    rows.push(row)
  }
  return { rows, length: headerLength + index - from }
}
