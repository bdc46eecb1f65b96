import type { BotScope } from '@office365-email/shared/session'
import { and, eq, ne } from 'drizzle-orm'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../../shell/people/person.ts'
import { endsSessions, isDemotion } from '../../shell/people/person-changes.ts'
import type { PersonChanges, PersonStore } from '../../shell/people/person-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import { findAbsentBot } from './find-absent-bot.ts'
import type { Database } from './open-database.ts'
import { people, sessions } from './schema.ts'

type Reader = Pick<Database, 'select'>

const readPerson = (reader: Reader, id: string) => reader.select().from(people).where(eq(people.id, id)).get()

function isLastOwner(reader: Reader, { id, role }: Person): boolean {
  const isOther = and(eq(people.role, 'owner'), ne(people.id, id))
  return role === 'owner' && reader.select({ id: people.id }).from(people).where(isOther).get() === undefined
}

const isIdentity = (issuer: string, subject: string) =>
  and(eq(people.providerIssuer, issuer), eq(people.providerSubject, subject))

function isIdentityTaken(
  reader: Reader,
  personId: string,
  { providerIssuer, providerSubject }: PersonChanges,
): boolean {
  if (!providerIssuer || !providerSubject) return false
  const isOther = and(isIdentity(providerIssuer, providerSubject), ne(people.id, personId))
  return reader.select({ id: people.id }).from(people).where(isOther).get() !== undefined
}

function findNoSuchBot(reader: Reader, botIds: BotScope | undefined) {
  const index = findAbsentBot(reader, botIds ?? 'all')
  return index === null ? null : ({ outcome: 'no-such-bot', index } as const)
}

export const hasPerson = (reader: Reader): boolean =>
  reader.select({ id: people.id }).from(people).limit(1).get() !== undefined

/** Call it inside a transaction. Returns false and changes nothing if there is already a person. */
export function insertFirstPerson(
  writer: Pick<Database, 'select' | 'insert'>,
  person: Person,
  event: AuditEvent,
): boolean {
  if (hasPerson(writer)) return false
  writer
    .insert(people)
    .values({ ...person, email: person.email.toLowerCase() })
    .run()
  appendAuditEvent(writer, event)
  return true
}

export function createPersonStore(database: Database): PersonStore {
  return {
    async list() {
      return database.select().from(people).orderBy(people.email).all()
    },
    async readByEmail(email) {
      return database.select().from(people).where(eq(people.email, email.toLowerCase())).get() ?? null
    },
    async readByIdentity({ issuer, subject }) {
      return database.select().from(people).where(isIdentity(issuer, subject)).get() ?? null
    },
    async create(person, event) {
      return database.transaction(
        (transaction) => {
          const noSuchBot = findNoSuchBot(transaction, person.botIds)
          if (noSuchBot) return noSuchBot
          const { changes } = transaction
            .insert(people)
            .values({ ...person, email: person.email.toLowerCase() })
            .onConflictDoNothing()
            .run()
          if (changes === 0) return { outcome: 'taken' }
          appendAuditEvent(transaction, event)
          return { outcome: 'created' }
        },
        { behavior: 'immediate' },
      )
    },
    async createFirst(person, event) {
      return database.transaction((transaction) => insertFirstPerson(transaction, person, event), {
        behavior: 'immediate',
      })
    },
    async update(personId, decide) {
      return database.transaction(
        (transaction) => {
          const person = readPerson(transaction, personId)
          if (!person) return { outcome: 'absent' }
          const update = decide(person)
          if (!update) return { outcome: 'declined' }
          const { changes, event } = update
          if (isDemotion(changes) && isLastOwner(transaction, person)) return { outcome: 'last-owner' }
          const noSuchBot = findNoSuchBot(transaction, changes.botIds)
          if (noSuchBot) return noSuchBot
          if (isIdentityTaken(transaction, personId, changes)) return { outcome: 'identity-taken' }
          if (Object.keys(changes).length > 0)
            transaction.update(people).set(changes).where(eq(people.id, personId)).run()
          if (endsSessions(person, changes)) transaction.delete(sessions).where(eq(sessions.personId, personId)).run()
          appendAuditEvent(transaction, event)
          return { outcome: 'updated', person: { ...person, ...changes } }
        },
        { behavior: 'immediate' },
      )
    },
    async delete(personId, event, isMeant = () => true) {
      return database.transaction(
        (transaction) => {
          const person = readPerson(transaction, personId)
          if (!person || !isMeant(person)) return 'absent'
          if (isLastOwner(transaction, person)) return 'last-owner'
          transaction.delete(people).where(eq(people.id, personId)).run()
          appendAuditEvent(transaction, event)
          return 'deleted'
        },
        { behavior: 'immediate' },
      )
    },
  }
}
