import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { and, eq, ne, sql } from 'drizzle-orm'
import type { ConfigurationRecord, Office365Configuration } from '../../mail/configuration/office365-configuration.ts'
import { mailboxOf } from '../../mail/configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../../mail/configuration/office365-configuration-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { withdrawQueued } from './queue-store.ts'
import type { RowCaches } from './row-cache.ts'
import { bots, office365Configurations as configurations, office365Drafts as drafts } from './schema.ts'
import { createSenderCheck } from './sender-check.ts'

type Row = typeof configurations.$inferSelect

/** The columns of a row, except its version, while the bot has no configuration. */
export const emptied = {
  state: 'unconfigured',
  generation: '',
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

/** A row is either complete or emptied: `save` writes all of it, `remove` empties it. */
const isComplete = (row: Row): row is Row & Office365Configuration => row.state !== 'unconfigured'

type Reader = Pick<Database, 'select'>

function toRecord(reader: Reader, botId: string, row: Row | undefined): ConfigurationRecord {
  if (row && isComplete(row)) return row
  const bot = reader.select({ createdAt: bots.createdAt }).from(bots).where(eq(bots.id, botId)).get()
  return { botId, state: 'unconfigured', version: row?.version ?? 0, botCreatedAt: bot?.createdAt ?? null }
}

/** Whether the bot was deleted since then, even if another one was created with its ID. */
function isBotGone(record: ConfigurationRecord, madeFrom: ConfigurationRecord): boolean {
  if (record.state !== 'unconfigured') return false
  const isOther = madeFrom.state === 'unconfigured' && record.botCreatedAt !== madeFrom.botCreatedAt
  return record.botCreatedAt === null || isOther
}

export function createOffice365ConfigurationStore(database: Database, caches: RowCaches): Office365ConfigurationStore {
  const cache = caches.create<ConfigurationRecord>('configuration', [
    { table: 'office365_configurations', column: 'bot_id' },
    { table: 'bots', column: 'id', watched: ['created_at'] },
  ])
  const readRow = (reader: Reader, botId: string) =>
    reader.select().from(configurations).where(eq(configurations.botId, botId)).get()

  const check = createSenderCheck(database)
  const readOne = database
    .select()
    .from(configurations)
    .where(eq(configurations.botId, sql.placeholder('botId')))
    .prepare()

  return {
    async read(botId) {
      return cache.get(botId, () => toRecord(database, botId, readOne.get({ botId })))
    },
    async listHealth() {
      const { botId, health, sealedWith } = configurations
      const query = database.select({ botId, health, sealedWith }).from(configurations)
      return query.where(ne(configurations.state, 'unconfigured')).all()
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
        .filter(isComplete)
    },
    async save(configuration, madeFrom, event) {
      return database.transaction(
        (transaction) => {
          const saved = readRow(transaction, configuration.botId)
          const record = toRecord(transaction, configuration.botId, saved)
          if (isBotGone(record, madeFrom)) return 'absent'
          if (record.version !== madeFrom.version) return 'changed'
          if (record.state === 'locked') return 'locked'
          // The configuration was removed since then. Values kept from it must not return.
          if (record.state !== madeFrom.state) return 'changed'
          transaction
            .insert(configurations)
            .values(configuration)
            .onConflictDoUpdate({ target: configurations.botId, set: configuration })
            .run()
          transaction.delete(drafts).where(eq(drafts.botId, configuration.botId)).run()
          appendAuditEvent(transaction, event)
          const withdrawal = { settledAt: event.at, diagnosis: diagnoseOwn('configuration_changed') }
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
      const generation = database.transaction(
        (transaction) => {
          const saved = readRow(transaction, botId)
          if (!saved || saved.state === 'unconfigured') return null
          // A new version, so that results based on the removed values no longer match.
          const removed = { ...emptied, version: saved.version + 1 }
          transaction.update(configurations).set(removed).where(eq(configurations.botId, botId)).run()
          transaction.delete(drafts).where(eq(drafts.botId, botId)).run()
          appendAuditEvent(transaction, event)
          withdrawQueued(database, botId, null, {
            settledAt: event.at,
            diagnosis: diagnoseOwn('configuration_changed'),
          })
          return saved.generation
        },
        { behavior: 'immediate' },
      )
      // The write-ahead log still contains the sealed secret until this checkpoint.
      if (generation !== null) database.$client.pragma('wal_checkpoint(TRUNCATE)')
      return generation
    },
    async saveHealth({ botId, generation, version, ...change }, event) {
      database.transaction(
        (transaction) => {
          if (!check.isConfigured({ botId, generation, version })) return
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
