import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import { and, asc, eq, inArray, ne, notInArray, sql } from 'drizzle-orm'
import { mailboxOf, refuseSave } from '../../mail/configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../../mail/configuration/office365-configuration-store.ts'
import { type Credential, keyIdsOf, type WaitingCredential } from '../../mail/credentials/credential.ts'
import { emptied, isComplete, toRecord, toSavedValues, waitingAfter } from '../rows/office365-configuration-row.ts'
import { signsInWith } from './application-use-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import { approveIntakeLink } from './intake-link-store.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import { bots, office365Configurations as configurations, credentialKeys, office365Drafts as drafts } from './schema.ts'
import { withdrawQueued } from './withdraw-queued.ts'

const { botId, state, version, userEmail, clientId, tenantId, userId, cloud } = configurations
/** A certificate and a federated credential stay, as a saved secret does. */
const valueColumns = {
  ...{ botId, state, version, userEmail, clientId, tenantId, userId, cloud },
  /** The end of a certificate says nothing about the credential at another place. */
  secretExpiresOn: sql<
    string | null
  >`case when ${configurations.credential} ->> 'kind' = 'client-secret' then ${configurations.secretExpiresOn} end`,
  hasSecret:
    sql`(${configurations.sealedSecret} is not null or ${configurations.credential} ->> 'kind' <> 'client-secret')`.mapWith(
      Boolean,
    ),
}

async function find({ orm }: Executor, botId: string) {
  const [found] = await orm
    .select({ row: configurations, botCreatedAt: bots.createdAt })
    .from(bots)
    .leftJoin(configurations, eq(configurations.botId, bots.id))
    .where(eq(bots.id, botId))
  return found
}

/** Deletes the private keys that the bot's configuration does not name. */
async function deleteUnusedKeys(
  { orm }: Executor,
  botId: string,
  used: { credential: Credential; waiting: WaitingCredential | null },
): Promise<void> {
  await orm
    .delete(credentialKeys)
    .where(and(eq(credentialKeys.botId, botId), notInArray(credentialKeys.id, keyIdsOf(used))))
}

export function createOffice365ConfigurationStore(database: Database, caches: RowCaches): Office365ConfigurationStore {
  const { orm } = database
  const cache = caches.create(async (botId) => {
    const found = await find(database, botId)
    return found ? toRecord(botId, found) : null
  })

  /**
   * Runs one change of a bot's configuration at a time, and none while the bot is being deleted. The lock takes the
   * place of SERIALIZABLE, with which the change would start again whenever a message of the bot does.
   */
  async function change<Result>(
    botId: string,
    work: (transaction: Transaction, found: Awaited<ReturnType<typeof find>>) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await database.transaction(async (transaction) => {
        await transaction.query('select 1 from bots where id = $1 for no key update', [botId])
        return await work(transaction, await find(transaction, botId))
      }, 'read committed')
    } finally {
      // Also after an error: the change may have been committed before the connection broke.
      caches.forget(botId)
    }
  }

  return {
    async read(botId) {
      return (await cache.get(botId)) ?? toRecord(botId, undefined)
    },
    async listHealth() {
      const { botId, health, credential } = configurations
      const sealedWith = sql<string | null>`coalesce(${configurations.sealedWith}, ${credentialKeys.sealedWith})`
      return await orm
        .select({ botId, health, sealedWith })
        .from(configurations)
        .leftJoin(credentialKeys, eq(credentialKeys.id, sql`${credential} ->> 'keyId'`))
        .where(ne(configurations.state, 'unconfigured'))
        .orderBy(asc(botId))
    },
    async listValues(scope) {
      const isWithin = scope === 'all' ? undefined : inArray(configurations.botId, scope)
      return (await orm.select(valueColumns).from(configurations).where(isWithin)).flatMap(toSavedValues)
    },
    async listByApplication(application) {
      const rows = await orm
        .select()
        .from(configurations)
        .where(signsInWith(application))
        .orderBy(asc(configurations.botId))
      return rows.filter(isComplete)
    },
    async save(configuration, madeFrom, event, { key, link, isRenewal = false } = {}) {
      const { botId } = configuration
      return await change(botId, async (transaction, found) => {
        const record = toRecord(botId, found)
        const refusal = refuseSave(record, madeFrom, isRenewal)
        if (refusal) return refusal
        if (link && !(await approveIntakeLink(transaction, link))) return 'link-ended'
        const state = isRenewal && record.state !== 'unconfigured' ? record.state : configuration.state
        if (key) await transaction.orm.insert(credentialKeys).values(key)
        await transaction.orm
          .insert(configurations)
          .values({ ...configuration, state })
          .onConflictDoUpdate({ target: configurations.botId, set: { ...configuration, state } })
        await deleteUnusedKeys(transaction, botId, configuration)
        if (!isRenewal) await transaction.orm.delete(drafts).where(eq(drafts.botId, botId))
        await appendAuditEvent(transaction, event)
        const withdrawal = { settledAt: event.at, diagnosis: diagnoseOwn('configuration_changed') }
        await withdrawQueued(transaction, botId, mailboxOf(configuration), withdrawal)
        return 'saved'
      })
    },
    async saveWaiting(madeFrom, waiting, event, { key, link } = {}) {
      const { botId } = madeFrom
      return await change(botId, async (transaction, found) => {
        const record = toRecord(botId, found)
        const isRefused = refuseSave(record, madeFrom, waiting?.values === null) !== null
        if (isRefused || record.state === 'unconfigured') return 'changed'
        if (link && !(await approveIntakeLink(transaction, link))) return 'link-ended'
        if (key) await transaction.orm.insert(credentialKeys).values(key)
        await transaction.orm.update(configurations).set({ waiting }).where(eq(configurations.botId, botId))
        await deleteUnusedKeys(transaction, botId, { credential: record.credential, waiting })
        if (event) await appendAuditEvent(transaction, event)
        return 'saved'
      })
    },
    async setState(botId, state, event) {
      await change(botId, async (transaction, found) => {
        if (!found?.row || found.row.state === 'unconfigured' || found.row.state === state) return
        const waiting = waitingAfter(state, found.row.waiting)
        await transaction.orm.update(configurations).set({ state, waiting }).where(eq(configurations.botId, botId))
        await deleteUnusedKeys(transaction, botId, { credential: found.row.credential, waiting })
        await appendAuditEvent(transaction, event)
      })
    },
    async remove(botId, event) {
      return await change(botId, async (transaction, found) => {
        if (!found?.row || found.row.state === 'unconfigured') return null
        // A new version, so that results based on the removed values no longer match.
        const removed = { ...emptied, version: found.row.version + 1 }
        await transaction.orm.update(configurations).set(removed).where(eq(configurations.botId, botId))
        await deleteUnusedKeys(transaction, botId, removed)
        await transaction.orm.delete(drafts).where(eq(drafts.botId, botId))
        await appendAuditEvent(transaction, event)
        const withdrawal = { settledAt: event.at, diagnosis: diagnoseOwn('configuration_changed') }
        await withdrawQueued(transaction, botId, null, withdrawal)
        return found.row.generation
      })
    },
    async saveHealth({ botId, generation, version, ...values }, event) {
      await change(botId, async (transaction, found) => {
        if (found?.row?.generation !== generation) return
        if (found.row.version === version && Object.keys(values).length > 0)
          await transaction.orm.update(configurations).set(values).where(eq(configurations.botId, botId))
        if (event) await appendAuditEvent(transaction, event)
      })
    },
  }
}
