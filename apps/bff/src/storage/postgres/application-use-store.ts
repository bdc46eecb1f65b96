import { and, asc, eq, isNotNull, ne } from 'drizzle-orm'
import type { ApplicationUseStore } from '../../mail/configuration/application-use-store.ts'
import type { Application } from '../../mail/microsoft/entra.ts'
import { toMailboxes, waitingFor } from '../rows/application-use-rows.ts'
import type { Database } from './open-database.ts'
import { office365Configurations as configurations, office365Drafts as drafts, intakeLinks } from './schema.ts'

export const signsInWith = ({ cloud, tenantId, clientId }: Application) =>
  and(eq(configurations.tenantId, tenantId), eq(configurations.clientId, clientId), eq(configurations.cloud, cloud))

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
    async listBots(application) {
      return await transaction(async ({ orm }) => {
        const saved = await orm
          .select({ botId: configurations.botId })
          .from(configurations)
          .where(signsInWith(application))
          .orderBy(asc(configurations.botId))
        const aside = await orm
          .select({ botId: configurations.botId, waiting: configurations.waiting })
          .from(configurations)
          .where(isNotNull(configurations.waiting))
          .orderBy(asc(configurations.botId))
        return [...saved.map(({ botId }) => botId), ...waitingFor(application, aside)]
      })
    },
  }
}
