import { type BotDayCounts, type DayCounts, type MailCounts, sumOfDays } from '../../mail/statistics/mail-counts.ts'
import type { StatisticsStore } from '../../mail/statistics/statistics-store.ts'
import { inOrder, inPortions, mailDayColumns, toDayCounts } from '../rows/mail-day-row.ts'
import type { Database, Executor } from './open-database.ts'

const { names, sums, addTo } = mailDayColumns

const batchSize = 200

type Row = { day: string } & MailCounts

const addition = `with given as (
    select counted.*, item ->> 'since' as since
    from json_array_elements($1) as item, json_populate_record(null::mail_days, item) as counted),
  known as (select given.* from given join bots on bots.id = given.bot_id and bots.created_at <= given.since
    order by given.bot_id, given.day),
  of_bots as (
    insert into mail_days (bot_id, day, ${names}) select bot_id, day, ${names} from known
    on conflict (bot_id, day) do update set ${addTo('mail_days')})
  insert into mail_day_totals (day, ${names}) select day, ${sums} from known group by day order by day
  on conflict (day) do update set ${addTo('mail_day_totals')}`

/** Adds to the counts of bots that have existed since then. */
export async function addMailCounts({ query }: Executor, given: readonly BotDayCounts[]): Promise<void> {
  if (given.length === 0) return
  const rows = inOrder(given).map(({ botId, day, since, counts }) => ({ bot_id: botId, day, since, ...counts }))
  await query(addition, [JSON.stringify(rows)])
}

export function createStatisticsStore(database: Database): StatisticsStore {
  const { query } = database
  return {
    add: (counts) => addMailCounts(database, counts),
    async read(scope, { from, to }) {
      if (scope === 'all') {
        const rows = await query<Row>(
          `select day, ${names} from mail_day_totals where day between $1 and $2 order by day`,
          [from, to],
        )
        return rows.map(toDayCounts)
      }
      const found: DayCounts[] = []
      for (const botIds of inPortions(scope)) {
        const rows = await query<Row>(
          `select day, ${sums} from mail_days where bot_id = any($1) and day between $2 and $3 group by day`,
          [botIds, from, to],
        )
        found.push(...rows.map(toDayCounts))
      }
      return sumOfDays(found)
    },
    async deleteBefore(day) {
      let deleted = (await query('delete from mail_day_totals where day < $1 returning 1', [day])).length
      for (let changes = batchSize; changes >= batchSize; deleted += changes)
        changes = (
          await query(
            `delete from mail_days where (bot_id, day) in
               (select bot_id, day from mail_days where day < $1 order by day limit ${batchSize}) returning 1`,
            [day],
          )
        ).length
      return deleted
    },
  }
}
