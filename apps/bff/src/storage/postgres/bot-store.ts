import type { ConfigurationState, HealthState } from '@office365-email/shared/office365-configuration'
import type { BotScope } from '@office365-email/shared/session'
import { and, asc, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { BotDeletionEvents, BotFilter, BotPage, BotStore } from '../../shell/bots/bot-store.ts'
import { withdrawFromKey, withoutBot } from '../../shell/bots/withdraw-bot.ts'
import type { Person } from '../../shell/people/person.ts'
import { findIdsOf } from '../message-index/read-portions.ts'
import { createBotConditions } from '../rows/bot-conditions.ts'
import { toBot, toBotTotals } from '../rows/bot-row.ts'
import { emptied } from '../rows/office365-configuration-row.ts'
import { deleteUnconfigured, toUnconfiguredBot, type UnconfiguredBot } from '../rows/unconfigured-bot.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import { createPortionReaders } from './portion-readers.ts'
import type { RowCaches } from './row-cache.ts'
import {
  alertWebhooks,
  bots,
  office365Configurations as configurations,
  deletedBots,
  people,
  serviceKeys,
} from './schema.ts'

const state = sql<ConfigurationState>`coalesce(${configurations.state}, 'unconfigured')`
const health = sql<HealthState>`coalesce(${configurations.health} ->> 'state', 'untested')`
const { userEmail, secretExpiresOn } = configurations
/** Only what a list shows, so that no sealed secret and no diagnosis is read for each bot. */
const columns = { id: bots.id, name: bots.name, state, health, userEmail, secretExpiresOn }

const { statusOn, isInState } = createBotConditions({ state, health, secretExpiresOn })

const isWithin = (scope: BotScope): SQL | undefined => (scope === 'all' ? undefined : inArray(bots.id, scope))

function isSelected({ q = '', ...filter }: BotFilter & Pick<BotPage, 'today'>): SQL | undefined {
  // PostgreSQL refuses a NUL in every text, so none contains one.
  if (q.includes('\0')) return sql`false`
  // A line break separates the three, because none of them contains one. The columns' own collation knows only ASCII.
  const texts = sql`lower((${bots.name} || chr(10) || ${bots.id} || chr(10) || coalesce(${userEmail}, '')) collate "und-x-icu")`
  return and(q === '' ? undefined : sql`position(${q.toLowerCase()} in ${texts}) > 0`, isInState(filter))
}

/** Few enough that one statement takes far less than the time limit of statements. */
const batchSize = 5_000

/** Removes the bot from all keys and revokes keys that reached only this bot. Returns the IDs of the revoked keys. */
async function withdrawFromKeys({ orm }: Transaction, botId: string, at: string): Promise<string[]> {
  const revoked: string[] = []
  for (const key of await orm.select().from(serviceKeys)) {
    const withdrawal = withdrawFromKey(key, botId, at)
    if (!withdrawal) continue
    await orm.update(serviceKeys).set(withdrawal.changes).where(eq(serviceKeys.id, key.id))
    if (withdrawal.isRevoked) revoked.push(key.id)
  }
  return revoked
}

/** Removes the bot from all people and returns the changed people. They stay signed in. */
async function withdrawFromPeople(
  { orm }: Transaction,
  botId: string,
): Promise<Pick<Person, 'id' | 'role' | 'botIds'>[]> {
  const changed: Pick<Person, 'id' | 'role' | 'botIds'>[] = []
  for (const { id, role, botIds } of await orm.select().from(people)) {
    const left = withoutBot(botIds, botId)
    if (!left) continue
    await orm.update(people).set({ botIds: left }).where(eq(people.id, id))
    changed.push({ id, role, botIds: left })
  }
  return changed
}

/** Removes the bot from the bots that alert channels are about. */
async function withdrawFromChannels({ orm }: Transaction, botId: string): Promise<void> {
  for (const { id, botIds } of await orm.select().from(alertWebhooks)) {
    const left = withoutBot(botIds ?? 'all', botId)
    if (left) await orm.update(alertWebhooks).set({ botIds: left }).where(eq(alertWebhooks.id, id))
  }
}

/** A new bot with the ID of a deleted one is another bot; only its versions continue. */
async function continueVersions({ orm }: Transaction, botId: string): Promise<void> {
  const [earlier] = await orm.delete(deletedBots).where(eq(deletedBots.id, botId)).returning()
  if (earlier) await orm.insert(configurations).values({ ...emptied, botId, version: earlier.version + 1 })
}

async function readUnconfigured({ orm }: Executor, botId: string): Promise<UnconfiguredBot | 'absent' | 'configured'> {
  const [row] = await orm
    .select({ createdAt: bots.createdAt, state: configurations.state, version: configurations.version })
    .from(bots)
    .leftJoin(configurations, eq(configurations.botId, bots.id))
    .where(eq(bots.id, botId))
  return toUnconfiguredBot(row)
}

export function createBotStore(database: Database, caches: RowCaches): BotStore {
  const select = () =>
    database.orm.select(columns).from(bots).leftJoin(configurations, eq(configurations.botId, bots.id))
  const cache = caches.create(async (botId) => {
    const [row] = await select().where(eq(bots.id, botId))
    return row ? toBot(row) : null
  })

  /** Also after an error, everything is forgotten: the change, of keys too, may have been committed before it. */
  async function change<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    try {
      return await database.transaction(work)
    } finally {
      caches.clear()
    }
  }

  const { readIds } = createPortionReaders(database)

  /** The bot and everything that has its ID; `changed` if it was configured since it was read. */
  async function deleteWith(
    botId: string,
    { createdAt, version }: UnconfiguredBot,
    messageIds: readonly string[],
    { deleted, keyRevoked, personChanged }: BotDeletionEvents,
  ): Promise<'deleted' | 'absent' | 'configured' | 'changed'> {
    return await change(async (transaction) => {
      const { orm, query } = transaction
      const current = await readUnconfigured(transaction, botId)
      if (typeof current === 'string') return current
      if (current.createdAt !== createdAt) return 'absent'
      if (current.version !== version) return 'changed'
      await orm.delete(bots).where(eq(bots.id, botId))
      if (version !== null) await orm.insert(deletedBots).values({ id: botId, version })
      for (let start = 0; start < messageIds.length; start += batchSize)
        await query('delete from messages where id = any($1)', [messageIds.slice(start, start + batchSize)])
      await withdrawFromChannels(transaction, botId)
      for (const id of await withdrawFromKeys(transaction, botId, deleted.at))
        await appendAuditEvent(transaction, keyRevoked(id))
      for (const person of await withdrawFromPeople(transaction, botId))
        await appendAuditEvent(transaction, personChanged(person))
      // This is the bot's last event. Admins of a later bot with the same ID see only what comes after it.
      await appendAuditEvent(transaction, deleted)
      return 'deleted'
    })
  }

  return {
    async list(scope) {
      const rows = await select().where(isWithin(scope)).orderBy(asc(bots.name), asc(bots.id))
      return rows.map(toBot)
    },
    async listPage(scope, { after, limit, ...filter }) {
      const isAfter = after && sql`(${bots.name}, ${bots.id}) > (${after.name}, ${after.id})`
      const rows = await select()
        .where(and(isWithin(scope), isAfter, isSelected(filter)))
        .orderBy(asc(bots.name), asc(bots.id))
        .limit(limit)
      return rows.map(toBot)
    },
    async count(scope, filter) {
      const status = statusOn(filter.today)
      const matching = sql<number>`count(*) filter (where ${isSelected(filter) ?? sql`true`})`
      const rows = await database.orm
        .select({ status, bots: sql<number>`count(*)`, matching })
        .from(bots)
        .leftJoin(configurations, eq(configurations.botId, bots.id))
        .where(isWithin(scope))
        .groupBy(sql`1`)
      return toBotTotals(rows)
    },
    async read(botId) {
      return await cache.get(botId)
    },
    async save({ id, name }, events) {
      return await change(async (transaction) => {
        const { orm } = transaction
        const createdAt = events.created.at
        const [created] = await orm.insert(bots).values({ id, name, createdAt }).onConflictDoNothing().returning()
        if (!created) {
          const hasOtherName = and(eq(bots.id, id), ne(bots.name, name))
          const [renamed] = await orm.update(bots).set({ name }).where(hasOtherName).returning()
          if (!renamed) return 'unchanged'
          await appendAuditEvent(transaction, events.renamed)
          return 'renamed'
        }
        await continueVersions(transaction, id)
        // A grant that was made while the earlier bot with this ID was being deleted must not apply to this one.
        await withdrawFromKeys(transaction, id, createdAt)
        await withdrawFromPeople(transaction, id)
        await withdrawFromChannels(transaction, id)
        await appendAuditEvent(transaction, events.created)
        return 'created'
      })
    },
    async delete(botId, events) {
      return await deleteUnconfigured(
        () => readUnconfigured(database, botId),
        async (bot) => await deleteWith(botId, bot, await findIdsOf(readIds, botId), events),
      )
    },
  }
}
