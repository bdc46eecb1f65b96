import { type ChildProcess, execFile } from 'node:child_process'
import { appendFile, chown, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findPort } from './find-port.ts'
import { findPostgres, type PostgresPrograms } from './find-postgres.ts'
import { runSql } from './postgres.ts'
import { signalTree } from './signal-tree.ts'
import { type ServerFolder, startInFolder, waitForEnd } from './start-in-folder.ts'

/** A PostgreSQL server that a test can break. */
export interface PostgresServer {
  version: string
  /** The address of one of its databases. It stays the same after a restart. */
  url(database?: string): string
  /** `immediate` ends it like a crash; `fast` first rolls back what is under way. */
  stop(mode: 'immediate' | 'fast'): Promise<void>
  /** Starts it again with the same data. */
  start(): Promise<void>
  /** Stops the process and those of its connections (SIGSTOP): it answers nothing, and no connection closes. */
  pause(): void
  resume(): void
}

export interface Postgres extends PostgresServer {
  /** Ends it, with its standby, and deletes the data. */
  close(): Promise<void>
}

export interface PostgresWithStandby extends Postgres {
  /** A second server with the same data. A commit waits until both have flushed it. */
  standby: PostgresServer & {
    /** Makes it accept changes. */
    promote(): Promise<void>
  }
}

/** Flushes stay on, because they are a part of what tests that break a server measure. */
const settings = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
full_page_writes = off
log_min_messages = fatal
`

const primarySettings = `
synchronous_standby_names = '*'
wal_keep_size = 1GB
`

const standbySettings = (primary: URL) => `
primary_conninfo = 'host=${primary.hostname} port=${primary.port} user=${primary.username}'
wal_retrieve_retry_interval = 100ms
`

const execute = promisify(execFile)

export const startPostgres = (): Promise<Postgres> =>
  startIn(async (folder, programs) => await startServer(folder, programs, await createData(folder, programs)))

/** A PostgreSQL server whose data would not survive a crash of the machine, as no test does. It does not wait for the disk. */
export const startPostgresWithoutFlushes = (): Promise<Postgres> =>
  startIn(async (folder, programs) => {
    const data = await createData(folder, programs)
    await appendFile(join(data, 'postgresql.conf'), 'fsync = off\n')
    return await startServer(folder, programs, data)
  })

/** A PostgreSQL server with a certificate, which also answers at a Unix socket in its folder. */
export const startPostgresWithTls = (tls: {
  key: string
  certificate: string
}): Promise<Postgres & { folder: string }> =>
  startIn(async (folder, programs) => {
    const data = await createData(folder, programs)
    for (const [name, content] of [
      ['server.key', tls.key],
      ['server.crt', tls.certificate],
    ] as const) {
      const file = join(data, name)
      await writeFile(file, content, { mode: 0o600 })
      if (programs.user) await chown(file, programs.user.uid, programs.user.gid)
    }
    await appendFile(join(data, 'postgresql.conf'), `ssl = on\nunix_socket_directories = '${folder.path}'\n`)
    return { ...(await startServer(folder, programs, data)), folder: folder.path }
  })

export const startPostgresWithStandby = (): Promise<PostgresWithStandby> =>
  startIn(async (folder, programs) => {
    const data = await createData(folder, programs)
    // A copy from before the first start needs no `pg_basebackup`, which the embedded PostgreSQL does not have.
    const copy = join(folder.path, 'standby')
    await execute('cp', ['-a', data, copy], { ...programs.user, cwd: folder.path })
    await appendFile(join(data, 'postgresql.conf'), primarySettings)
    const primary = await startServer(folder, programs, data)
    await appendFile(join(copy, 'postgresql.conf'), standbySettings(new URL(primary.url())))
    await writeFile(join(copy, 'standby.signal'), '')
    const standby = await startServer(folder, programs, copy)
    while ((await runSql(primary.url(), `select from pg_stat_replication where sync_state = 'sync'`)).length === 0)
      await wait(10)
    return {
      ...primary,
      standby: { ...standby, promote: async () => void (await runSql(standby.url(), 'select pg_promote()')) },
    }
  })

async function startIn<Server>(start: (folder: ServerFolder, programs: PostgresPrograms) => Promise<Server>) {
  const programs = findPostgres()
  return await startInFolder(programs.user, (folder) => start(folder, programs))
}

async function createData(folder: ServerFolder, programs: PostgresPrograms): Promise<string> {
  const data = join(folder.path, 'data')
  const options = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await execute(join(programs.folder, 'initdb'), options, { ...programs.user, cwd: folder.path })
  await appendFile(join(data, 'postgresql.conf'), settings)
  return data
}

async function startServer(folder: ServerFolder, programs: PostgresPrograms, data: string): Promise<PostgresServer> {
  let port = await findPort()
  const url = (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`
  const run = () => folder.start(join(programs.folder, 'postgres'), ['-D', data, '-p', String(port)], url())

  async function runOnFreePort(attempts = 3): Promise<ChildProcess> {
    try {
      return await run()
    } catch (error) {
      // Another program took the port in between.
      if (attempts === 1 || !String(error).includes('could not create any TCP/IP sockets')) throw error
      port = await findPort()
      return await runOnFreePort(attempts - 1)
    }
  }

  let child = await runOnFreePort()
  const signal = (name: NodeJS.Signals) => {
    if (child.pid !== undefined) signalTree(child.pid, name)
  }

  return {
    version: programs.version,
    url,
    async stop(mode) {
      if (mode === 'fast') child.kill('SIGINT')
      else signal('SIGQUIT')
      // If it was paused, the first signal waits for this one.
      signal('SIGCONT')
      await waitForEnd(child)
    },
    async start() {
      child = await run()
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
  }
}
