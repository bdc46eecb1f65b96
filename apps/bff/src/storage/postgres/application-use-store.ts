import { and, asc, eq, isNotNull, ne } from 'drizzle-orm'
import type { ApplicationUseStore } from '../../mail/configuration/application-use-store.ts'
import { toMailboxes } from '../rows/application-use-rows.ts'
import type { Database } from './open-database.ts'
import { office365Configurations as configurations, office365Drafts as drafts, intakeLinks } from './schema.ts'

export function createApplicationUseStore({ transaction }: Database): ApplicationUseStore {
  return {
    async listOthers({ botId, clientId, now }) {
      return await transaction(async ({ orm }) => {
        const saved = await orm
          .select({ userEmail: configurations.userEmail, userId: configurations.userId })
          .from(configurations)
          .where(and(eq(configurations.clientId, clientId), ne(configurations.botId, botId)))
          .orderBy(asc(configurations.botId))
        const aside = await orm
          .select({ waiting: configurations.waiting })
          .from(configurations)
          .where(and(isNotNull(configurations.waiting), ne(configurations.botId, botId)))
          .orderBy(asc(configurations.botId))
        const submitted = await orm
          .select()
          .from(intakeLinks)
          .where(and(eq(intakeLinks.state, 'submitted'), ne(intakeLinks.botId, botId)))
          .orderBy(asc(intakeLinks.id))
        const typed = await orm
          .select({ values: drafts.values })
          .from(drafts)
          .where(ne(drafts.botId, botId))
          .orderBy(asc(drafts.botId))
        return toMailboxes({ saved, aside, submitted, drafts: typed }, { clientId, now })
      })
    },
  }
}
