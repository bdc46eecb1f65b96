const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `date` as `YYYY-MM-DD`; ambiguous if 5/3 may be May or March: the portal uses the browser's language. */
export type DateReading = { date: string } | { isAmbiguous: true }

function writeDate(year: number, month: number, day: number): DateReading | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal && year >= 2000 && year <= 2199 ? { date: date.toISOString().slice(0, 10) } : null
}

const readMonth = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase()) + 1

/** The first date in a text; null if there is none. */
export function readDate(text: string): DateReading | null {
  const head = text.slice(0, 120)
  const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/.exec(head)
  if (iso) return writeDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dotted = /(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/.exec(head)
  if (dotted) return writeDate(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]))
  const slashed = /(?<!\d)(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/.exec(head)
  if (slashed) {
    const [one, other, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])]
    if (one > 12) return writeDate(year, other, one)
    if (other > 12 || one === other) return writeDate(year, one, other)
    return { isAmbiguous: true }
  }
  const dayFirst = /(?<!\d)(\d{1,2})\.? ([A-Za-z]{3,9}),? (\d{4})/.exec(head)
  if (dayFirst) return writeDate(Number(dayFirst[3]), readMonth(dayFirst[2] ?? ''), Number(dayFirst[1]))
  const monthFirst = /([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})/.exec(head)
  if (monthFirst) return writeDate(Number(monthFirst[3]), readMonth(monthFirst[1] ?? ''), Number(monthFirst[2]))
  return null
}
