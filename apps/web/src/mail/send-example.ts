import { pathOf } from '@office365-email/shared/endpoint'
import { messageEndpoints } from '@office365-email/shared/endpoints/messages'

/**
 * A command for a POSIX shell that sends a message as this bot. The key comes from the environment, never from the page.
 * Messages are posted to the path that lists them.
 */
export const sendExample = (botId: string, apiUrl: string): string =>
  [
    `curl '${apiUrl}${pathOf(messageEndpoints.listMessages, { botId })}' \\`,
    '  -H "Authorization: Bearer $SERVICE_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"to": ["ada@example.com"], "subject": "Hello", "text": "Sent by a program."}'`,
  ].join('\n')
