import { eq } from 'drizzle-orm'
import type { Health } from '../../mail/configuration/health.ts'
import type {
  Forgetting,
  LostValues,
  Resealed,
  SealedValue,
  SealedValues,
  UsedKey,
} from '../../mail/encryption-keys/sealed-values.ts'
import { changesWithout } from '../rows/office365-configuration-row.ts'
import { addressColumnOf, type LostRow, sealedColumns, sealedPlaces, toLostValues } from '../rows/sealed-value-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { office365Configurations as configurations, credentialKeys, encryptionKeys } from './schema.ts'

type Row = Omit<SealedValue, 'kind'>

/** Counts the values that each key seals, by key ID. */
function countByKey({ $client }: Pick<Database, '$client'>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { table } of sealedPlaces) {
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
const listKnownKeys = (database: Database): { id: string; fingerprint: string }[] =>
  database.select({ id: encryptionKeys.id, fingerprint: encryptionKeys.fingerprint }).from(encryptionKeys).all()

/** The IDs of the keys that seal anything. Takes one index lookup per key, independent of the number of values. */
function listKeysInUse({ $client }: Pick<Database, '$client'>): string[] {
  const ids = new Set<string>()
  for (const { table } of sealedPlaces) {
    const next = $client
      .prepare<[string], string | null>(`select min(sealed_with) from ${table} where sealed_with > ?`)
      .pluck()
    for (let id = next.get(''); id; id = next.get(id)) ids.add(id)
  }
  return [...ids]
}

function listLost({ $client }: Pick<Database, '$client'>, keyId: string): LostValues[] {
  return sealedPlaces.flatMap(({ kind, table, bot }) =>
    $client
      .prepare<[string], LostRow>(
        `select lost.*, bots.name as botName from (
           select ${bot} as botId, ${addressColumnOf(kind)} as address, count(*) as count from ${table}
           where sealed_with = ? group by 1, 2) as lost left join bots on bots.id = lost.botId
         order by botId, address`,
      )
      .all(keyId)
      .map((row) => toLostValues(kind, row)),
  )
}

function forgetCredentialKeys(
  writer: Pick<Database, 'select' | 'update' | 'delete'>,
  keyId: string,
  failing: Health,
): void {
  const isLost = eq(credentialKeys.sealedWith, keyId)
  const keysByBot = Map.groupBy(writer.select().from(credentialKeys).where(isLost).all(), ({ botId }) => botId)
  for (const [botId, keys] of keysByBot) {
    const isOfBot = eq(configurations.botId, botId)
    const saved = writer.select().from(configurations).where(isOfBot).get()
    const lostIds = keys.map(({ id }) => id)
    if (saved)
      writer
        .update(configurations)
        .set(changesWithout(lostIds, saved, failing))
        .where(isOfBot)
        .run()
  }
  writer.delete(credentialKeys).where(isLost).run()
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
      forgetCredentialKeys(transaction, keyId, health)
      $client.prepare('delete from federation_keys where sealed_with = ?').run(keyId)
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

function recordKey(writer: Pick<Database, 'insert'>, { key: { id, fingerprint }, firstUse }: UsedKey): void {
  const { changes } = writer
    .insert(encryptionKeys)
    .values({ id, fingerprint, firstUsedAt: firstUse.at })
    .onConflictDoNothing()
    .run()
  if (changes === 1) appendAuditEvent(writer, firstUse)
}

export function createSealedValues(database: Database): SealedValues {
  const { $client } = database
  const isTable = $client.prepare("select 1 from sqlite_schema where type = 'table' and name = ?")

  function update({ value, sealedSecret, sealedWith }: Resealed): number {
    const { table, id, sealed } = sealedColumns[value.kind]
    return $client
      .prepare(`update ${table} set ${sealed} = ?, sealed_with = ? where ${id} = ? and ${sealed} = ?`)
      .run(sealedSecret, sealedWith, value.id, value.sealed).changes
  }

  return {
    async list(kind, { after, limit, except = '' }) {
      const { table, bot, id, sealed, version } = sealedColumns[kind]
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
    listKeysInUse: async () => listKeysInUse(database),
    async lockKeys(change, used) {
      return database.transaction(
        (transaction) => {
          const result = change({ known: listKnownKeys(database), counts: countByKey(database) })
          if (used) recordKey(transaction, used(result))
          return result
        },
        { behavior: 'immediate' },
      )
    },
    listLost: async (keyId) => listLost(database, keyId),
    forget: async (keyId, forgetting) => forget(database, keyId, forgetting),
  }
}
