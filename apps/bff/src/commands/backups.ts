import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { auditEvent } from '../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { type Command, requireOption, UsageError } from './command.ts'

const shape = /^office365-email-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.db$/
const nameOf = (now: Date) => `office365-email-${now.toISOString().replaceAll(/[:.]/g, '-')}.db`

/** The newest backup of a folder, or the file that was named itself. */
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
    `${unreadable.length} of ${opened + unreadable.length} sealed values of ${file} do not open with the keys of this machine, such as ${unreadable[0]}. Put the key file back that belongs to this backup.`,
  )
}

export const backupCommands: Record<string, Command> = {
  backup: {
    usage: 'backup --to DIR   (while the server runs; proves that the copy opens; never holds the keys)',
    options: ['to'],
    async run(invocation) {
      const { dependencies, context, print } = invocation
      const file = join(requireOption(invocation, 'to'), nameOf(context.now))
      await dependencies.storage.copyTo(file, context.now)
      const { openBackups } = await import('../dependencies.ts')
      const backups = openBackups(dependencies.config)
      const result = await backups.verify(file)
      requireOpen(file, result)
      await dependencies.storage.audit.append(
        auditEvent(context, 'storage.backed-up', { details: { sealed: result.opened } }),
      )
      print(file)
      print(`${result.opened} sealed values open with the keys of this machine.`)
      print(
        `The keys are not in it: keep ${dependencies.config.encryptionKeysFile} (${backups.currentKey.id}) elsewhere.`,
      )
    },
  },
  restore: {
    usage: 'restore --from DIR|FILE   (with the server stopped; takes the newest backup of the folder)',
    options: ['from'],
    async runOffline(invocation, config) {
      const { context, print } = invocation
      const { openBackups } = await import('../dependencies.ts')
      const file = findBackup(requireOption(invocation, 'from'))
      const backups = openBackups(config)
      const result = await backups.verify(file)
      requireOpen(file, result)
      const kept = backups.putBack(
        file,
        auditEvent(context, 'storage.restored', { details: { sealed: result.opened } }),
      )
      print(`Restored ${file}: ${result.opened} sealed values open.`)
      if (kept) print(`What was there before is kept as ${kept}.`)
      print('Nothing is sent from it until an owner chooses "Send from here", or: pnpm --silent admin release-sending')
      print('Everybody has to sign in again. Messages that waited when the backup was made are unknown now.')
      print('Service keys, people and links are as they were then: look whether any was revoked or removed since.')
    },
  },
}
