import type { Secret } from './secrets/secret.ts'

export interface SqliteLocation {
  engine: 'sqlite'
  file: string
}

export interface PostgresAddress {
  engine: 'postgres'
  /** Contains the password. */
  url: Secret
  /** Host and database, for the operator. */
  place: string
}

export interface PostgresLocation extends PostgresAddress {
  poolSize: number
  /** The longest time for one statement, with the wait for a connection, in milliseconds. */
  timeoutMs: number
  /** Names this server among those that share the database. */
  serverId: string
  /** After this time without a sign of life, others consider this server dead. */
  leaseSeconds: number
}

export type StorageLocation = SqliteLocation | PostgresLocation
