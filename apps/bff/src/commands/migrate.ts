import type { Command } from './command.ts'

export const migrateCommands: Record<string, Command> = {
  migrate: {
    usage: 'migrate   (brings the schema of the database up to date; needs no key file)',
    options: [],
    async runOffline({ print }, { database }) {
      const { migrateStorage } = await import('../dependencies.ts')
      const ran = await migrateStorage(database)
      print(`The schema is up to date: ${ran === 1 ? '1 migration' : `${ran} migrations`} ran.`)
      if (database.engine === 'sqlite') print('With SQLite, each start of the server does this by itself.')
    },
  },
}
