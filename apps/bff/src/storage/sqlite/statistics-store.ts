import { setImmediate as nextTurn } from 'node:timers/promises'
import type SQLite from 'better-sqlite3'
import {
  type BotDayCounts,
  type DayCounts,
  type MailCounts,
  mailCounts,
  sumOfDays,
} from '../../mail/statistics/mail-counts.ts'
import type { StatisticsStore } from '../../mail/statistics/statistics-store.ts'
import { inPortions, mailDayColumns, toDayCounts } from '../rows/mail-day-row.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Database } from './open-database.ts'

const { names, sums, addTo } = mailDayColumns
const values = mailCounts.map(() => '?').join(', ')

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

type Row = { day: string } & MailCounts

/** Prepares the function that adds to the counts. Call it inside a transaction. */
export function prepareCounting(client: SQLite.Database): (counts: readonly BotDayCounts[]) => void {
  const addToBot = client.prepare(
    `insert into mail_days (bot_id, day, ${names}) select id, ?, ${values} from bots where id = ? and created_at <= ?
     on conflict (bot_id, day) do update set ${addTo('mail_days')}`,
  )
  const addToTotal = client.prepare(
    `insert into mail_day_totals (day, ${names}) values (?, ${values})
     on conflict (day) do update set ${addTo('mail_day_totals')}`,
  )
  const valuesOf = (counts: MailCounts) => mailCounts.map((name) => counts[name])
  return (given) => {
    const added = given.filter(
      ({ botId, day, since, counts }) => addToBot.run(day, ...valuesOf(counts), botId, since).changes === 1,
    )
    for (const { day, counts } of sumOfDays(added)) addToTotal.run(day, ...valuesOf(counts))
  }
}

export function createStatisticsStore({ $client }: Database, commit: GroupCommit): StatisticsStore {
  const count = prepareCounting($client)
  const readTotals = $client.prepare<[string, string], Row>(
    `select day, ${names} from mail_day_totals where day between ? and ? order by day`,
  )
  const readBots = $client.prepare<[string, string, string], Row>(
    `select day, ${sums} from mail_days
     where bot_id in (select value from json_each(?)) and day between ? and ? group by day`,
  )
  const deleteDays = $client.prepare(
    `delete from mail_days where (bot_id, day) in
       (select bot_id, day from mail_days where day < ? limit ${batchSize})`,
  )
  const deleteTotals = $client.prepare('delete from mail_day_totals where day < ?')

  return {
    async add(counts) {
      await commit(() => count(counts))
    },
    async read(scope, { from, to }) {
      if (scope === 'all') return readTotals.all(from, to).map(toDayCounts)
      const found: DayCounts[] = []
      for (const botIds of inPortions(scope)) {
        // The engine reads on the main thread, where deliveries wait.
        if (found.length > 0) await nextTurn()
        found.push(...readBots.all(JSON.stringify(botIds), from, to).map(toDayCounts))
      }
      return sumOfDays(found)
    },
    async deleteBefore(day) {
      let deleted = deleteTotals.run(day).changes
      for (let changes = batchSize; changes >= batchSize; await nextTurn()) {
        changes = deleteDays.run(day).changes
        deleted += changes
      }
      return deleted
    },
  }
}
