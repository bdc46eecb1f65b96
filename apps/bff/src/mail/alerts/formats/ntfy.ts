import { type AlertMessage, fit, omittedText } from '../alert-message.ts'

const maxTitle = 200
/** A longer message becomes a file. In bytes of UTF-8. */
const maxMessageBytes = 4_000
const maxLine = 190

const priorities = { urgent: 5, normal: 3, good: 3, test: 3 } as const
const tags = { urgent: 'rotating_light', normal: 'warning', good: 'white_check_mark', test: 'bell' } as const

/** As many lines as fit, and how many do not. */
function fitLines(lines: string[], omitted: number): string {
  for (let shown = lines.length; shown > 0; shown -= 1) {
    const hidden = omitted + lines.length - shown
    const text = [...lines.slice(0, shown), ...(hidden > 0 ? [omittedText(hidden)] : [])].join('\n')
    if (Buffer.byteLength(text) <= maxMessageBytes) return text
  }
  return omittedText(omitted + lines.length)
}

/** The server and the topic of an address such as `https://ntfy.sh/my-topic`; null if it is not one. */
export function readTopic(address: string): { server: string; topic: string } | null {
  const url = new URL(address)
  const [, before, topic] = /^(.*\/)([-_A-Za-z0-9]{1,64})\/?$/.exec(url.pathname) ?? []
  return topic === undefined || url.search !== '' ? null : { server: `${url.origin}${before}`, topic }
}

/**
 * Published as JSON to the address of the server, not in headers, which cannot carry every character
 * (https://docs.ntfy.sh/publish/#publish-as-json). Without `markdown`, a text is plain. Limits:
 * https://docs.ntfy.sh/publish/#limitations. A token: https://docs.ntfy.sh/publish/#access-tokens.
 */
export function toNtfy({ title, lines, omitted, url, urgency }: AlertMessage, topic: string): object {
  const texts = lines.map(({ text }) => fit(text, maxLine))
  return {
    topic,
    title: fit(title, maxTitle),
    message: fitLines(texts, omitted),
    priority: priorities[urgency],
    tags: [tags[urgency]],
    click: url,
  }
}
