export const dayMs = 24 * 60 * 60_000

/** The day in UTC, such as 2027-05-03. */
export const dayOf = (moment: Date | number): string => new Date(moment).toISOString().slice(0, 10)
