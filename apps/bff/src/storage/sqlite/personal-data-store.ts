import { setTimeout as wait } from 'node:timers/promises'
import type { PersonalDataStore, RowChange, StoredPlace } from '../../mail/personal-data/personal-data-store.ts'
import { personalDataTables, rowsAtOnce } from '../rows/personal-data-tables.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'

interface ReadRow {
  rowKey: string | number
  texts: string | null
}

function readStatement(place: StoredPlace): string {
  const { table, key, columns } = personalDataTables[place]
  const names = Object.keys(columns)
  const all = names.map((name) => `coalesce("${name}", '')`).join(` || ' ' || `)
  const texts = names.map((name) => `'${name}', "${name}"`).join(', ')
  const has = ['one', 'two', 'three'].map((needle) => `instr(lower(${all}), @${needle}) > 0`).join(' or ')
  return `select ${key} as rowKey, case when ${has} then json_object(${texts}) end as texts
    from ${table} where ${key} > @after order by ${key} limit ${rowsAtOnce}`
}

function updateStatement(place: StoredPlace): string {
  const { table, key, columns } = personalDataTables[place]
  const names = Object.keys(columns)
  const set = names.map((name) => `"${name}" = @after_${name}`).join(', ')
  const isBefore = names.map((name) => `"${name}" is @before_${name}`).join(' and ')
  return `update ${table} set ${set} where ${key} = @key and ${isBefore}`
}

const deleteMessage = `delete from messages where id = @key and state is @before_state and recipients is @before_recipients
  and not exists (select 1 from idempotency_keys where message_id = messages.id)`

const replaceInAuditEvent = `update audit_events
  set actor = replace(actor, @found, @replacement), details = replace(details, @found, @replacement)
  where sequence = @key and (instr(actor, @found) > 0 or instr(details, @found) > 0)`

const maxTries = 100
const betweenTriesMs = 100

const valuesOf = ({ key, before, after }: RowChange) => ({
  key,
  ...Object.fromEntries(Object.entries(before).map(([name, text]) => [`before_${name}`, text])),
  ...Object.fromEntries(Object.entries(after).map(([name, text]) => [`after_${name}`, text])),
})

export function createPersonalDataStore(database: Database): PersonalDataStore {
  const { $client } = database

  function changeRow(place: StoredPlace, change: RowChange): boolean {
    const values = valuesOf(change)
    if (change.deletes === 'message' && $client.prepare(deleteMessage).run(values).changes === 1) return true
    const isChanged = $client.prepare(updateStatement(place)).run(values).changes === 1
    if (isChanged && change.deletes !== 'nothing')
      $client.prepare('delete from outbox where message_id = ?').run(change.key)
    return isChanged
  }

  /** The trigger that protects audit events allows exactly the replacement that this row names. */
  function changeAuditEvent({ key, replacements }: RowChange): boolean {
    let isChanged = false
    for (const replacement of replacements) {
      $client
        .prepare(
          `insert or replace into audit_retention (id, keep_from, found, replacement) values (2, '', @found, @replacement)`,
        )
        .run(replacement)
      if ($client.prepare(replaceInAuditEvent).run({ key, ...replacement }).changes === 1) isChanged = true
    }
    $client.prepare('delete from audit_retention where id = 2').run()
    return isChanged
  }

  const changeAll = $client.transaction(
    (place: StoredPlace, changes: readonly RowChange[], eventOf: Parameters<PersonalDataStore['change']>[2]) => {
      const isChanged = (change: RowChange) =>
        place === 'audit-events' ? changeAuditEvent(change) : changeRow(place, change)
      const changed = changes.filter(isChanged).length
      if (changed > 0) appendAuditEvent(database, eventOf(changed))
    },
  )

  /**
   * What is deleted in the database is overwritten (`secure_delete`), but its log keeps it until it is cut off. That is not
   * possible while another process reads, such as a backup. SQLite would wait for it, and stop every request meanwhile.
   */
  function cutOffLog(): boolean {
    const timeout = Number($client.pragma('busy_timeout', { simple: true }))
    $client.pragma('busy_timeout = 0')
    try {
      return $client.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
    } finally {
      $client.pragma(`busy_timeout = ${timeout}`)
    }
  }

  return {
    async readSome(place, after, [one = '', two = one, three = one]) {
      const { first } = personalDataTables[place]
      const rows = $client
        .prepare<unknown[], ReadRow>(readStatement(place))
        .all({ after: after ?? first, one, two, three })
      return {
        rows: rows.flatMap(({ rowKey, texts }) =>
          texts === null ? [] : [{ key: String(rowKey), texts: JSON.parse(texts) }],
        ),
        read: rows.length,
        last: rows.length === rowsAtOnce ? String(rows.at(-1)?.rowKey) : null,
      }
    },
    async change(place, changes, eventOf) {
      changeAll.immediate(place, changes, eventOf)
    },
    async forgetDeleted() {
      for (let tries = 1; !cutOffLog() && tries < maxTries; tries += 1) await wait(betweenTriesMs)
    },
  }
}
