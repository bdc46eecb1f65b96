import { and, eq, gt } from 'drizzle-orm'
import type { SetUpLink, SetUpLinkStore } from '../../shell/sessions/set-up-link-store.ts'
import type { Database } from './open-database.ts'
import { hasPerson, insertFirstPerson } from './person-store.ts'
import { setUpLinks } from './schema.ts'

type Writer = Pick<Database, 'select' | 'insert' | 'delete'>

const hasOpenLink = (reader: Writer, now: number) =>
  reader.select().from(setUpLinks).where(gt(setUpLinks.expiresAt, now)).get() !== undefined

function replaceLink(writer: Writer, link: SetUpLink): void {
  writer.delete(setUpLinks).run()
  writer.insert(setUpLinks).values(link).run()
}

export function createSetUpLinkStore(database: Database): SetUpLinkStore {
  return {
    async create(link, now) {
      return database.transaction(
        (transaction) => {
          if (hasPerson(transaction)) return 'not-needed'
          if (hasOpenLink(transaction, now)) return 'open'
          replaceLink(transaction, link)
          return 'created'
        },
        { behavior: 'immediate' },
      )
    },
    async replace(link) {
      return database.transaction(
        (transaction) => {
          if (hasPerson(transaction)) return false
          replaceLink(transaction, link)
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async redeem(tokenHash, now, owner, event) {
      return database.transaction(
        (transaction) => {
          const isOpen = and(eq(setUpLinks.tokenHash, tokenHash), gt(setUpLinks.expiresAt, now))
          if (transaction.delete(setUpLinks).where(isOpen).run().changes === 0) return false
          return insertFirstPerson(transaction, owner, event)
        },
        { behavior: 'immediate' },
      )
    },
  }
}
