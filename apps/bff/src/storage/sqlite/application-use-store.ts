import { and, eq, isNotNull, ne } from 'drizzle-orm'
import type { ApplicationUseStore } from '../../mail/configuration/application-use-store.ts'
import type { Application } from '../../mail/microsoft/entra.ts'
import { toMailboxes, waitingFor } from '../rows/application-use-rows.ts'
import type { Database } from './open-database.ts'
import { office365Configurations as configurations, office365Drafts as drafts, intakeLinks } from './schema.ts'

export const signsInWith = ({ cloud, tenantId, clientId }: Application) =>
  and(eq(configurations.tenantId, tenantId), eq(configurations.clientId, clientId), eq(configurations.cloud, cloud))

export function createApplicationUseStore(database: Database): ApplicationUseStore {
  return {
    async listOthers({ botId, clientId, now }) {
      return database.transaction((transaction) => {
        const saved = transaction
          .select({ userEmail: configurations.userEmail, userId: configurations.userId })
          .from(configurations)
          .where(and(eq(configurations.clientId, clientId), ne(configurations.botId, botId)))
          .all()
        const aside = transaction
          .select({ waiting: configurations.waiting })
          .from(configurations)
          .where(and(isNotNull(configurations.waiting), ne(configurations.botId, botId)))
          .all()
        const submitted = transaction
          .select()
          .from(intakeLinks)
          .where(and(eq(intakeLinks.state, 'submitted'), ne(intakeLinks.botId, botId)))
          .all()
        const typed = transaction.select({ values: drafts.values }).from(drafts).where(ne(drafts.botId, botId)).all()
        return toMailboxes({ saved, aside, submitted, drafts: typed }, { clientId, now })
      })
    },
    async listBots(application) {
      return database.transaction((transaction) => {
        const saved = transaction
          .select({ botId: configurations.botId })
          .from(configurations)
          .where(signsInWith(application))
          .all()
        const aside = transaction
          .select({ botId: configurations.botId, waiting: configurations.waiting })
          .from(configurations)
          .where(isNotNull(configurations.waiting))
          .all()
        return [...saved.map(({ botId }) => botId), ...waitingFor(application, aside)]
      })
    },
  }
}
