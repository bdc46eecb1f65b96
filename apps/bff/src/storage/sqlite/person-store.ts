import { and, eq, ne } from 'drizzle-orm'
import type { Person } from '../../features/people/person.ts'
import type { PersonStore } from '../../features/people/person-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { people, sessions } from './schema.ts'

type Reader = Pick<Database, 'select'>

const readPerson = (reader: Reader, id: string) => reader.select().from(people).where(eq(people.id, id)).get()

function isLastOwner(reader: Reader, { id, role }: Person): boolean {
  const isOther = and(eq(people.role, 'owner'), ne(people.id, id))
  return role === 'owner' && reader.select({ id: people.id }).from(people).where(isOther).get() === undefined
}

export function createPersonStore(database: Database): PersonStore {
  return {
    async list() {
      return database.select().from(people).orderBy(people.email).all()
    },
    async readByEmail(email) {
      return database.select().from(people).where(eq(people.email, email.toLowerCase())).get() ?? null
    },
    async create(person, event) {
      return database.transaction(
        (transaction) => {
          const { changes } = transaction
            .insert(people)
            .values({ ...person, email: person.email.toLowerCase() })
            .onConflictDoNothing()
            .run()
          if (changes === 1) appendAuditEvent(transaction, event)
          return changes === 1
        },
        { behavior: 'immediate' },
      )
    },
    async update(personId, changes, event) {
      return database.transaction(
        (transaction) => {
          const person = readPerson(transaction, personId)
          if (!person) return 'absent'
          const isDemoted = changes.role !== undefined && changes.role !== 'owner'
          if (isDemoted && isLastOwner(transaction, person)) return 'last-owner'
          transaction.update(people).set(changes).where(eq(people.id, personId)).run()
          const hasOtherRole = changes.role !== undefined && changes.role !== person.role
          if (hasOtherRole || changes.passwordHash !== undefined)
            transaction.delete(sessions).where(eq(sessions.personId, personId)).run()
          appendAuditEvent(transaction, event)
          return 'updated'
        },
        { behavior: 'immediate' },
      )
    },
    async delete(personId, event) {
      return database.transaction(
        (transaction) => {
          const person = readPerson(transaction, personId)
          if (!person) return 'absent'
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
