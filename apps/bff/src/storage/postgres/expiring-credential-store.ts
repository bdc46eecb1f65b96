import { and, asc, between, eq, inArray, ne, sql } from 'drizzle-orm'
import type { ExpiringCredentialStore } from '../../mail/expiring-credentials/expiring-credential-store.ts'
import { toExpiringCredentials } from '../rows/expiring-credential-rows.ts'
import type { Database } from './open-database.ts'
import { bots, office365Configurations as configurations } from './schema.ts'

const { botId, state, secretExpiresOn: expiresOn } = configurations

export function createExpiringCredentialStore({ orm }: Database): ExpiringCredentialStore {
  return {
    async listExpiring(scope, { from, to }, limit) {
      const isWithin = scope === 'all' ? undefined : inArray(botId, scope)
      const isExpiring = and(between(expiresOn, from, to), ne(state, 'unconfigured'), isWithin)
      const month = sql<string>`substr(${expiresOn}, 1, 7)`
      const months = await orm
        .select({ month, credentials: sql<number>`count(*)` })
        .from(configurations)
        .where(isExpiring)
        .groupBy(sql`1`)
        .orderBy(sql`1`)
      const rows = await orm
        .select({ id: bots.id, name: bots.name, expiresOn })
        .from(configurations)
        .innerJoin(bots, eq(bots.id, botId))
        .where(isExpiring)
        .orderBy(asc(expiresOn), asc(botId))
        .limit(limit)
      return { months, credentials: toExpiringCredentials(rows) }
    },
  }
}
