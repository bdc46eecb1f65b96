import { type AlertMessage, fit, omittedText } from '../alert-message.ts'

const maxTitle = 150
const maxText = 3_000
const maxLine = 250

/** Slack reads only these three as the beginning of something else, such as `<!channel>`. */
const escapeForSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })
const link = (url: string, label: string) => ({
  type: 'mrkdwn',
  verbatim: true,
  text: `<${escapeForSlack(url)}|${label}>`,
})

/**
 * A message for an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). Names
 * are only in plain text, which has no mentions, no links and no formatting. A text has 1 to 3,000 characters
 * (https://docs.slack.dev/reference/block-kit/composition-objects/text-object), a header at most 150
 * (https://docs.slack.dev/reference/block-kit/blocks/header-block), and a message at most 50 blocks.
 * Escapes: https://docs.slack.dev/messaging/formatting-message-text#escaping.
 */
export function toSlack({ title, lines, omitted, url }: AlertMessage): object {
  const sections = lines.map(({ text }) => ({ type: 'section', text: plain(fit(text, maxLine, escapeForSlack)) }))
  const rest = omitted > 0 ? [{ type: 'section', text: plain(omittedText(omitted)) }] : []
  return {
    // For notifications, and for programs that show no blocks.
    text: fit(title, maxText, escapeForSlack),
    blocks: [
      { type: 'header', text: plain(fit(title, maxTitle, escapeForSlack)) },
      ...sections,
      ...rest,
      { type: 'context', elements: [link(url, 'Open in the dashboard')] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  }
}
