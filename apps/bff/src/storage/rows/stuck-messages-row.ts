import type { MessageState } from '@office365-email/shared/message'
import type { StuckMessages } from '../../mail/alerts/alert-condition-store.ts'

/** How many bots are looked at in one statement: few enough that no request waits noticeably. */
export const pageSize = 500

export type StuckRow = Omit<StuckMessages, 'bot'> & StuckMessages['bot']

interface Dialect {
  /** The ID of a message, as text that is in order of bytes. */
  messageId: string
  after: string
  limit: string
  exceptionalStates: MessageState[]
}

/** The statement that reads a page of bots, stuck or not. */
export function selectStuck({ messageId, after, limit, exceptionalStates }: Dialect): string {
  // SQLite uses the index only if the statement repeats its condition.
  const unknownOfBot = `from messages where bot_id = bots.id and state = 'unknown'
    and state in (${exceptionalStates.map((state) => `'${state}'`).join(', ')})`
  return `
    select bots.id, bots.name, coalesce(outbox_usage.waiting, 0) as queued,
      (select count(*) ${unknownOfBot}) as unknown, (select max(${messageId}) ${unknownOfBot}) as "newestUnknown"
    from bots left join outbox_usage on outbox_usage.bot_id = bots.id
    where bots.id > ${after} order by bots.id limit ${limit}`
}

export const isStuck =
  (minQueued: number) =>
  ({ unknown, queued }: StuckRow): boolean =>
    unknown > 0 || queued >= minQueued

/** A page of bots, without those that are not stuck. */
export const toPage = (rows: StuckRow[], isKept: (row: StuckRow) => boolean) => ({
  stuck: rows.filter(isKept).map(({ id, name, ...messages }): StuckMessages => ({ bot: { id, name }, ...messages })),
  next: rows.length === pageSize ? (rows.at(-1)?.id ?? null) : null,
})
