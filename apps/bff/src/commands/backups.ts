import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { auditEvent } from '../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { withRootRights } from '../ground/file-owner.ts'
import { type Command, requireOption, UsageError } from './command.ts'

const shape = /^office365-email-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.db$/
const nameOf = (now: Date) => `office365-email-${now.toISOString().replaceAll(/[:.]/g, '-')}.db`

/** Returns the newest backup in a folder, or `place` itself if it is a file. */
function findBackup(place: string): string {
  if (!existsSync(place)) throw new UsageError(`There is no ${place}.`)
  if (!statSync(place).isDirectory()) return place
  const newest = readdirSync(place)
    .filter((name) => shape.test(name))
    .sort()
    .at(-1)
  if (newest === undefined) throw new UsageError(`There is no backup in ${place}.`)
  return join(place, newest)
}

function requireOpen(file: string, { opened, unreadable }: { opened: number; unreadable: string[] }): void {
  if (unreadable.length === 0) return
  throw new StartupError(
    exitCodes.dataDamaged,
    `${unreadable.length} of ${opened + unreadable.length} sealed values of ${file} cannot be opened with the keys on this machine, for example ${unreadable[0]}. Restore the key file that belongs to this backup.`,
  )
}

const check: Command['check'] = async ({ database }) => {
  const { requireOwnBackups } = await import('../dependencies.ts')
  requireOwnBackups(database)
}

export const backupCommands: Record<string, Command> = {
  backup: {
    usage: 'backup --to DIR   (while the server runs; checks that the keys open the copy; does not contain the keys)',
    options: ['to'],
    check,
    async run(invocation) {
      const { dependencies, context, print } = invocation
      const file = join(requireOption(invocation, 'to'), nameOf(context.now))
      const { openBackups } = await import('../dependencies.ts')
      const backups = openBackups(dependencies.config)
      await dependencies.storage.copyTo?.(file, context.now)
      const result = await backups.verify(file)
      requireOpen(file, result)
      await dependencies.storage.audit.append(
        auditEvent(context, 'storage.backed-up', { details: { sealed: result.opened } }),
      )
      print(file)
      print(`The keys on this machine open all ${result.opened} sealed values.`)
      print(
        `The backup does not contain the keys. Keep ${dependencies.config.encryptionKeysFile} (${backups.currentKey.id}) in another place.`,
      )
    },
  },
  restore: {
    usage: 'restore --from DIR|FILE   (with the server stopped; takes the newest backup of the folder)',
    options: ['from'],
    check,
    async runOffline(invocation, config) {
      const { context, print } = invocation
      const { openBackups } = await import('../dependencies.ts')
      const place = requireOption(invocation, 'from')
      const file = withRootRights(place, () => findBackup(place))
      const backups = openBackups(config)
      const result = await backups.verify(file)
      requireOpen(file, result)
      const kept = backups.putBack(
        file,
        auditEvent(context, 'storage.restored', { details: { sealed: result.opened } }),
      )
      print(`Restored ${file}. The keys open all ${result.opened} sealed values.`)
      if (kept) print(`The previous database was kept as ${kept}.`)
      print('It sends no mail until an owner chooses "Send from here", or you run: pnpm --silent admin release-sending')
      print('Everyone has to sign in again. Messages that were queued when the backup was made are now unknown.')
      print(
        'Service keys, people and links are as they were at that time. Check whether any was revoked or removed since.',
      )
    },
  },
}
