import type { ExportFormat } from '@office365-email/shared/export'
import { byteOrderMark, type CsvValue, writeCsvLine } from './csv.ts'

export interface ExportedRows<Row> {
  format: ExportFormat
  rows: AsyncIterable<readonly Row[]>
  columns: Record<string, (row: Row) => CsvValue>
  /** Records how many rows the client got. The file is not complete before. */
  record: (count: number, isComplete: boolean) => Promise<void>
}

/** The pieces of a file. Also records the export if the client leaves or the reading fails. */
export async function* writeFile<Row>({ format, rows, columns, record }: ExportedRows<Row>): AsyncGenerator<string> {
  const read = Object.values(columns)
  const writeRow = (row: Row) =>
    format === 'csv' ? writeCsvLine(read.map((column) => column(row))) : `${JSON.stringify(row)}\n`
  let count = 0
  let isComplete = false
  try {
    if (format === 'csv') yield byteOrderMark + writeCsvLine(Object.keys(columns))
    for await (const some of rows) {
      if (some.length === 0) continue
      count += some.length
      yield some.map(writeRow).join('')
    }
    isComplete = true
  } finally {
    await record(count, isComplete)
  }
}
