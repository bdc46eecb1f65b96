import { and, count, eq, gt } from 'drizzle-orm'
import type { SetUpLinkStore } from '../../shell/sessions/set-up-link-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { people, setUpLinks } from './schema.ts'

export function createSetUpLinkStore(database: Database): SetUpLinkStore {
  return {
    async create(tokenHash, expiresAt) {
      database.transaction(
        (transaction) => {
          transaction.delete(setUpLinks).run()
          transaction.insert(setUpLinks).values({ tokenHash, expiresAt }).run()
        },
        { behavior: 'immediate' },
      )
    },
    async redeem(tokenHash, now, owner, event) {
      return database.transaction(
        (transaction) => {
          const isOpen = and(eq(setUpLinks.tokenHash, tokenHash), gt(setUpLinks.expiresAt, now))
          if (transaction.delete(setUpLinks).where(isOpen).run().changes === 0) return false
          if (transaction.select({ people: count() }).from(people).get()?.people !== 0) return false
          transaction
            .insert(people)
            .values({ ...owner, email: owner.email.toLowerCase() })
            .run()
          appendAuditEvent(transaction, event)
          return true
        },
        { behavior: 'immediate' },
      )
    },
  }
}
