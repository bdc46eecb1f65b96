import { DrizzleQueryError } from 'drizzle-orm/errors'
import { StorageFault } from '../../ground/storage-fault.ts'

/**
 * Classes of PostgreSQL error codes that say nothing about the statement: connection, authorization, read-only, resources,
 * operator intervention, system and damage (PostgreSQL documentation, appendix A).
 */
const faultClasses = /^(08|25006|28|3D000|53|57|58|F0|XX)/
const networkCodes = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES)/
/** What Node says of a certificate that it does not accept (Node documentation, "X509 certificate error codes"). */
const certificateCodes =
  /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|HOSTNAME_MISMATCH)/

/** Errors that `pg` throws without a code. */
const clientFaults: [RegExp, string][] = [
  [/^Query read timeout/, 'query-timeout'],
  [/^The server does not support SSL connections/, 'no-tls'],
  [/timeout exceeded when trying to connect|timeout expired/, 'connect-timeout'],
  [/^Connection terminated|^Client has encountered a connection error|not queryable/, 'connection-lost'],
]

/** The error itself without the query builder's wrapping, as a `StorageFault` if it is not about the statement. */
export function toFault(error: unknown): unknown {
  if (error instanceof StorageFault || !(error instanceof Error)) return error
  if (error instanceof DrizzleQueryError) return toFault(error.cause)
  const code = 'code' in error ? String(error.code) : ''
  if ([faultClasses, networkCodes, certificateCodes].some((codes) => codes.test(code)))
    return new StorageFault(code, error)
  const [, known] = clientFaults.find(([pattern]) => pattern.test(error.message)) ?? []
  return known ? new StorageFault(known, error) : error
}
