import type { Resealed, SealedKind, SealedValue, SealedValues } from '../../features/encryption-keys/sealed-values.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'

interface Place {
  table: string
  bot: string
  id: string
  sealed: string
  version: string
}

/** Where each kind lies. Every table names the key in `sealed_with`. */
const places: Record<SealedKind, Place> = {
  'client secret': {
    table: 'office365_configurations',
    bot: 'bot_id',
    id: 'bot_id',
    sealed: 'sealed_secret',
    version: 'version',
  },
  'intake submission': { table: 'intake_links', bot: 'bot_id', id: 'id', sealed: 'sealed_secret', version: '1' },
  'queued message': { table: 'outbox', bot: 'bot_id', id: 'message_id', sealed: 'sealed_message', version: '1' },
  'webhook secret': { table: 'alert_webhooks', bot: "''", id: 'id', sealed: 'sealed_secret', version: '1' },
}

type Row = Omit<SealedValue, 'kind'>

/** How many values each key seals, by the key's ID. */
export function countByKey({ $client }: Pick<Database, '$client'>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { table } of Object.values(places)) {
    const rows = $client
      .prepare<[], { id: string; count: number }>(
        `select sealed_with as id, count(*) as count from ${table} where sealed_with is not null group by sealed_with`,
      )
      .all()
    for (const { id, count } of rows) counts.set(id, (counts.get(id) ?? 0) + count)
  }
  return counts
}

export function createSealedValues(database: Database): SealedValues {
  const { $client } = database
  const isTable = $client.prepare("select 1 from sqlite_schema where type = 'table' and name = ?")

  function update({ value, sealedSecret, sealedWith }: Resealed): number {
    const { table, id, sealed } = places[value.kind]
    return $client
      .prepare(`update ${table} set ${sealed} = ?, sealed_with = ? where ${id} = ? and ${sealed} = ?`)
      .run(sealedSecret, sealedWith, value.id, value.sealed).changes
  }

  return {
    async list(kind, { after, limit, except = '' }) {
      const { table, bot, id, sealed, version } = places[kind]
      // An older backup does not have every table.
      if (isTable.get(table) === undefined) return []
      return $client
        .prepare<[string, string, number], Row>(
          `select ${id} as id, ${bot} as botId, ${version} as version, ${sealed} as sealed from ${table}
           where sealed_with is not null and sealed_with <> ? and ${id} > ? order by ${id} limit ?`,
        )
        .all(except, after, limit)
        .map((row) => ({ kind, ...row }))
    },
    async replace(resealed, event) {
      return database.transaction(
        (transaction) => {
          const changes = resealed.reduce((count, one) => count + update(one), 0)
          if (changes > 0) appendAuditEvent(transaction, event)
          return changes
        },
        { behavior: 'immediate' },
      )
    },
    countByKey: async () => countByKey(database),
  }
}
