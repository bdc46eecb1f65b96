import { botIdSchema } from '@office365-email/shared/bot'
import { nameSchema } from '@office365-email/shared/text-schemas'
import { saveBot } from '../shell/bots/save-bot.ts'
import { type Command, parseArgument, requireArgument, UsageError } from './command.ts'

export const botCommands: Record<string, Command> = {
  'bots add': {
    usage: 'bots add ID --name NAME',
    options: ['id', 'name'],
    async run(invocation) {
      const { dependencies, context, options, print } = invocation
      if (dependencies.hostBots)
        throw new UsageError('BOTS_FROM is host: bots come from the dashboard. Add the bot there.')
      const id = parseArgument(botIdSchema, requireArgument(invocation, 0, 'id'))
      const name = parseArgument(nameSchema, options['name']?.at(-1) ?? id)
      const { bot } = await saveBot(dependencies.storage, context, { id, name })
      print(bot.id)
    },
  },
  'bots list': {
    usage: 'bots list',
    options: [],
    async run({ dependencies, print }) {
      for (const { id, name, office365 } of await dependencies.storage.bots.list('all'))
        print([id, name, office365.state, office365.userEmail ?? '-'].join('\t'))
    },
  },
}
