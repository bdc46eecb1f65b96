import type { Bot } from '@office365-email/shared/bot'
import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { BotStore } from '../../shell/bots/bot-store.ts'
import type { Person } from '../../shell/people/person.ts'
import { appendAuditEvent } from './audit-store.ts'
import { emptied } from './office365-configuration-store.ts'
import type { Database } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import {
  bots,
  office365Configurations as configurations,
  deletedBots,
  messages,
  people,
  serviceKeys,
} from './schema.ts'

type Row = {
  bots: typeof bots.$inferSelect
  office365_configurations: typeof configurations.$inferSelect | null
}

const toBot = ({ bots: bot, office365_configurations: configuration }: Row): Bot => ({
  id: bot.id,
  name: bot.name,
  office365: {
    state: configuration?.state ?? 'unconfigured',
    health: configuration?.health.state ?? 'untested',
    userEmail: configuration?.userEmail ?? null,
    secretExpiresOn: configuration?.secretExpiresOn ?? null,
  },
})

type Writer = Pick<Database, 'select' | 'insert' | 'update' | 'delete'>

/** Removes the bot from all keys and revokes keys that reached only this bot. Returns the IDs of the revoked keys. */
function withdrawFromKeys(writer: Writer, botId: string, at: string): string[] {
  const revoked: string[] = []
  for (const { id, botIds, revokedAt } of writer.select().from(serviceKeys).all()) {
    if (botIds === 'all' || !botIds.includes(botId)) continue
    const left = botIds.filter((one) => one !== botId)
    const change = { botIds: left, revokedAt: left.length === 0 ? (revokedAt ?? at) : revokedAt }
    writer.update(serviceKeys).set(change).where(eq(serviceKeys.id, id)).run()
    if (left.length === 0 && revokedAt === null) revoked.push(id)
  }
  return revoked
}

/** Removes the bot from all people and returns the changed people. They stay signed in. */
function withdrawFromPeople(writer: Writer, botId: string): Pick<Person, 'id' | 'role' | 'botIds'>[] {
  const changed: Pick<Person, 'id' | 'role' | 'botIds'>[] = []
  for (const { id, role, botIds } of writer.select().from(people).all()) {
    if (botIds === 'all' || !botIds.includes(botId)) continue
    const left = botIds.filter((one) => one !== botId)
    writer.update(people).set({ botIds: left }).where(eq(people.id, id)).run()
    changed.push({ id, role, botIds: left })
  }
  return changed
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

/** Deletes rows that have the bot's ID but no foreign key with cascade. */
function deleteBelongings(writer: Writer, botId: string): void {
  writer.delete(messages).where(eq(messages.botId, botId)).run()
}

export function createBotStore(database: Database, caches: RowCaches): BotStore {
  const cache = caches.create<Bot | null>('bot', [
    { table: 'bots', column: 'id' },
    {
      table: 'office365_configurations',
      column: 'bot_id',
      watched: ['state', 'health', 'user_email', 'secret_expires_on'],
    },
  ])
  const query = () => database.select().from(bots).leftJoin(configurations, eq(configurations.botId, bots.id))
  const readOne = query()
    .where(eq(bots.id, sql.placeholder('botId')))
    .prepare()
  return {
    async list(scope) {
      const filter = scope === 'all' ? undefined : inArray(bots.id, scope)
      return query().where(filter).orderBy(asc(bots.name), asc(bots.id)).all().map(toBot)
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
          appendAuditEvent(transaction, events.created)
          return 'created'
        },
        { behavior: 'immediate' },
      )
    },
    async delete(botId, { deleted, keyRevoked, personChanged }) {
      return database.transaction(
        (transaction) => {
          const configuration = transaction
            .select({ state: configurations.state, version: configurations.version })
            .from(configurations)
            .where(eq(configurations.botId, botId))
            .get()
          if (configuration && configuration.state !== 'unconfigured') return 'configured'
          if (transaction.delete(bots).where(eq(bots.id, botId)).run().changes === 0) return 'absent'
          if (configuration) transaction.insert(deletedBots).values({ id: botId, version: configuration.version }).run()
          deleteBelongings(transaction, botId)
          for (const id of withdrawFromKeys(transaction, botId, deleted.at))
            appendAuditEvent(transaction, keyRevoked(id))
          for (const person of withdrawFromPeople(transaction, botId))
            appendAuditEvent(transaction, personChanged(person))
          // This is the bot's last event. Admins of a later bot with the same ID see only what comes after it.
          appendAuditEvent(transaction, deleted)
          return 'deleted'
        },
        { behavior: 'immediate' },
      )
    },
  }
}
