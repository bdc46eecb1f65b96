import { desc, eq, lt, or } from 'drizzle-orm'
import type { SessionStore } from '../../shell/sessions/session-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { people, sessions } from './schema.ts'

export function createSessionStore(database: Database): SessionStore {
  return {
    async create(session, event, holds) {
      return database.transaction(
        (transaction) => {
          const person = transaction.select().from(people).where(eq(people.id, session.personId)).get()
          if (!person || !holds(person)) return false
          transaction.insert(sessions).values(session).run()
          appendAuditEvent(transaction, event)
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async read(idHash) {
      const row = database
        .select()
        .from(sessions)
        .innerJoin(people, eq(people.id, sessions.personId))
        .where(eq(sessions.idHash, idHash))
        .get()
      return row ? { session: row.sessions, person: row.people } : null
    },
    async list(personId) {
      return database
        .select()
        .from(sessions)
        .where(eq(sessions.personId, personId))
        .orderBy(desc(sessions.signedInAt))
        .all()
    },
    async touch(idHash, lastSeenAt) {
      database.update(sessions).set({ lastSeenAt }).where(eq(sessions.idHash, idHash)).run()
    },
    async delete(idHash, event) {
      database.transaction(
        (transaction) => {
          transaction.delete(sessions).where(eq(sessions.idHash, idHash)).run()
          if (event) appendAuditEvent(transaction, event)
        },
        { behavior: 'immediate' },
      )
    },
    async deleteOlderThan({ signedInAt, lastSeenAt }) {
      database
        .delete(sessions)
        .where(or(lt(sessions.signedInAt, signedInAt), lt(sessions.lastSeenAt, lastSeenAt)))
        .run()
    },
  }
}
