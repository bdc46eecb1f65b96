import type { StuckMessages } from '../../mail/alerts/alert-condition-store.ts'

/** How many bots are looked at in one statement: few enough that no request waits noticeably. */
export const pageSize = 500

export type StuckRow = Omit<StuckMessages, 'bot'> & StuckMessages['bot']

export const isStuck =
  (minQueued: number) =>
  ({ unknown, queued }: StuckRow): boolean =>
    unknown > 0 || queued >= minQueued

/** A page of bots, without those that are not stuck. */
export const toPage = (rows: StuckRow[], isKept: (row: StuckRow) => boolean) => ({
  stuck: rows.filter(isKept).map(({ id, name, ...messages }): StuckMessages => ({ bot: { id, name }, ...messages })),
  next: rows.length === pageSize ? (rows.at(-1)?.id ?? null) : null,
})
