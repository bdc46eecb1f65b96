import { type AlertMessage, fit, omittedText } from '../alert-message.ts'

const maxTitle = 300
/** Twenty lines of four-byte characters stay below the 28 KB of a message. */
const maxLine = 220

const colors = { urgent: 'Attention', normal: 'Warning', good: 'Good', test: 'Accent' } as const

/** A run of text has no Markdown, unlike a `TextBlock`, so a name cannot become a link or a mention. */
const run = (text: string, style: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...style }],
})

/**
 * A message for the trigger "When a Teams webhook request is received" of Workflows, which expects cards in
 * `attachments` (https://learn.microsoft.com/en-us/connectors/teams/#microsoft-teams-webhook). Teams shows cards up to
 * version 1.5 in channels and refuses a message of more than 28 KB
 * (https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook).
 * `RichTextBlock`: https://adaptivecards.io/explorer/RichTextBlock.html.
 */
export function toTeams({ title, lines, omitted, url, urgency }: AlertMessage): object {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: fit(title, maxTitle),
          body: [
            run(fit(title, maxTitle), { weight: 'Bolder', size: 'Medium', color: colors[urgency] }),
            ...lines.map(({ text }) => run(fit(text, maxLine))),
            ...(omitted > 0 ? [run(omittedText(omitted), { isSubtle: true })] : []),
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Open in the dashboard', url }],
        },
      },
    ],
  }
}
