import type { Bot } from '@office365-email/shared/bot'
import type { ConfigurationState, HealthState } from '@office365-email/shared/office365-configuration'
import type { BotScope } from '@office365-email/shared/session'
import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { BotDeletionEvents, BotFilter, BotPage, BotStore } from '../../shell/bots/bot-store.ts'
import { withdrawFromKey, withoutBot } from '../../shell/bots/withdraw-bot.ts'
import type { Person } from '../../shell/people/person.ts'
import { findIdsOf } from '../message-index/read-portions.ts'
import { createBotConditions } from '../rows/bot-conditions.ts'
import { toBot, toBotTotals } from '../rows/bot-row.ts'
import { emptied } from '../rows/office365-configuration-row.ts'
import { deleteUnconfigured, toUnconfiguredBot, type UnconfiguredBot } from '../rows/unconfigured-bot.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { createPortionReaders } from './portion-readers.ts'
import type { RowCaches } from './row-cache.ts'
import {
  alertWebhooks,
  bots,
  office365Configurations as configurations,
  deletedBots,
  messages,
  people,
  serviceKeys,
} from './schema.ts'

const state = sql<ConfigurationState>`coalesce(${configurations.state}, 'unconfigured')`
const health = sql<HealthState>`coalesce(${configurations.health} ->> '$.state', 'untested')`
const { userEmail, secretExpiresOn } = configurations

/** Only what a list shows, so that no sealed secret and no diagnosis is read for each bot. */
const columns = { id: bots.id, name: bots.name, state, health, userEmail, secretExpiresOn }

const { statusOn, isInState } = createBotConditions({ state, health, secretExpiresOn })

const isWithin = (scope: BotScope): SQL | undefined => (scope === 'all' ? undefined : inArray(bots.id, scope))

function isSelected({ q = '', ...filter }: BotFilter & Pick<BotPage, 'today'>): SQL | undefined {
  // A line break separates the three, because none of them contains one.
  const texts = sql`fold(${bots.name} || char(10) || ${bots.id} || char(10) || coalesce(${userEmail}, ''))`
  return and(q === '' ? undefined : sql`instr(${texts}, ${q.toLowerCase()}) > 0`, isInState(filter))
}

type Writer = Pick<Database, 'select' | 'insert' | 'update' | 'delete'>

/** Removes the bot from all keys and revokes keys that reached only this bot. Returns the IDs of the revoked keys. */
function withdrawFromKeys(writer: Writer, botId: string, at: string): string[] {
  const revoked: string[] = []
  for (const key of writer.select().from(serviceKeys).all()) {
    const withdrawal = withdrawFromKey(key, botId, at)
    if (!withdrawal) continue
    writer.update(serviceKeys).set(withdrawal.changes).where(eq(serviceKeys.id, key.id)).run()
    if (withdrawal.isRevoked) revoked.push(key.id)
  }
  return revoked
}

/** Removes the bot from all people and returns the changed people. They stay signed in. */
function withdrawFromPeople(writer: Writer, botId: string): Pick<Person, 'id' | 'role' | 'botIds'>[] {
  const changed: Pick<Person, 'id' | 'role' | 'botIds'>[] = []
  for (const { id, role, botIds } of writer.select().from(people).all()) {
    const left = withoutBot(botIds, botId)
    if (!left) continue
    writer.update(people).set({ botIds: left }).where(eq(people.id, id)).run()
    changed.push({ id, role, botIds: left })
  }
  return changed
}

/** Removes the bot from the bots that alert channels are about. */
function withdrawFromChannels(writer: Writer, botId: string): void {
  for (const { id, botIds } of writer.select().from(alertWebhooks).all()) {
    const left = withoutBot(botIds ?? 'all', botId)
    if (left) writer.update(alertWebhooks).set({ botIds: left }).where(eq(alertWebhooks.id, id)).run()
  }
}

/** A new bot with the ID of a deleted one is another bot; only its versions continue. */
function continueVersions(writer: Writer, botId: string): void {
  const earlier = writer.select().from(deletedBots).where(eq(deletedBots.id, botId)).get()
  if (!earlier) return
  writer
    .insert(configurations)
    .values({ ...emptied, botId, version: earlier.version + 1 })
    .run()
  writer.delete(deletedBots).where(eq(deletedBots.id, botId)).run()
}

function readUnconfigured(writer: Writer, botId: string): UnconfiguredBot | 'absent' | 'configured' {
  const row = writer
    .select({ createdAt: bots.createdAt, state: configurations.state, version: configurations.version })
    .from(bots)
    .leftJoin(configurations, eq(configurations.botId, bots.id))
    .where(eq(bots.id, botId))
    .get()
  return toUnconfiguredBot(row)
}

/** Few enough for one statement. */
const batchSize = 5_000

export function createBotStore(database: Database, caches: RowCaches): BotStore {
  const cache = caches.create<Bot | null>('bot', [
    { table: 'bots', column: 'id' },
    {
      table: 'office365_configurations',
      column: 'bot_id',
      watched: ['state', 'health', 'user_email', 'secret_expires_on'],
    },
  ])
  const { readIds } = createPortionReaders(database)

  /** The bot and everything that has its ID; `changed` if it was configured since it was read. */
  function deleteWith(
    botId: string,
    { createdAt, version }: UnconfiguredBot,
    messageIds: readonly string[],
    { deleted, keyRevoked, personChanged }: BotDeletionEvents,
  ): 'deleted' | 'absent' | 'configured' | 'changed' {
    return database.transaction(
      (transaction) => {
        const current = readUnconfigured(transaction, botId)
        if (typeof current === 'string') return current
        if (current.createdAt !== createdAt) return 'absent'
        if (current.version !== version) return 'changed'
        transaction.delete(bots).where(eq(bots.id, botId)).run()
        if (version !== null) transaction.insert(deletedBots).values({ id: botId, version }).run()
        for (let start = 0; start < messageIds.length; start += batchSize)
          transaction
            .delete(messages)
            .where(inArray(messages.id, messageIds.slice(start, start + batchSize)))
            .run()
        withdrawFromChannels(transaction, botId)
        for (const id of withdrawFromKeys(transaction, botId, deleted.at)) appendAuditEvent(transaction, keyRevoked(id))
        for (const person of withdrawFromPeople(transaction, botId))
          appendAuditEvent(transaction, personChanged(person))
        // This is the bot's last event. Admins of a later bot with the same ID see only what comes after it.
        appendAuditEvent(transaction, deleted)
        return 'deleted'
      },
      { behavior: 'immediate' },
    )
  }

  const query = () => database.select(columns).from(bots).leftJoin(configurations, eq(configurations.botId, bots.id))
  const readOne = query()
    .where(eq(bots.id, sql.placeholder('botId')))
    .prepare()
  return {
    async list(scope) {
      return query().where(isWithin(scope)).orderBy(asc(bots.name), asc(bots.id)).all().map(toBot)
    },
    async listPage(scope, { after, limit, ...filter }) {
      const isAfter = after && sql`(${bots.name}, ${bots.id}) > (${after.name}, ${after.id})`
      return query()
        .where(and(isWithin(scope), isAfter, isSelected(filter)))
        .orderBy(asc(bots.name), asc(bots.id))
        .limit(limit)
        .all()
        .map(toBot)
    },
    async count(scope, filter) {
      const status = statusOn(filter.today)
      const matching = sql<number>`sum(${isSelected(filter) ?? sql`1`})`
      const rows = database
        .select({ status, bots: sql<number>`count(*)`, matching })
        .from(bots)
        .leftJoin(configurations, eq(configurations.botId, bots.id))
        .where(isWithin(scope))
        .groupBy(sql`1`)
        .all()
      return toBotTotals(rows)
    },
    async read(botId) {
      return cache.get(botId, () => {
        const row = readOne.get({ botId })
        return row ? toBot(row) : null
      })
    },
    async save({ id, name }, events) {
      return database.transaction(
        (transaction) => {
          const existing = transaction.select().from(bots).where(eq(bots.id, id)).get()
          if (existing?.name === name) return 'unchanged'
          if (existing) {
            transaction.update(bots).set({ name }).where(eq(bots.id, id)).run()
            appendAuditEvent(transaction, events.renamed)
            return 'renamed'
          }
          transaction.insert(bots).values({ id, name, createdAt: events.created.at }).run()
          continueVersions(transaction, id)
          // A grant that was made while the earlier bot with this ID was being deleted must not apply to this one.
          withdrawFromKeys(transaction, id, events.created.at)
          withdrawFromPeople(transaction, id)
          withdrawFromChannels(transaction, id)
          appendAuditEvent(transaction, events.created)
          return 'created'
        },
        { behavior: 'immediate' },
      )
    },
    async delete(botId, events) {
      return await deleteUnconfigured(
        async () => readUnconfigured(database, botId),
        async (bot) => deleteWith(botId, bot, await findIdsOf(readIds, botId), events),
      )
    },
  }
}
