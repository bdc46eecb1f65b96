import { auditEvent } from '../ground/audit/audit-event.ts'
import { type Command, requireOption, UsageError } from './command.ts'

const progressEveryMs = 1_000

export const storageCommands: Record<string, Command> = {
  'storage copy': {
    usage:
      'storage copy --to URL   (with the server stopped; moves the SQLite database to an empty PostgreSQL database; PGPASSWORD keeps the password out of the process list)',
    options: ['to'],
    async runOffline(invocation, config) {
      const { context, print } = invocation
      const { database: from } = config
      const to = config.parseDatabaseUrl('--to', requireOption(invocation, 'to'))
      if (from.engine !== 'sqlite') throw new UsageError('DATABASE_URL must name the SQLite database that is copied.')
      if (to.engine !== 'postgres') throw new UsageError('--to must name a PostgreSQL database: postgres://…')
      const { moveDatabase } = await import('../dependencies.ts')
      let printedAt = performance.now()
      const values = await moveDatabase(config, from, to, {
        now: context.now,
        event: auditEvent(context, 'storage.moved', { details: { to: to.place } }),
        onProgress(table, rows) {
          if (performance.now() - printedAt < progressEveryMs) return
          printedAt = performance.now()
          print(`Copying ${table}: ${rows} rows so far.`)
        },
      })
      print(`Everything was copied to ${to.place}. The keys open all ${values} sealed values there.`)
      print(`${from.file} is marked as moved: no server starts with it anymore.`)
      print(
        'Set DATABASE_URL to the new database for every server, and give each a copy of the key file, then start them.',
      )
    },
  },
}
