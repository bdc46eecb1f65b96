import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { isLoopback } from '../ground/is-loopback.ts'
import { secretOf } from '../ground/secrets/secret.ts'
import type { PostgresAddress, SqliteLocation } from '../ground/storage-location.ts'
import { certificates } from './network-settings.ts'

export type DatabaseAddress = SqliteLocation | PostgresAddress

/** `pg` uses the last of several. */
const readParameter = (url: URL, name: string): string | undefined => url.searchParams.getAll(name).at(-1)

/** A host that begins with a slash is the folder of a Unix socket. */
const hostOf = (url: URL): string => readParameter(url, 'host') ?? decodeURIComponent(url.hostname)

function isDecodable({ username, password, hostname, pathname }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}@${hostname}${pathname}`)
    return true
  } catch {
    return false
  }
}

/** PostgreSQL of another machine is used only through TLS that checks its name and certificate. */
const isVerified = (url: URL): boolean => readParameter(url, 'sslmode') === 'verify-full'

function describePlace(url: URL): string {
  const port = readParameter(url, 'port') ?? url.port
  return `${hostOf(url)}${port && `:${port}`}${decodeURIComponent(url.pathname)}`
}

/** Reads the address of a database. Errors contain `name`, never the address, because it may contain a password. */
export function parseDatabaseUrl(name: string, text: string, caFile?: string): DatabaseAddress {
  const refuse = (fault: string): never => {
    throw new StartupError(exitCodes.configuration, `The configuration is not valid: ${name} ${fault}.`)
  }
  const [, file] = /^file:(?:\/\/)?(.+)/.exec(text) ?? []
  if (file) return { engine: 'sqlite', file }
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    return refuse('is neither a file: URL, such as file:data/office365-email.db, nor a postgres:// URL')
  const url = new URL(text)
  if (!isDecodable(url)) return refuse('has a bare % before its query; write it as %25')
  const host = hostOf(url)
  if (!isVerified(url) && !host.startsWith('/') && !isLoopback(host))
    return refuse('needs ?sslmode=verify-full, because the database is on another machine')
  const ownCaFile = readParameter(url, 'sslrootcert')
  if (!certificates.safeParse(ownCaFile).success)
    return refuse('has an sslrootcert that cannot be read or does not begin with a certificate in PEM form')
  // `pg` does not read the variable. Without `sslmode`, the parameter would turn TLS on.
  if (caFile !== undefined && ownCaFile === undefined && isVerified(url)) url.searchParams.set('sslrootcert', caFile)
  return { engine: 'postgres', url: secretOf(url.href), place: describePlace(url) }
}
