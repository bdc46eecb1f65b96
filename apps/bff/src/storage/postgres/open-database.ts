import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool, type PoolClient, type PoolConfig, type QueryConfig, type QueryResult, types } from 'pg'
import { StorageFault } from '../../ground/storage-fault.ts'
import * as schema from './schema.ts'
import { toFault } from './storage-faults.ts'

/** Runs statements, each in a transaction of its own unless it is a `Transaction`. */
export interface Executor {
  /** The query builder. */
  orm: NodePgDatabase<typeof schema>
  /** For statements that the query builder cannot express. Parameters are `$1`, `$2` and so on. */
  query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>
}

export type Transaction = Executor

/** In `read committed`, each statement sees what was committed before it, such as while a lock was waited for. */
export type Isolation = 'serializable' | 'read committed'

export interface Database extends Executor {
  /**
   * A statement that runs for every batch of messages. PostgreSQL keeps its plan, which takes longer to make than to run,
   * for as long as the connection is open.
   */
  prepare: <Row extends object>(text: string) => (values: unknown[]) => Promise<Row[]>
  /**
   * Runs the work in a transaction, and again if another one interfered, so the work must have no effect outside of the
   * database.
   */
  transaction: <Result>(work: (transaction: Transaction) => Promise<Result>, isolation?: Isolation) => Promise<Result>
  close(): Promise<void>
}

export interface DatabaseSettings {
  /** Contains the password. */
  url: string
  poolSize: number
  /** The longest time for one statement, with the wait for a connection, in milliseconds. */
  timeoutMs: number
}

/** Of the longest time, how much may be used to get a connection. The rest is for the statement. */
const connectShare = 0.4
/** Migrations may take minutes, but a connection does not. */
const longestConnectMs = 10_000
const maxTries = 20

/** Whether another transaction interfered (serialization_failure, deadlock_detected). Nothing was changed. */
const interfered = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['40001', '40P01'].includes(String(error.code))

/** Does the work, and again while other transactions interfere. */
export async function despiteOthers<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!interfered(error) || tries === maxTries) throw error
      await wait(Math.random() * 5 * tries)
    }
  }
}

interface Notice {
  code?: string | undefined
  message?: string | undefined
}

/**
 * A commit that waits for a synchronous standby and is canceled succeeds with this warning: it is only on this server
 * (PostgreSQL documentation, "Synchronous Replication").
 */
const isUnconfirmed = ({ code, message }: Notice) => code === '01000' && /synchronous replication/.test(message ?? '')

type Parsers = NonNullable<PoolConfig['types']>

/** 64-bit integers are counts, sizes and milliseconds here, which a number holds exactly. */
const withNumbers = (others: Parsers): Parsers => ({
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === types.builtins.INT8 ? Number : others.getTypeParser(oid, format),
})

export const parsers = withNumbers(types)

interface Connection {
  client: PoolClient
  isUnconfirmed: boolean
}

/**
 * PgBouncer before 1.21 gives a statement to a connection that does not know its name, or knows it already
 * (invalid_sql_statement_name, duplicate_prepared_statement). After a newer server has changed a table, the kept plan may
 * return other columns (feature_not_supported). Nothing has run then.
 */
const isPlanLost = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['26000', '42P05', '0A000'].includes(String(error.code))

export function openPool({ url, poolSize, timeoutMs }: DatabaseSettings): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    query_timeout: timeoutMs * (1 - connectShare),
    connectionTimeoutMillis: Math.min(timeoutMs * connectShare, longestConnectMs),
    keepAlive: true,
    // A program that cannot start ends, although its connections are open.
    allowExitOnIdle: true,
    application_name: 'office365-email',
    types: parsers,
  })
  // A connection may break at any moment. Its statement fails, and the next one gets another connection.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))

  /** A connection is closed after a fault, because a statement that timed out may still run on it. */
  async function withConnection<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const client = await pool.connect().catch((error: unknown) => {
      throw toFault(error)
    })
    const connection: Connection = { client, isUnconfirmed: false }
    const onNotice = (notice: Notice) => {
      if (isUnconfirmed(notice)) connection.isUnconfirmed = true
    }
    client.on('notice', onNotice)
    let fault: Error | undefined
    try {
      const result = await work(connection)
      if (connection.isUnconfirmed) throw new StorageFault('01000', null)
      return result
    } catch (error) {
      const known = toFault(error)
      if (known instanceof StorageFault) fault = known
      throw known
    } finally {
      client.off('notice', onNotice)
      client.release(fault)
    }
  }

  const executorOf = (run: (query: QueryConfig, values?: unknown[]) => Promise<QueryResult>): Executor => {
    // Drizzle uses only this method. Its statements have no name, since PgBouncer's transaction mode loses named ones,
    // but parsers of their own, which know no expression such as `count(*)`.
    const client = {
      query: (query: string | QueryConfig, values?: unknown[]) =>
        run(
          typeof query === 'string' ? { text: query } : { ...query, types: withNumbers(query.types ?? types) },
          values,
        ),
    } as unknown as Pool
    return {
      orm: drizzle(client, { schema }),
      async query<Row extends object>(text: string, values: unknown[] = []) {
        const { rows } = await run({ text }, values)
        return rows as Row[]
      },
    }
  }

  async function tryTransaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    isolation: Isolation,
  ): Promise<Result> {
    return await withConnection(async ({ client }) => {
      await client.query(`begin isolation level ${isolation}`)
      try {
        const result = await work(executorOf((query, values) => client.query(query, values)))
        await client.query('commit')
        return result
      } catch (error) {
        // A connection that cannot roll back is closed.
        if (!(toFault(error) instanceof StorageFault)) await client.query('rollback')
        throw error
      }
    })
  }

  const runAlone = (query: QueryConfig, values?: unknown[]) =>
    withConnection(({ client }) => client.query(query, values))
  let keepsPlans = true

  return {
    ...executorOf(runAlone),
    prepare<Row extends object>(text: string) {
      // Behind PgBouncer, other versions use the same connections, so a name belongs to one text.
      const hash = createHash('sha256').update(text).digest('base64url')
      let runs = 0
      return async (values: unknown[]) => {
        runs += 1
        // A plan that was made for a small table reads all of it, also after it has grown. PostgreSQL notices that only
        // when it analyzes the table, up to a minute later, so the plan is made again after 100, 10,000 … runs.
        const name = `${hash}-${Math.floor(Math.log10(runs) / 2)}`
        try {
          const { rows } = await runAlone({ text, ...(keepsPlans && { name }) }, values)
          return rows as Row[]
        } catch (error) {
          if (!isPlanLost(error)) throw error
          keepsPlans = false
          const { rows } = await runAlone({ text }, values)
          return rows as Row[]
        }
      }
    },
    transaction: (work, isolation = 'serializable') => despiteOthers(() => tryTransaction(work, isolation)),
    async close() {
      // Ending twice is an error of the pool.
      if (!pool.ending) await pool.end()
    },
  }
}
