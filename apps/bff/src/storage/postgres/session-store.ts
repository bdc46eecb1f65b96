import { desc, eq, lt, or } from 'drizzle-orm'
import type { SessionStore } from '../../shell/sessions/session-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { people, sessions } from './schema.ts'

export function createSessionStore(database: Database): SessionStore {
  const { orm } = database
  return {
    async create(session, event, holds) {
      return await database.transaction(async (transaction) => {
        const [person] = await transaction.orm.select().from(people).where(eq(people.id, session.personId))
        if (!person || !holds(person)) return false
        await transaction.orm.insert(sessions).values(session)
        await appendAuditEvent(transaction, event)
        return true
      })
    },
    async read(idHash) {
      const [row] = await orm
        .select()
        .from(sessions)
        .innerJoin(people, eq(people.id, sessions.personId))
        .where(eq(sessions.idHash, idHash))
      return row ? { session: row.sessions, person: row.people } : null
    },
    async list(personId) {
      return await orm.select().from(sessions).where(eq(sessions.personId, personId)).orderBy(desc(sessions.signedInAt))
    },
    async touch(idHash, lastSeenAt) {
      await orm.update(sessions).set({ lastSeenAt }).where(eq(sessions.idHash, idHash))
    },
    async delete(idHash, event) {
      await database.transaction(async (transaction) => {
        await transaction.orm.delete(sessions).where(eq(sessions.idHash, idHash))
        if (event) await appendAuditEvent(transaction, event)
      })
    },
    async deleteOlderThan({ signedInAt, lastSeenAt }) {
      await orm.delete(sessions).where(or(lt(sessions.signedInAt, signedInAt), lt(sessions.lastSeenAt, lastSeenAt)))
    },
  }
}
