/** Text, or a number. Null is an empty field. */
export type CsvValue = string | number | null

/** Spreadsheets take these for the beginning of a formula, also behind quotation marks and blanks (OWASP, CSV Injection). */
const formula = /^["'\s]*[=+\-@＝＋－＠]|^[\t\r\n]/u

function writeField(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = formula.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

/** One line (RFC 4180). Every text is in quotation marks. */
export const writeCsvLine = (values: readonly CsvValue[]): string => `${values.map(writeField).join(',')}\r\n`

/** Excel reads a file without it in the encoding of the country. */
export const byteOrderMark = String.fromCodePoint(0xfeff)
