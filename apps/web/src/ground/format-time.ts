const locale = 'en-GB'

const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
const clockFormat = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
const fullFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' })
const dateFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const relativeFormat = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const dayMs = 24 * 60 * 60 * 1000

const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())

/** "today at 14:02", "yesterday at 09:30", "3 May 2026 at 14:02", in the reader's zone. */
export function formatTime(iso: string, now: Date): string {
  const date = new Date(iso)
  const days = Math.round((midnight(date) - midnight(now)) / dayMs)
  const day = days === 0 || days === -1 ? relativeFormat.format(days, 'day') : dayFormat.format(date)
  return `${day} at ${clockFormat.format(date)}`
}

/** With the name of the time zone, for the title of a time. */
export const formatFullTime = (iso: string): string => fullFormat.format(new Date(iso))

/** A calendar date such as 2026-05-03, which belongs to no zone: "3 May 2026". */
export const formatDate = (date: string): string => dateFormat.format(new Date(`${date}T00:00:00Z`))

/** The day of a time, in the reader's zone: "3 May 2026". */
export const formatDay = (iso: string): string => dayFormat.format(new Date(iso))

/** Whole days from today, in the reader's zone, until a calendar date. Negative for a past date. */
export const daysUntil = (date: string, now: Date): number =>
  Math.round((Date.parse(`${date}T00:00:00Z`) - midnight(now)) / dayMs)

/** "just now", "2 minutes ago", "3 hours ago". */
export const formatMinutesAgo = (minutes: number): string =>
  minutes === 0
    ? 'just now'
    : minutes < 60
      ? relativeFormat.format(-minutes, 'minute')
      : relativeFormat.format(-Math.floor(minutes / 60), 'hour')

/** "today", "tomorrow", "in 7 days", "3 days ago". */
export const formatDaysUntil = (days: number): string => relativeFormat.format(days, 'day')
