import { formatNumber } from '@office365-email/shared/format-count'

const locale = 'en-GB'
/** American: the British "m" is also a meter and a minute. */
const shortFormat = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })
const shareFormat = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
/** All of the same width: British English has "Sept". */
const monthFormat = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' })
const fullMonthFormat = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** Short enough for a label: "12,345", "1.2M". */
export const formatShort = (count: number): string =>
  count < 100_000 ? formatNumber(count) : shortFormat.format(count)

/** Only all is 100 %, and only nothing is 0 %. */
export function formatShare(share: number): string {
  if (share > 0.999 && share < 1) return '>\u00a099.9%'
  if (share > 0 && share < 0.001) return '<\u00a00.1%'
  return shareFormat.format(share)
}

/** Two digits, as exact as the histogram is: "0.35 s", "4.2 s", "12 min", "3 h". */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  if (seconds < 90) return `${Number(seconds.toPrecision(2))}\u00a0s`
  const minutes = seconds / 60
  return minutes < 90 ? `${Math.round(minutes)}\u00a0min` : `${Math.round(minutes / 60)}\u00a0h`
}

/** "3 May". */
export const formatShortDay = (day: string): string => dayFormat.format(new Date(`${day}T00:00:00Z`))

const firstOf = (month: string) => new Date(`${month}-01T00:00:00Z`)

/** Of 2026-05: "May 26". */
export const formatMonth = (month: string): string => `${monthFormat.format(firstOf(month))} ${month.slice(2, 4)}`

/** "May 2026". */
export const formatFullMonth = (month: string): string => fullMonthFormat.format(firstOf(month))

/** All months from the first to the last day. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  const date = firstOf(from.slice(0, 7))
  for (; date.toISOString().slice(0, 10) <= to; date.setUTCMonth(date.getUTCMonth() + 1))
    months.push(date.toISOString().slice(0, 7))
  return months
}

/** How many months the next 12 months touch, in UTC. From the first day of a month, they end on the last day of another. */
export const monthsInYearFrom = (now: Date): number => (now.getUTCDate() === 1 ? 12 : 13)
