/** What Entra offers and admins choose. */
export const lifetimesInMonths = [6, 12, 24] as const

const twoDigits = (part: number) => String(part).padStart(2, '0')

/** The same day of a later month in the reader's zone, or that month's last: `YYYY-MM-DD`. */
export function dateInMonths(months: number, now: Date): string {
  const lastOfMonth = new Date(now.getFullYear(), now.getMonth() + months + 1, 0)
  const day = Math.min(now.getDate(), lastOfMonth.getDate())
  return `${lastOfMonth.getFullYear()}-${twoDigits(lastOfMonth.getMonth() + 1)}-${twoDigits(day)}`
}
