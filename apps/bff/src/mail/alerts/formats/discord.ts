import { type AlertMessage, fit, omittedText } from '../alert-message.ts'

const maxTitle = 256
/** Twenty lines stay below the 4,096 characters of a description, and everything below the 6,000 of all embeds. */
const maxLine = 195

const colors = { urgent: 0xc4314b, normal: 0xb8860b, good: 0x237b4b, test: 0x5b5fc7 } as const

/** Before each character that begins formatting, a link, a mention, an emoji or a time in Discord's Markdown. */
const escapeForDiscord = (text: string): string => text.replace(/[\\*_~`|>#\-+[\]()<@:/.]/g, '\\$&')

/**
 * A message for a webhook (https://docs.discord.com/developers/resources/webhook#execute-webhook). An empty list of
 * allowed mentions prevents every notification of `@everyone`, roles and people
 * (https://docs.discord.com/developers/resources/message#allowed-mentions-object). Limits of embeds:
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits.
 */
export function toDiscord({ title, lines, omitted, url, urgency }: AlertMessage): object {
  const texts = [
    ...lines.map(({ text }) => fit(text, maxLine, escapeForDiscord)),
    ...(omitted > 0 ? [omittedText(omitted)] : []),
  ]
  return {
    embeds: [
      { title: fit(title, maxTitle, escapeForDiscord), description: texts.join('\n'), url, color: colors[urgency] },
    ],
    allowed_mentions: { parse: [] },
  }
}

/** Without `wait`, Discord responds before it has saved the message, and reports no error after that. */
export function toDiscordUrl(address: string): string {
  const url = new URL(address)
  url.searchParams.set('wait', 'true')
  return url.href
}
