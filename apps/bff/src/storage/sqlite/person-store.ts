import { eq, sql } from 'drizzle-orm'
import type { PersonStore } from '../../features/people/person-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { people, sessions } from './schema.ts'

export function createPersonStore(database: Database): PersonStore {
  return {
    async list() {
      return database.select().from(people).orderBy(people.email).all()
    },
    async readByEmail(email) {
      return database.select().from(people).where(sql`lower(${people.email}) = ${email.toLowerCase()}`).get() ?? null
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
    async setPassword(personId, passwordHash, event) {
      database.transaction(
        (transaction) => {
          transaction.update(people).set({ passwordHash }).where(eq(people.id, personId)).run()
          transaction.delete(sessions).where(eq(sessions.personId, personId)).run()
          appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
