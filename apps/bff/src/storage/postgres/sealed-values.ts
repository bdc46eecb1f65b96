import { eq } from 'drizzle-orm'
import { NIL } from 'uuid'
import type { Health } from '../../mail/configuration/health.ts'
import type {
  Forgetting,
  KeysOfStorage,
  LostValues,
  Resealed,
  SealedKind,
  SealedValue,
  SealedValues,
  UsedKey,
} from '../../mail/encryption-keys/sealed-values.ts'
import { changesWithout } from '../rows/office365-configuration-row.ts'
import { addressColumnOf, type LostRow, sealedColumns, sealedPlaces, toLostValues } from '../rows/sealed-value-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import { office365Configurations as configurations, credentialKeys, encryptionKeys } from './schema.ts'

/** Any constant that no other lock of this program uses. */
const lockKey = 3_650_366

/** The IDs of messages are of a type that no empty text converts to. */
const beforeEveryId = (kind: SealedKind): string => (kind === 'queued message' ? NIL : '')

async function countByKey({ query }: Executor): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { table } of sealedPlaces) {
    const rows = await query<{ id: string; count: number }>(
      `select sealed_with as id, count(*) as count from ${table} where sealed_with is not null group by sealed_with`,
    )
    for (const { id, count } of rows) counts.set(id, (counts.get(id) ?? 0) + count)
  }
  return counts
}

const listKnownKeys = ({ orm }: Executor): Promise<KeysOfStorage['known']> =>
  orm.select({ id: encryptionKeys.id, fingerprint: encryptionKeys.fingerprint }).from(encryptionKeys)

/** Takes one index look-up for each key, independent of the number of values. */
async function listKeysInUse({ query }: Executor): Promise<string[]> {
  const ids = new Set<string>()
  for (const { table } of sealedPlaces) {
    const findNext = async (after: string) => {
      const text = `select min(sealed_with) as id from ${table} where sealed_with > $1`
      const [next] = await query<{ id: string | null }>(text, [after])
      return next?.id
    }
    for (let id = await findNext(''); id; id = await findNext(id)) ids.add(id)
  }
  return [...ids]
}

async function listLost({ query }: Executor, keyId: string): Promise<LostValues[]> {
  const lost: LostValues[] = []
  for (const { kind, table, bot } of sealedPlaces) {
    const rows = await query<LostRow>(
      `select lost.*, bots.name as "botName" from (
         select ${bot} as "botId", ${addressColumnOf(kind)} as address, count(*) as count from ${table}
         where sealed_with = $1 group by 1, 2) as lost left join bots on bots.id = lost."botId"
       order by "botId", address`,
      [keyId],
    )
    lost.push(...rows.map((row) => toLostValues(kind, row)))
  }
  return lost
}

export const listSealed =
  ({ query }: Executor): SealedValues['list'] =>
  async (kind, { after, limit, except = '' }) => {
    const { table, bot, id, sealed, version } = sealedColumns[kind]
    const rows = await query<Omit<SealedValue, 'kind'>>(
      `select ${id} as id, ${bot} as "botId", ${version} as version, ${sealed} as sealed,
         sealed_with as "sealedWith" from ${table}
       where sealed_with is not null and sealed_with <> $1 and ${id} > $2 order by ${id} limit $3`,
      [except, after || beforeEveryId(kind), limit],
    )
    return rows.map((row) => ({ kind, ...row }))
  }

async function replaceOne({ query }: Executor, { value, sealedSecret, sealedWith }: Resealed): Promise<number> {
  const { table, id, sealed } = sealedColumns[value.kind]
  const replaced = await query(
    `update ${table} set ${sealed} = $1, sealed_with = $2 where ${id} = $3 and ${sealed} = $4 returning 1`,
    [sealedSecret, sealedWith, value.id, value.sealed],
  )
  return replaced.length
}

async function deleteCredentialKeys({ orm }: Executor, keyId: string, failing: Health): Promise<void> {
  const isLost = eq(credentialKeys.sealedWith, keyId)
  const keysByBot = Map.groupBy(await orm.select().from(credentialKeys).where(isLost), ({ botId }) => botId)
  for (const [botId, keys] of keysByBot) {
    const isOfBot = eq(configurations.botId, botId)
    const [saved] = await orm.select().from(configurations).where(isOfBot)
    const lostIds = keys.map(({ id }) => id)
    if (saved)
      await orm
        .update(configurations)
        .set(changesWithout(lostIds, saved, failing))
        .where(isOfBot)
  }
  await orm.delete(credentialKeys).where(isLost)
}

async function deleteSealed(executor: Executor, keyId: string, { at, diagnoses }: Forgetting): Promise<void> {
  const { query } = executor
  const health: Health = { state: 'failing', since: at, diagnosis: diagnoses.secret }
  await query(
    `update office365_configurations set sealed_secret = null, sealed_with = null, secret_saved_at = null,
       secret_expires_on = null, health = $1 where sealed_with = $2`,
    [JSON.stringify(health), keyId],
  )
  await deleteCredentialKeys(executor, keyId, health)
  await query('delete from federation_keys where sealed_with = $1', [keyId])
  await query(
    `update messages set state = 'failed', settled_at = $1, diagnosis = $2
     where state = 'queued' and id in (select message_id from outbox where sealed_with = $3)`,
    [at, JSON.stringify(diagnoses.message), keyId],
  )
  await query('delete from outbox where sealed_with = $1', [keyId])
  await query('update intake_links set sealed_secret = null, sealed_with = null where sealed_with = $1', [keyId])
  await query('delete from alert_webhooks where sealed_with = $1', [keyId])
}

async function recordKey(transaction: Transaction, { key: { id, fingerprint }, firstUse }: UsedKey): Promise<void> {
  const { rowCount } = await transaction.orm
    .insert(encryptionKeys)
    .values({ id, fingerprint, firstUsedAt: firstUse.at })
    .onConflictDoNothing()
  if (rowCount === 1) await appendAuditEvent(transaction, firstUse)
}

export function createSealedValues(database: Database, caches: RowCaches): SealedValues {
  /** Configurations contain sealed secrets. */
  const forgettingRows = <Result>(change: Promise<Result>) => change.finally(() => caches.clear())

  return {
    list: listSealed(database),
    replace: (resealed, event) =>
      forgettingRows(
        // Each statement checks its value itself, so 'read committed' is enough, and no delivery interferes.
        database.transaction(async (transaction) => {
          let changes = 0
          for (const one of resealed) changes += await replaceOne(transaction, one)
          if (changes > 0) await appendAuditEvent(transaction, event)
          return changes
        }, 'read committed'),
      ),
    countByKey: () => countByKey(database),
    listKnownKeys: () => listKnownKeys(database),
    listKeysInUse: () => listKeysInUse(database),
    async lockKeys(change, used) {
      // 'read committed' sees what was written while it waited for the lock, and never runs the change twice.
      return await database.transaction(async (transaction) => {
        await transaction.query('select pg_advisory_xact_lock($1)', [lockKey])
        const result = change({ known: await listKnownKeys(transaction), counts: await countByKey(transaction) })
        if (used) await recordKey(transaction, used(result))
        return result
      }, 'read committed')
    },
    listLost: (keyId) => listLost(database, keyId),
    forget: (keyId, forgetting) =>
      forgettingRows(
        database.transaction(async (transaction) => {
          const lost = await listLost(transaction, keyId)
          await deleteSealed(transaction, keyId, forgetting)
          for (const event of forgetting.eventsOf(lost)) await appendAuditEvent(transaction, event)
          return lost
        }),
      ),
  }
}
