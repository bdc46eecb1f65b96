/** The lifetimes that Entra offers and admins choose. */
export const lifetimesInMonths = [6, 12, 24] as const

const twoDigits = (part: number) => String(part).padStart(2, '0')

/** The same day in a later month, or that month's last day, in the reader's zone: `YYYY-MM-DD`. */
export function dateInMonths(months: number, now: Date): string {
  const lastOfMonth = new Date(now.getFullYear(), now.getMonth() + months + 1, 0)
  const day = Math.min(now.getDate(), lastOfMonth.getDate())
  return `${lastOfMonth.getFullYear()}-${twoDigits(lastOfMonth.getMonth() + 1)}-${twoDigits(day)}`
}
