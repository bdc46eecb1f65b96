import { pathOf } from '@office365-email/shared/endpoint'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { ServiceKey, ServiceKeyScope } from '@office365-email/shared/service-key'
import { sendExample } from '../../mail/send-example.ts'

const authorization = `  -H "Authorization: Bearer $SERVICE_KEY"`
const read = (url: string) => [`curl '${url}' \\`, authorization].join('\n')

const examples: ReadonlyArray<[ServiceKeyScope, (apiUrl: string, botId: string) => string]> = [
  ['messages:send', (apiUrl, botId) => sendExample(botId, apiUrl)],
  ['messages:read', (apiUrl, botId) => read(`${apiUrl}${pathOf(messageEndpoints.listMessages, { botId })}`)],
  [
    'configuration:read',
    (apiUrl, botId) => read(`${apiUrl}${pathOf(configurationEndpoints.readConfiguration, { botId })}`),
  ],
]

/** A command for a POSIX shell that uses the key's first scope. The key comes from the environment, never from the page. */
export function keyExample({ scopes, botIds }: ServiceKey, firstBotId: string, apiUrl: string): string {
  const botId = botIds === 'all' ? firstBotId : (botIds[0] ?? firstBotId)
  const [, make] = examples.find(([scope]) => scopes.includes(scope)) ?? []
  return make ? make(apiUrl, botId) : read(`${apiUrl}${botEndpoints.listBots.path}`)
}
