import { RateLimiterPostgres } from 'rate-limiter-flexible'
import type { CreateLimiter } from '../../ground/limiter.ts'
import type { Database } from './open-database.ts'

/** The counters of all servers. The table is unlogged, so a count needs no flush. */
export const createPostgresLimiter =
  ({ query }: Database): CreateLimiter =>
  (limit) =>
    new RateLimiterPostgres({
      ...limit,
      // Without the statements' names, which PgBouncer's transaction mode loses.
      storeClient: {
        query: async ({ text, values }: { text: string; values?: unknown[] }) => {
          const rows = await query(text, values)
          return { rows, rowCount: rows.length }
        },
      },
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
    })
