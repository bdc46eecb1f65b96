import type {
  PersonalDataStore,
  RowChange,
  StoredPlace,
  StoredTexts,
} from '../../mail/personal-data/personal-data-store.ts'
import { personalDataTables, rowsAtOnce } from '../rows/personal-data-tables.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor } from './open-database.ts'

interface ReadRow {
  row_key: string | number
  texts: StoredTexts | null
}

function readStatement(place: StoredPlace): string {
  const { table, key, keyType, columns } = personalDataTables[place]
  const names = Object.keys(columns)
  const all = names.map((name) => `coalesce("${name}"::text, '')`).join(` || ' ' || `)
  const texts = names.map((name) => `'${name}', "${name}"::text`).join(', ')
  // In the language of a Turkish database, the lower case of I is not i.
  const has = [2, 3, 4].map((needle) => `strpos(lower((${all}) collate "C"), $${needle}) > 0`).join(' or ')
  return `select ${key} as row_key, case when ${has} then json_build_object(${texts}) end as texts
    from ${table} where ${key} > $1::${keyType} order by ${key} limit ${rowsAtOnce}`
}

function updateOf(place: StoredPlace, { key, before, after }: RowChange): { text: string; values: unknown[] } {
  const { table, key: keyColumn, keyType, columns } = personalDataTables[place]
  const names = Object.entries(columns)
  const set = names.map(([name, type], index) => `"${name}" = $${index + 2}::${type}`).join(', ')
  const isBefore = names
    .map(([name], index) => `"${name}"::text is not distinct from $${names.length + index + 2}`)
    .join(' and ')
  const textsOf = (texts: StoredTexts) => names.map(([name]) => texts[name])
  return {
    text: `update ${table} set ${set} where ${keyColumn} = $1::${keyType} and ${isBefore} returning 1`,
    values: [key, ...textsOf(after), ...textsOf(before)],
  }
}

const deleteMessage = `delete from messages where id = $1 and state = $2 and recipients::text = $3
  and not exists (select 1 from idempotency_keys where message_id = messages.id) returning 1`

async function changeRow({ query }: Executor, place: StoredPlace, change: RowChange): Promise<boolean> {
  const { key, before, deletes } = change
  if (deletes === 'message') {
    const deleted = await query(deleteMessage, [key, before['state'], before['recipients']])
    if (deleted.length === 1) return true
  }
  const { text, values } = updateOf(place, change)
  const isChanged = (await query(text, values)).length === 1
  if (isChanged && deletes !== 'nothing') await query('delete from outbox where message_id = $1', [key])
  return isChanged
}

const replaceInAuditEvent = `select replace_address_in_audit_event(sequence, $2, $3) from audit_events
  where sequence = $1::bigint and (strpos(actor::text, $2) > 0 or strpos(details::text, $2) > 0)`

/** The server's role may not change audit events. This function of the owner replaces exactly one address. */
async function changeAuditEvent({ query }: Executor, { key, replacements }: RowChange): Promise<boolean> {
  let isChanged = false
  for (const { found, replacement } of replacements)
    if ((await query(replaceInAuditEvent, [key, found, replacement])).length === 1) isChanged = true
  return isChanged
}

export const createPersonalDataStore = ({ query, transaction }: Database): PersonalDataStore => ({
  async readSome(place, after, [one = '', two = one, three = one]) {
    const rows = await query<ReadRow>(readStatement(place), [after ?? personalDataTables[place].first, one, two, three])
    return {
      rows: rows.flatMap(({ row_key, texts }) => (texts === null ? [] : [{ key: String(row_key), texts }])),
      read: rows.length,
      last: rows.length === rowsAtOnce ? String(rows.at(-1)?.row_key) : null,
    }
  },
  async change(place, changes, eventOf) {
    await transaction(async (open) => {
      let changed = 0
      for (const change of changes) {
        const isChanged =
          place === 'audit-events' ? await changeAuditEvent(open, change) : await changeRow(open, place, change)
        if (isChanged) changed += 1
      }
      if (changed > 0) await appendAuditEvent(open, eventOf(changed))
    }, 'read committed')
  },
  // Vacuuming is the owner's. PostgreSQL does it by itself, at a time of its own.
  forgetDeleted: () => Promise.resolve(),
})
