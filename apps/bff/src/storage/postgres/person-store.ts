import type { BotScope } from '@office365-email/shared/session'
import { and, eq, ne } from 'drizzle-orm'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../../shell/people/person.ts'
import { endsSessions, isDemotion } from '../../shell/people/person-changes.ts'
import type { PersonChanges, PersonStore } from '../../shell/people/person-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import { findAbsentBot } from './find-absent-bot.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import { people, sessions } from './schema.ts'

async function readPerson({ orm }: Executor, id: string): Promise<Person | null> {
  const [person] = await orm.select().from(people).where(eq(people.id, id))
  return person ?? null
}

async function isLastOwner({ orm }: Transaction, { id, role }: Person): Promise<boolean> {
  if (role !== 'owner') return false
  const isOther = and(eq(people.role, 'owner'), ne(people.id, id))
  return (await orm.select({ id: people.id }).from(people).where(isOther).limit(1)).length === 0
}

const isIdentity = (issuer: string, subject: string) =>
  and(eq(people.providerIssuer, issuer), eq(people.providerSubject, subject))

async function isIdentityTaken(
  { orm }: Transaction,
  personId: string,
  { providerIssuer, providerSubject }: PersonChanges,
): Promise<boolean> {
  if (!providerIssuer || !providerSubject) return false
  const isOther = and(isIdentity(providerIssuer, providerSubject), ne(people.id, personId))
  return (await orm.select({ id: people.id }).from(people).where(isOther)).length > 0
}

async function findNoSuchBot(transaction: Transaction, botIds: BotScope | undefined) {
  const index = await findAbsentBot(transaction, botIds ?? 'all')
  return index === null ? null : ({ outcome: 'no-such-bot', index } as const)
}

/** Returns false if another person has the mail address or the identity. */
async function insertPerson(transaction: Transaction, person: Person, event: AuditEvent): Promise<boolean> {
  const inserted = await transaction.orm
    .insert(people)
    .values({ ...person, email: person.email.toLowerCase() })
    .onConflictDoNothing()
    .returning({ id: people.id })
  if (inserted.length === 0) return false
  await appendAuditEvent(transaction, event)
  return true
}

export const hasPerson = async ({ orm }: Executor): Promise<boolean> =>
  (await orm.select({ id: people.id }).from(people).limit(1)).length > 0

/** Call it inside a transaction. Returns false and changes nothing if there is already a person. */
export async function insertFirstPerson(transaction: Transaction, person: Person, event: AuditEvent): Promise<boolean> {
  if (await hasPerson(transaction)) return false
  return await insertPerson(transaction, person, event)
}

export function createPersonStore(database: Database): PersonStore {
  const { orm } = database
  return {
    async list() {
      return await orm.select().from(people).orderBy(people.email)
    },
    async readByEmail(email) {
      const [person] = await orm.select().from(people).where(eq(people.email, email.toLowerCase()))
      return person ?? null
    },
    async readByIdentity({ issuer, subject }) {
      const [person] = await orm.select().from(people).where(isIdentity(issuer, subject))
      return person ?? null
    },
    async create(person, event) {
      return await database.transaction(async (transaction) => {
        const noSuchBot = await findNoSuchBot(transaction, person.botIds)
        if (noSuchBot) return noSuchBot
        return { outcome: (await insertPerson(transaction, person, event)) ? 'created' : 'taken' }
      })
    },
    async createFirst(person, event) {
      return await database.transaction((transaction) => insertFirstPerson(transaction, person, event))
    },
    async update(personId, decide) {
      return await database.transaction(async (transaction) => {
        const person = await readPerson(transaction, personId)
        if (!person) return { outcome: 'absent' }
        const update = decide(person)
        if (!update) return { outcome: 'declined' }
        const { changes, event } = update
        if (isDemotion(changes) && (await isLastOwner(transaction, person))) return { outcome: 'last-owner' }
        const noSuchBot = await findNoSuchBot(transaction, changes.botIds)
        if (noSuchBot) return noSuchBot
        if (await isIdentityTaken(transaction, personId, changes)) return { outcome: 'identity-taken' }
        if (Object.keys(changes).length > 0)
          await transaction.orm.update(people).set(changes).where(eq(people.id, personId))
        if (endsSessions(person, changes)) await transaction.orm.delete(sessions).where(eq(sessions.personId, personId))
        await appendAuditEvent(transaction, event)
        return { outcome: 'updated', person: { ...person, ...changes } }
      })
    },
    async delete(personId, event, isMeant = () => true) {
      return await database.transaction(async (transaction) => {
        const person = await readPerson(transaction, personId)
        if (!person || !isMeant(person)) return 'absent'
        if (await isLastOwner(transaction, person)) return 'last-owner'
        await transaction.orm.delete(people).where(eq(people.id, personId))
        await appendAuditEvent(transaction, event)
        return 'deleted'
      })
    },
  }
}
