import { isUrgent } from '@office365-email/shared/alert-channel'
import type { Alert } from '@office365-email/shared/alert-webhook'

interface Line {
  /** Contains names that people chose: each format has to escape it. */
  text: string
  /** A page of this product. */
  url: string
}

/** One message for people: an alert, or several as a summary. */
export interface AlertMessage {
  /** Contains names that people chose: each format has to escape it. */
  title: string
  lines: Line[]
  /** How many alerts are not among the lines. */
  omitted: number
  /** The page that says more. */
  url: string
  urgency: 'urgent' | 'normal' | 'good' | 'test'
}

/** More do not fit into every format. */
const maxLines = 20

const timeOf = ({ at }: Alert): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`

const goodTypes: readonly string[] = ['mail-recovered', 'messages-released', 'quota-recovered']

function urgencyOf(alerts: readonly Alert[]): AlertMessage['urgency'] {
  if (alerts.some(({ type }) => isUrgent(type))) return 'urgent'
  if (alerts.every(({ type }) => goodTypes.includes(type))) return 'good'
  return alerts.every(({ type }) => type === 'test') ? 'test' : 'normal'
}

/** Urgent alerts first, each group in the order in which they were noticed. */
const inOrder = (alerts: readonly Alert[]): Alert[] =>
  alerts.toSorted(
    (one, other) => Number(isUrgent(other.type)) - Number(isUrgent(one.type)) || (one.at < other.at ? -1 : 1),
  )

/** Writes one alert as itself, and several as one summary. */
export function toMessage(alerts: readonly [Alert, ...Alert[]], publicUrl: string): AlertMessage {
  const urgency = urgencyOf(alerts)
  const [first] = alerts
  if (alerts.length === 1) {
    const noticed = `Noticed at ${timeOf(first)}.`
    const text = first.type === 'test' ? 'The alerts of Office 365 email arrive here.' : noticed
    return {
      title: first.title,
      lines: [{ text: first.advice === undefined ? text : `${first.advice} ${text}`, url: first.url }],
      omitted: 0,
      url: first.url,
      urgency,
    }
  }
  const ordered = inOrder(alerts)
  const lines = ordered
    .slice(0, maxLines)
    .map((alert) => ({ text: `${timeOf(alert)}: ${alert.title}`, url: alert.url }))
  const urgent = alerts.filter(({ type }) => isUrgent(type)).length
  const title = `${alerts.length} alerts about the mail of your bots${urgent > 0 ? `, ${urgent} of them urgent` : ''}`
  return { title, lines, omitted: ordered.length - lines.length, url: `${publicUrl}/bots`, urgency }
}

export const omittedText = (omitted: number): string => `And ${omitted} more. The list of bots shows them all.`

/** At most this many characters once it is escaped. Never ends within a character, or within an escape. */
export function fit(text: string, max: number, toEscaped: (text: string) => string = (same) => same): string {
  if (toEscaped(text).length <= max) return toEscaped(text)
  let [fitting, length] = ['', 1]
  for (const character of text) {
    const escaped = toEscaped(character)
    if (length + escaped.length > max) break
    fitting += escaped
    length += escaped.length
  }
  return `${fitting}…`
}
