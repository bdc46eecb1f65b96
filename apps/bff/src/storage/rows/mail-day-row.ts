import {
  type BotDayCounts,
  type DayCounts,
  type MailCounts,
  mailCounts,
  noCounts,
} from '../../mail/statistics/mail-counts.ts'

type Row = { day: string } & MailCounts

/** How many bots one statement reads: with SQLite, nothing else runs meanwhile, some milliseconds. */
const botsAtOnce = 100

/** The SQL of both engines. */
export const mailDayColumns = {
  names: mailCounts.join(', '),
  sums: mailCounts.map((name) => `sum(${name}) as ${name}`).join(', '),
  /** Adds to a row that is there. */
  addTo: (table: string) => mailCounts.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', '),
}

export function toDayCounts({ day, ...row }: Row): DayCounts {
  const counts = noCounts()
  for (const name of mailCounts) counts[name] = Number(row[name])
  return { day, counts }
}

/** In one order, so that several servers never wait for each other in a circle. */
export const inOrder = (counts: readonly BotDayCounts[]): BotDayCounts[] =>
  counts.toSorted((one, other) => {
    const [first, second] = [`${one.botId}\n${one.day}`, `${other.botId}\n${other.day}`]
    return first < second ? -1 : Number(first > second)
  })

export function* inPortions(botIds: readonly string[]): Generator<string[]> {
  for (let start = 0; start < botIds.length; start += botsAtOnce) yield botIds.slice(start, start + botsAtOnce)
}
