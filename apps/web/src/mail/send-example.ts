import { pathOf } from '@office365-email/shared/endpoint'
import { messageEndpoints } from '@office365-email/shared/endpoints/messages'

/**
 * How a program sends as this bot, for a POSIX shell. The key comes from the environment, never from the page. Messages
 * are sent to the path at which they are listed.
 */
export const sendExample = (botId: string, apiUrl: string): string =>
  [
    `curl '${apiUrl}${pathOf(messageEndpoints.listMessages, { botId })}' \\`,
    '  -H "Authorization: Bearer $SERVICE_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"to": ["ada@example.com"], "subject": "Hello", "text": "Sent by a program."}'`,
  ].join('\n')
