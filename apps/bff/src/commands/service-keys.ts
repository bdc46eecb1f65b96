import { createServiceKeySchema, type ServiceKey } from '@office365-email/shared/service-key'
import { auditEvent } from '../ground/audit/audit-event.ts'
import { createServiceKey, onlyBotOf } from '../shell/service-keys/create-service-key.ts'
import { type Command, parseArgument, requireArgument, requireOption, UsageError } from './command.ts'

function stateOf({ revokedAt, expiresAt }: ServiceKey, now: Date): 'revoked' | 'expired' | 'live' {
  if (revokedAt) return 'revoked'
  return expiresAt && Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'live'
}

export const serviceKeyCommands: Record<string, Command> = {
  'service-keys create': {
    usage:
      'service-keys create --name NAME --bot ID [--bot ID …] --scope SCOPE [--scope SCOPE …] [--expires-at TIME] [--recipient-domain DOMAIN …] [--daily-quota RECIPIENTS]',
    options: ['name', 'bot', 'scope', 'expires-at', 'recipient-domain', 'daily-quota'],
    async run(invocation) {
      const { dependencies, context, options, print } = invocation
      const bots = options['bot'] ?? []
      const request = parseArgument(createServiceKeySchema, {
        name: requireOption(invocation, 'name'),
        scopes: options['scope'] ?? [],
        botIds: bots.includes('all') ? 'all' : bots,
        expiresAt: options['expires-at']?.at(-1) ?? null,
        recipientDomains: options['recipient-domain'],
        dailyQuota: options['daily-quota']?.map(Number).at(-1),
      })
      for (const botId of request.botIds === 'all' ? [] : request.botIds)
        if (!(await dependencies.storage.bots.read(botId))) throw new UsageError(`There is no bot ${botId}.`)
      const { key } = await createServiceKey(dependencies.storage, context, request)
      print(key)
    },
  },
  'service-keys list': {
    usage: 'service-keys list',
    options: [],
    async run({ dependencies, context, print }) {
      for (const key of await dependencies.storage.serviceKeys.list()) {
        const botIds = key.botIds === 'all' ? 'all' : key.botIds.join(',')
        print(
          [key.id, key.name, botIds, key.scopes.join(','), stateOf(key, context.now), key.lastUsedAt ?? '-'].join('\t'),
        )
      }
    },
  },
  'service-keys revoke': {
    usage: 'service-keys revoke ID',
    options: ['id'],
    async run(invocation) {
      const { dependencies, context } = invocation
      const serviceKeyId = requireArgument(invocation, 0, 'id')
      const key = (await dependencies.storage.serviceKeys.list()).find(({ id }) => id === serviceKeyId)
      const about = { botId: key ? onlyBotOf(key) : null, details: { serviceKeyId } }
      const event = auditEvent(context, 'service-key.revoked', about)
      if ((await dependencies.storage.serviceKeys.revoke(serviceKeyId, event)) === 'absent')
        throw new UsageError('There is no such service key. See: service-keys list')
    },
  },
}
