import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { and, eq, inArray, ne, notInArray, sql } from 'drizzle-orm'
import { type ConfigurationRecord, mailboxOf, refuseSave } from '../../mail/configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../../mail/configuration/office365-configuration-store.ts'
import { type Credential, keyIdsOf, type WaitingCredential } from '../../mail/credentials/credential.ts'
import { emptied, isComplete, toRecord, toSavedValues, waitingAfter } from '../rows/office365-configuration-row.ts'
import { signsInWith } from './application-use-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import { approveIntakeLink } from './intake-link-store.ts'
import type { Database } from './open-database.ts'
import { withdrawQueued } from './queue-store.ts'
import type { RowCaches } from './row-cache.ts'
import { bots, office365Configurations as configurations, credentialKeys, office365Drafts as drafts } from './schema.ts'
import { createSenderCheck } from './sender-check.ts'

const { botId, state, version, userEmail, clientId, tenantId, userId, cloud } = configurations
/** A certificate and a federated credential stay, as a saved secret does. */
const valueColumns = {
  ...{ botId, state, version, userEmail, clientId, tenantId, userId, cloud },
  /** The end of a certificate says nothing about the credential at another place. */
  secretExpiresOn: sql<
    string | null
  >`case when json_extract(${configurations.credential}, '$.kind') = 'client-secret' then ${configurations.secretExpiresOn} end`,
  hasSecret:
    sql`(${configurations.sealedSecret} is not null or json_extract(${configurations.credential}, '$.kind') <> 'client-secret')`.mapWith(
      Boolean,
    ),
}

type Reader = Pick<Database, 'select'>

/** Deletes the private keys that the bot's configuration does not name. */
function deleteUnusedKeys(
  writer: Pick<Database, 'delete'>,
  botId: string,
  used: { credential: Credential; waiting: WaitingCredential | null },
): void {
  writer
    .delete(credentialKeys)
    .where(and(eq(credentialKeys.botId, botId), notInArray(credentialKeys.id, keyIdsOf(used))))
    .run()
}

export function createOffice365ConfigurationStore(database: Database, caches: RowCaches): Office365ConfigurationStore {
  const cache = caches.create<ConfigurationRecord>('configuration', [
    { table: 'office365_configurations', column: 'bot_id' },
    { table: 'bots', column: 'id', watched: ['created_at'] },
  ])
  const readRow = (reader: Reader, botId: string) =>
    reader.select().from(configurations).where(eq(configurations.botId, botId)).get()

  const check = createSenderCheck(database)
  const findOne = database
    .select({ row: configurations, botCreatedAt: bots.createdAt })
    .from(bots)
    .leftJoin(configurations, eq(configurations.botId, bots.id))
    .where(eq(bots.id, sql.placeholder('botId')))
    .prepare()

  return {
    async read(botId) {
      return cache.get(botId, () => toRecord(botId, findOne.get({ botId })))
    },
    async listHealth() {
      const { botId, health, credential } = configurations
      const sealedWith = sql<string | null>`coalesce(${configurations.sealedWith}, ${credentialKeys.sealedWith})`
      return database
        .select({ botId, health, sealedWith })
        .from(configurations)
        .leftJoin(credentialKeys, eq(credentialKeys.id, sql`json_extract(${credential}, '$.keyId')`))
        .where(ne(configurations.state, 'unconfigured'))
        .all()
    },
    async listValues(scope) {
      const isWithin = scope === 'all' ? undefined : inArray(configurations.botId, scope)
      return database.select(valueColumns).from(configurations).where(isWithin).all().flatMap(toSavedValues)
    },
    async listByApplication(application) {
      return database.select().from(configurations).where(signsInWith(application)).all().filter(isComplete)
    },
    async save(configuration, madeFrom, event, { key, link, isRenewal = false } = {}) {
      return database.transaction(
        (transaction) => {
          const { botId } = configuration
          const record = toRecord(botId, findOne.get({ botId }))
          const refusal = refuseSave(record, madeFrom, isRenewal)
          if (refusal) return refusal
          if (link && !approveIntakeLink(transaction, link)) return 'link-ended'
          const state = isRenewal && record.state !== 'unconfigured' ? record.state : configuration.state
          if (key) transaction.insert(credentialKeys).values(key).run()
          transaction
            .insert(configurations)
            .values({ ...configuration, state })
            .onConflictDoUpdate({ target: configurations.botId, set: { ...configuration, state } })
            .run()
          deleteUnusedKeys(transaction, botId, configuration)
          if (!isRenewal) transaction.delete(drafts).where(eq(drafts.botId, botId)).run()
          appendAuditEvent(transaction, event)
          const withdrawal = { settledAt: event.at, diagnosis: diagnoseOwn('configuration_changed') }
          withdrawQueued(database, botId, mailboxOf(configuration), withdrawal)
          return 'saved'
        },
        { behavior: 'immediate' },
      )
    },
    async saveWaiting(madeFrom, waiting, event, { key, link } = {}) {
      const { botId } = madeFrom
      return database.transaction(
        (transaction) => {
          const record = toRecord(botId, findOne.get({ botId }))
          const isRefused = refuseSave(record, madeFrom, waiting?.values === null) !== null
          if (isRefused || record.state === 'unconfigured') return 'changed'
          if (link && !approveIntakeLink(transaction, link)) return 'link-ended'
          if (key) transaction.insert(credentialKeys).values(key).run()
          transaction.update(configurations).set({ waiting }).where(eq(configurations.botId, botId)).run()
          deleteUnusedKeys(transaction, botId, { credential: record.credential, waiting })
          if (event) appendAuditEvent(transaction, event)
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
          const waiting = waitingAfter(state, saved.waiting)
          transaction.update(configurations).set({ state, waiting }).where(eq(configurations.botId, botId)).run()
          deleteUnusedKeys(transaction, botId, { credential: saved.credential, waiting })
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
          deleteUnusedKeys(transaction, botId, removed)
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
