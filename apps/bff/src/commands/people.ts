import { newPasswordSchema, roleSchema } from '@office365-email/shared/session'
import { mailAddressSchema } from '@office365-email/shared/text-schemas'
import { auditEvent } from '../ground/audit/audit-event.ts'
import { secretOf } from '../ground/secrets/secret.ts'
import { hashPassword } from '../shell/people/password.ts'
import { newPerson } from '../shell/people/person.ts'
import { type Command, parseArgument, readStandardInput, requireArgument, UsageError } from './command.ts'

const readPasswordHash = () => hashPassword(secretOf(readStandardInput(newPasswordSchema, 'Password')))

export const peopleCommands: Record<string, Command> = {
  'people add': {
    usage: 'people add EMAIL [--role owner|admin] [--bot ID …]   (reads the password from standard input)',
    options: ['email', 'role', 'bot'],
    async run(invocation) {
      const { dependencies, context, options, print } = invocation
      const email = parseArgument(mailAddressSchema, requireArgument(invocation, 0, 'email'))
      const role = parseArgument(roleSchema, options['role']?.at(-1) ?? 'admin')
      const bots = options['bot'] ?? []
      const botIds = role === 'owner' || bots.includes('all') ? 'all' : bots
      // A person with access to a bot that does not exist would get access to any later bot with this ID.
      for (const botId of botIds === 'all' ? [] : botIds)
        if (!(await dependencies.storage.bots.read(botId))) throw new UsageError(`There is no bot ${botId}.`)
      const person = newPerson(context, { email, role, botIds, passwordHash: await readPasswordHash() })
      const event = auditEvent(context, 'person.created', { details: { personId: person.id, role, botIds } })
      const created = await dependencies.storage.people.create(person, event)
      if (created.outcome === 'taken') throw new UsageError(`A person with the address ${email} already exists.`)
      if (created.outcome === 'no-such-bot') throw new UsageError(`There is no bot ${bots[created.index]}.`)
      print(person.id)
    },
  },
  'people list': {
    usage: 'people list',
    options: [],
    async run({ dependencies, print }) {
      for (const { id, email, role, botIds } of await dependencies.storage.people.list())
        print([id, email, role, botIds === 'all' ? 'all' : botIds.join(',')].join('\t'))
    },
  },
  'people set-password': {
    usage: 'people set-password EMAIL   (reads the password from standard input; ends all sessions)',
    options: ['email'],
    async run(invocation) {
      const { dependencies, context } = invocation
      const email = parseArgument(mailAddressSchema, requireArgument(invocation, 0, 'email'))
      const person = await dependencies.storage.people.readByEmail(email)
      if (!person) throw new UsageError(`No person has the address ${email}. See: people list`)
      const event = auditEvent(context, 'person.password-set', { details: { personId: person.id } })
      const passwordHash = await readPasswordHash()
      await dependencies.storage.people.update(person.id, () => ({ changes: { passwordHash }, event }))
    },
  },
}
