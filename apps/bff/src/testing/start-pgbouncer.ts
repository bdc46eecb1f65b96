import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findInstalledProgram } from './find-installed-program.ts'
import { findPort } from './find-port.ts'
import { findServerUser } from './find-postgres.ts'
import { startInFolder } from './start-in-folder.ts'

/** The installed PgBouncer; null if there is none. */
export const pgBouncer = findInstalledProgram('pgbouncer')

/** A PgBouncer that lends a connection only for a transaction. */
export interface PgBouncer {
  /** The same database through PgBouncer. */
  url: string
  close(): Promise<void>
}

const quote = (part: string): string => `'${decodeURIComponent(part).replaceAll("'", "''")}'`

export async function startPgBouncer(database: string): Promise<PgBouncer> {
  const program = pgBouncer
  if (program === null) throw new Error('PgBouncer is not installed: on Debian, "apt-get install pgbouncer"')
  return await startInFolder(findServerUser(), async (folder) => {
    const target = new URL(database)
    const url = new URL(database)
    url.host = `127.0.0.1:${await findPort()}`
    const password = target.password && ` password=${quote(target.password)}`
    const settings = join(folder.path, 'pgbouncer.ini')
    await writeFile(
      settings,
      `[databases]
* = host=${target.hostname} port=${target.port} user=${quote(target.username)}${password}
[pgbouncer]
pool_mode = transaction
max_client_conn = 1000
auth_type = any
listen_addr = ${url.hostname}
listen_port = ${url.port}
unix_socket_dir =
pidfile = ${folder.path}/pgbouncer.pid
`,
    )
    await folder.start(program, ['--quiet', settings], url.href)
    return { url: url.href }
  })
}
