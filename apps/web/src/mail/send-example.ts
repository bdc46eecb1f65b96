/** How a program sends as this bot, for a POSIX shell. The key comes from the environment, never from the page. */
export const sendExample = (botId: string, origin: string): string =>
  [
    `curl '${origin}/api/v1/bots/${botId}/messages' \\`,
    '  -H "Authorization: Bearer $SERVICE_KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"to": ["ada@example.com"], "subject": "Hello", "text": "Sent by a program."}'`,
  ].join('\n')
