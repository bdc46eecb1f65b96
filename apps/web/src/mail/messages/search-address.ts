import { type MessageState, messageStateSchema } from '@office365-email/shared/message'
import { parseRecipient, parseSource } from '@office365-email/shared/message-search'

/** The search of a page, as its address says it. */
export interface MessageSearch {
  /** Words of the subject. */
  q?: string | undefined
  recipient?: string | undefined
  /** YYYY-MM-DD, in the reader's zone. */
  from?: string | undefined
  /** The last day. */
  to?: string | undefined
  states: MessageState[]
  /** A kind, or a kind and a name: `service:shop`. */
  source?: string | undefined
  /** Only on the page of all bots. */
  bot?: string | undefined
}

const hasWord = /[\p{L}\p{N}]/u
const dayShape = /^\d{4}-\d\d-\d\d$/

const asDay = (text: string | null) =>
  text && dayShape.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined
const asWords = (text: string) => (hasWord.test(text) ? text.trim().slice(0, 100) : undefined)

/** Leaves out what is not valid. */
export function readSearch(parameters: URLSearchParams): MessageSearch {
  const states = parameters.get('state')?.split(',') ?? []
  const source = parameters.get('source')
  return {
    q: asWords(parameters.get('q') ?? ''),
    recipient: parseRecipient(parameters.get('recipient') ?? '') ?? undefined,
    from: asDay(parameters.get('from')),
    to: asDay(parameters.get('to')),
    states: messageStateSchema.options.filter((state) => states.includes(state)),
    source: source && parseSource(source) ? source : undefined,
    bot: parameters.get('bot') || undefined,
  }
}

export function writeSearch({ states, ...others }: MessageSearch): URLSearchParams {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...others, state: states.join(',') }))
    if (value) parameters.set(name, value)
  return parameters
}

export const isSearching = (search: MessageSearch): boolean => writeSearch(search).size > 0

/** The beginning of a day in the reader's zone. */
function startOf(day: string, daysLater = 0): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater).toISOString()
}

/** The parameters of the API. */
export const toQuery = ({ from, to, states, bot, ...same }: MessageSearch) => ({
  ...same,
  ...(from && { from: startOf(from) }),
  ...(to && { to: startOf(to, 1) }),
  ...(states.length > 0 && { state: states.join(',') }),
  ...(bot && { bot }),
})

/** What a person types into one field: an address or a domain, and words. */
export function readSearchText(text: string): Pick<MessageSearch, 'q' | 'recipient'> {
  const parts = text.trim().split(/\s+/)
  // A word with a period can be a domain, so it is one only if nothing else is there.
  const isRecipient = (part: string) => (parts.length === 1 || part.includes('@')) && parseRecipient(part) !== null
  const found = parts.find(isRecipient)
  return {
    recipient: found === undefined ? undefined : (parseRecipient(found) ?? undefined),
    q: asWords(parts.filter((part) => part !== found).join(' ')),
  }
}

export const writeSearchText = ({ q, recipient }: MessageSearch): string => [recipient, q].filter(Boolean).join(' ')
