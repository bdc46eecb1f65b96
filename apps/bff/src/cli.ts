import '../require-node.js'
import { parseArgs } from 'node:util'
import { backupCommands } from './commands/backups.ts'
import { botCommands } from './commands/bots.ts'
import { type Command, UsageError } from './commands/command.ts'
import { configurationCommands } from './commands/configurations.ts'
import { encryptionKeyCommands } from './commands/encryption-keys.ts'
import { migrateCommands } from './commands/migrate.ts'
import { peopleCommands } from './commands/people.ts'
import { personalDataCommands } from './commands/personal-data.ts'
import { sendingCommands } from './commands/sending.ts'
import { serviceKeyCommands } from './commands/service-keys.ts'
import { setUpLinkCommands } from './commands/set-up-link.ts'
import { storageCommands } from './commands/storage.ts'
import { parseConfig } from './config/config.ts'
import { refuseInspection } from './config/refuse-inspection.ts'
import { exitCodes, StartupError } from './ground/exit-codes.ts'
import { actAsOwner, requireOwner } from './ground/file-owner.ts'
import { createLogger } from './ground/observability/logger.ts'
import { createRequestContext } from './ground/request-context.ts'
import { StorageFault } from './ground/storage-fault.ts'
import { version } from './version.ts'

/** Exit code for wrong usage (EX_USAGE of sysexits). */
const usageExitCode = 64

const commands: Record<string, Command> = {
  ...botCommands,
  ...configurationCommands,
  ...peopleCommands,
  ...serviceKeyCommands,
  ...encryptionKeyCommands,
  ...backupCommands,
  ...personalDataCommands,
  ...sendingCommands,
  ...setUpLinkCommands,
  ...migrateCommands,
  ...storageCommands,
}

const usage = [
  'Usage: pnpm --silent admin COMMAND',
  '',
  ...Object.values(commands).map((command) => `  ${command.usage}`),
]

function parseOptions({ options, flags = [] }: Command, rest: string[]) {
  const withValue = options.map((name) => [name, { type: 'string', multiple: true }] as const)
  const withoutValue = flags.map((name) => [name, { type: 'boolean' }] as const)
  const declared = Object.fromEntries<{ type: 'string' | 'boolean'; multiple?: boolean }>([
    ...withValue,
    ...withoutValue,
  ])
  const { values, positionals } = parseArgs({ args: rest, options: declared, allowPositionals: true })
  const given = Object.entries(values)
  return {
    positionals,
    options: Object.fromEntries(given.filter((entry): entry is [string, string[]] => Array.isArray(entry[1]))),
    flags: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
  }
}

function parse(argumentList: string[]) {
  const [group, verb, ...rest] = argumentList
  const command = commands[`${group} ${verb}`] ?? commands[`${group}`]
  if (!command) throw new UsageError(usage.join('\n'))
  const hasVerb = commands[`${group}`] === undefined
  try {
    return { command, ...parseOptions(command, hasVerb ? rest : argumentList.slice(1)) }
  } catch {
    throw new UsageError(`Usage: pnpm --silent admin ${command.usage}`)
  }
}

async function main(): Promise<void> {
  refuseInspection(process)
  if (process.argv[2] === '--version') return void process.stdout.write(`${version}\n`)
  const { command, ...given } = parse(process.argv.slice(2))
  const config = parseConfig(process.env)
  await command.check?.(config)
  if (config.database.engine === 'sqlite') {
    requireOwner(config.database.file)
    actAsOwner(config.database.file)
  }
  const invocation = {
    ...given,
    context: createRequestContext({ kind: 'operator', id: 'command-line', name: 'command line' }, new Date()),
    print: (line: string) => process.stdout.write(`${line}\n`),
    endWith: (exitCode: number) => {
      process.exitCode = exitCode
    },
  }
  if ('runOffline' in command) return await command.runOffline(invocation, config)
  const { openDependencies } = await import('./dependencies.ts')
  const dependencies = await openDependencies(config, createLogger('silent'))
  try {
    await command.run({ ...invocation, dependencies })
  } catch (error) {
    throw dependencies.storage.faults.current() ?? error
  } finally {
    await dependencies.close()
  }
}

// The reader of a pipe, such as `head`, may close it early. A full disk, however, loses a key that is printed once.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') return
  process.stderr.write(`The output of this command could not be written (${code}). What the command did stays done.\n`)
  process.exitCode = exitCodes.storageUnavailable
})
process.stderr.on('error', () => undefined)

/** A file or folder that the operator named, or the database, cannot be used. Null: the error is a bug. */
async function explainFault(error: unknown): Promise<StartupError | null> {
  if (!(error instanceof Error && 'code' in error)) return null
  if (error instanceof StorageFault)
    return new StartupError(
      exitCodes.storageUnavailable,
      `The database cannot be used now (${error.code}). Check that it is running, and DATABASE_URL.`,
    )
  const { isStorageFault } = await import('./dependencies.ts')
  if (!isStorageFault(error) && !('syscall' in error && 'path' in error)) return null
  const code = String(error.code)
  const place = 'path' in error ? String(error.path) : 'The database or its copy'
  return new StartupError(
    exitCodes.storageUnavailable,
    `${place} cannot be read or written (${code}). Check the free space and the permissions.`,
  )
}

try {
  await main()
} catch (caught) {
  const error = (await explainFault(caught)) ?? caught
  if (!(error instanceof StartupError || error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error instanceof StartupError ? error.exitCode : usageExitCode
}
