import { and, eq, gt } from 'drizzle-orm'
import type { SetUpLink, SetUpLinkStore } from '../../shell/sessions/set-up-link-store.ts'
import type { Database, Transaction } from './open-database.ts'
import { hasPerson, insertFirstPerson } from './person-store.ts'
import { setUpLinks } from './schema.ts'

const hasOpenLink = async ({ orm }: Transaction, now: number) =>
  (await orm.select().from(setUpLinks).where(gt(setUpLinks.expiresAt, now)).limit(1)).length > 0

async function replaceLink({ orm }: Transaction, link: SetUpLink): Promise<void> {
  await orm.delete(setUpLinks)
  await orm.insert(setUpLinks).values(link)
}

export function createSetUpLinkStore(database: Database): SetUpLinkStore {
  return {
    async create(link, now) {
      return await database.transaction(async (transaction) => {
        if (await hasPerson(transaction)) return 'not-needed'
        if (await hasOpenLink(transaction, now)) return 'open'
        await replaceLink(transaction, link)
        return 'created'
      })
    },
    async replace(link) {
      return await database.transaction(async (transaction) => {
        if (await hasPerson(transaction)) return false
        await replaceLink(transaction, link)
        return true
      })
    },
    async redeem(tokenHash, now, owner, event) {
      return await database.transaction(async (transaction) => {
        const isOpen = and(eq(setUpLinks.tokenHash, tokenHash), gt(setUpLinks.expiresAt, now))
        const [used] = await transaction.orm.delete(setUpLinks).where(isOpen).returning()
        return used !== undefined && (await insertFirstPerson(transaction, owner, event))
      })
    },
  }
}
