import type { ServiceKey, ServiceKeyScope } from '@office365-email/shared/service-key'
import { sendExample } from '../../mail/send-example.ts'

const authorization = `  -H "Authorization: Bearer $SERVICE_KEY"`
const read = (url: string) => [`curl '${url}' \\`, authorization].join('\n')

const examples: ReadonlyArray<[ServiceKeyScope, (origin: string, botId: string) => string]> = [
  ['messages:send', (origin, botId) => sendExample(botId, origin)],
  ['messages:read', (origin, botId) => read(`${origin}/api/v1/bots/${botId}/messages`)],
  ['configuration:read', (origin, botId) => read(`${origin}/api/v1/bots/${botId}/office365`)],
]

/** For a POSIX shell: the first thing that the key is for. The key comes from the environment, never from the page. */
export function keyExample({ scopes, botIds }: ServiceKey, firstBotId: string, origin: string): string {
  const botId = botIds === 'all' ? firstBotId : (botIds[0] ?? firstBotId)
  const [, make] = examples.find(([scope]) => scopes.includes(scope)) ?? []
  return make ? make(origin, botId) : read(`${origin}/api/v1/bots`)
}
