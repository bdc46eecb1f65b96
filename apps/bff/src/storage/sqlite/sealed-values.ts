import type { Health } from '../../mail/configuration/health.ts'
import {
  type Forgetting,
  type LostValues,
  type Resealed,
  type SealedKind,
  type SealedValue,
  type SealedValues,
  sealedKinds,
} from '../../mail/encryption-keys/sealed-values.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { encryptionKeys } from './schema.ts'

interface Location {
  table: string
  bot: string
  id: string
  sealed: string
  version: string
}

/** Where each kind is stored. Every table has the key's ID in `sealed_with`. */
const locations: Record<SealedKind, Location> = {
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

/** Counts the values that each key seals, by key ID. */
export function countByKey({ $client }: Pick<Database, '$client'>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { table } of Object.values(locations)) {
    const rows = $client
      .prepare<[], { id: string; count: number }>(
        `select sealed_with as id, count(*) as count from ${table} where sealed_with is not null group by sealed_with`,
      )
      .all()
    for (const { id, count } of rows) counts.set(id, (counts.get(id) ?? 0) + count)
  }
  return counts
}

/** All keys that this database was ever written with, even if they seal nothing now. */
export const listKnownKeys = (database: Database): { id: string; fingerprint: string }[] =>
  database.select({ id: encryptionKeys.id, fingerprint: encryptionKeys.fingerprint }).from(encryptionKeys).all()

/** The IDs of the keys that seal anything. Takes one index lookup per key, independent of the number of values. */
export function listKeysInUse({ $client }: Pick<Database, '$client'>): string[] {
  const ids = new Set<string>()
  for (const { table } of Object.values(locations)) {
    const next = $client
      .prepare<[string], string | null>(`select min(sealed_with) from ${table} where sealed_with > ?`)
      .pluck()
    for (let id = next.get(''); id; id = next.get(id)) ids.add(id)
  }
  return [...ids]
}

function listLost({ $client }: Pick<Database, '$client'>, keyId: string): LostValues[] {
  return sealedKinds.flatMap((kind) => {
    const { table, bot } = locations[kind]
    const address = kind === 'webhook secret' ? 'url' : "''"
    return $client
      .prepare<[string], { botId: string; botName: string | null; address: string; count: number }>(
        `select lost.*, bots.name as botName from (
           select ${bot} as botId, ${address} as address, count(*) as count from ${table} where sealed_with = ?
           group by 1, 2) as lost left join bots on bots.id = lost.botId order by botId, address`,
      )
      .all(keyId)
      .map(({ botId, botName, address: url, count }) => ({
        kind,
        bot: botId === '' ? null : { id: botId, name: botName ?? botId },
        address: url && new URL(url).host,
        count,
      }))
  })
}

function forget(database: Database, keyId: string, { at, diagnoses, eventsOf }: Forgetting): LostValues[] {
  const { $client } = database
  const health: Health = { state: 'failing', since: at, diagnosis: diagnoses.secret }
  return database.transaction(
    (transaction) => {
      const lost = listLost(database, keyId)
      $client
        .prepare(
          `update office365_configurations set sealed_secret = null, sealed_with = null, secret_saved_at = null,
             secret_expires_on = null, health = ? where sealed_with = ?`,
        )
        .run(JSON.stringify(health), keyId)
      $client
        .prepare(
          `update messages set state = 'failed', settled_at = ?, diagnosis = ?
           where state = 'queued' and id in (select message_id from outbox where sealed_with = ?)`,
        )
        .run(at, JSON.stringify(diagnoses.message), keyId)
      $client.prepare('delete from outbox where sealed_with = ?').run(keyId)
      $client
        .prepare('update intake_links set sealed_secret = null, sealed_with = null where sealed_with = ?')
        .run(keyId)
      $client.prepare('delete from alert_webhooks where sealed_with = ?').run(keyId)
      for (const event of eventsOf(lost)) appendAuditEvent(transaction, event)
      return lost
    },
    { behavior: 'immediate' },
  )
}

export function createSealedValues(database: Database): SealedValues {
  const { $client } = database
  const isTable = $client.prepare("select 1 from sqlite_schema where type = 'table' and name = ?")

  function update({ value, sealedSecret, sealedWith }: Resealed): number {
    const { table, id, sealed } = locations[value.kind]
    return $client
      .prepare(`update ${table} set ${sealed} = ?, sealed_with = ? where ${id} = ? and ${sealed} = ?`)
      .run(sealedSecret, sealedWith, value.id, value.sealed).changes
  }

  return {
    async list(kind, { after, limit, except = '' }) {
      const { table, bot, id, sealed, version } = locations[kind]
      // An older backup does not have every table.
      if (isTable.get(table) === undefined) return []
      return $client
        .prepare<[string, string, number], Row>(
          `select ${id} as id, ${bot} as botId, ${version} as version, ${sealed} as sealed,
             sealed_with as sealedWith from ${table}
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
    listKnownKeys: async () => listKnownKeys(database),
    listLost: async (keyId) => listLost(database, keyId),
    forget: async (keyId, forgetting) => forget(database, keyId, forgetting),
  }
}
