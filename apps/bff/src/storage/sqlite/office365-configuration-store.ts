import { and, eq, sql } from 'drizzle-orm'
import { mailboxOf, withdrawnDiagnosis } from '../../features/messages/withdrawn.ts'
import type {
  ConfigurationRecord,
  Office365Configuration,
} from '../../features/office365-configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../../features/office365-configuration/office365-configuration-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { withdrawQueued } from './outbox-store.ts'
import type { RowCaches } from './row-cache.ts'
import { office365Configurations as configurations } from './schema.ts'

type Row = typeof configurations.$inferSelect

const emptied = {
  state: 'unconfigured',
  userEmail: null,
  clientId: null,
  tenantId: null,
  userId: null,
  cloud: null,
  sealedSecret: null,
  sealedWith: null,
  secretSavedAt: null,
  secretExpiresOn: null,
  savedAt: null,
  savedBy: null,
  health: { state: 'untested', since: null },
  restriction: null,
  lastAcceptedAt: null,
  signedInAt: null,
} as const

/** A row is whole or emptied: `save` and `remove` are its only writers. */
const isWhole = (row: Row): row is Row & Office365Configuration => row.state !== 'unconfigured'

function toRecord(botId: string, row: Row | undefined): ConfigurationRecord {
  if (row && isWhole(row)) return row
  return { botId, state: 'unconfigured', version: row?.version ?? 0 }
}

export function createOffice365ConfigurationStore(database: Database, caches: RowCaches): Office365ConfigurationStore {
  const cache = caches.create<ConfigurationRecord>('configuration', [
    { table: 'office365_configurations', column: 'bot_id' },
  ])
  const readRow = (reader: Pick<Database, 'select'>, botId: string) =>
    reader.select().from(configurations).where(eq(configurations.botId, botId)).get()

  const readOne = database
    .select()
    .from(configurations)
    .where(eq(configurations.botId, sql.placeholder('botId')))
    .prepare()

  return {
    async read(botId) {
      return cache.get(botId, () => toRecord(botId, readOne.get({ botId })))
    },
    async listByApplication({ cloud, tenantId, clientId }) {
      return database
        .select()
        .from(configurations)
        .where(
          and(
            eq(configurations.tenantId, tenantId),
            eq(configurations.clientId, clientId),
            eq(configurations.cloud, cloud),
          ),
        )
        .all()
        .filter(isWhole)
    },
    async save(configuration, madeFrom, event) {
      return database.transaction(
        (transaction) => {
          const saved = readRow(transaction, configuration.botId)
          const record = toRecord(configuration.botId, saved)
          if (record.version !== madeFrom.version) return 'changed'
          if (record.state === 'locked') return 'locked'
          // Removed meanwhile: what was kept from it must not come back.
          if (record.state !== madeFrom.state) return 'changed'
          transaction
            .insert(configurations)
            .values(configuration)
            .onConflictDoUpdate({ target: configurations.botId, set: configuration })
            .run()
          appendAuditEvent(transaction, event)
          const withdrawal = { settledAt: event.at, diagnosis: withdrawnDiagnosis }
          withdrawQueued(database, configuration.botId, mailboxOf(configuration), withdrawal)
          return 'saved'
        },
        { behavior: 'immediate' },
      )
    },
    async setState(botId, state, event) {
      database.transaction(
        (transaction) => {
          const saved = readRow(transaction, botId)
          if (!saved || saved.state === 'unconfigured' || saved.state === state) return
          transaction.update(configurations).set({ state }).where(eq(configurations.botId, botId)).run()
          appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async remove(botId, event) {
      const isRemoved = database.transaction(
        (transaction) => {
          const saved = readRow(transaction, botId)
          if (!saved || saved.state === 'unconfigured') return false
          transaction.update(configurations).set(emptied).where(eq(configurations.botId, botId)).run()
          appendAuditEvent(transaction, event)
          withdrawQueued(database, botId, null, { settledAt: event.at, diagnosis: withdrawnDiagnosis })
          return true
        },
        { behavior: 'immediate' },
      )
      // Until then the write-ahead log still holds the sealed secret.
      if (isRemoved) database.$client.pragma('wal_checkpoint(TRUNCATE)')
    },
    async saveHealth({ botId, version, ...change }, event) {
      database.transaction(
        (transaction) => {
          if (Object.keys(change).length > 0)
            transaction
              .update(configurations)
              .set(change)
              .where(and(eq(configurations.botId, botId), eq(configurations.version, version)))
              .run()
          if (event) appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
