import type { MessageState } from '@office365-email/shared/message'
import type { BotScope } from '@office365-email/shared/session'
import type { Message } from '../sending/message.ts'
import { fold, wordsOf } from './words.ts'

/** All conditions apply together. */
export interface MessageFilter {
  bots: BotScope
  /** Each one begins a word of the subject. Folded. */
  words: string[]
  /** An address, or a domain without `@`, in lower case. A domain does not include its subdomains. */
  recipient: string | null
  /** Milliseconds since 1970. */
  from: number | null
  /** Messages before this moment. */
  to: number | null
  /** Empty for all states. */
  states: MessageState[]
  source: { kind: Message['source']['kind']; name: string | null } | null
}

/** What a search reads of a message. */
export type SearchedMessage = Pick<
  Message,
  'id' | 'botId' | 'state' | 'source' | 'to' | 'cc' | 'bcc' | 'subject' | 'createdAt'
>

export const addressesOf = ({ to, cc, bcc }: Pick<Message, 'to' | 'cc' | 'bcc'>): string[] =>
  [...to, ...cc, ...bcc].map(({ address }) => address.toLowerCase())

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

function isTo(message: SearchedMessage, recipient: string): boolean {
  const addresses = addressesOf(message)
  return recipient.includes('@')
    ? addresses.includes(recipient)
    : addresses.some((address) => domainOf(address) === recipient)
}

function isFrom({ kind, name }: Message['source'], wanted: NonNullable<MessageFilter['source']>): boolean {
  return kind === wanted.kind && (wanted.name === null || fold(name) === fold(wanted.name))
}

function hasWords({ subject }: SearchedMessage, wanted: string[]): boolean {
  const words = wordsOf(subject)
  return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)))
}

function isWithin({ createdAt }: SearchedMessage, { from, to }: MessageFilter): boolean {
  if (from === null && to === null) return true
  const at = Date.parse(createdAt)
  return at >= (from ?? Number.NEGATIVE_INFINITY) && at < (to ?? Number.POSITIVE_INFINITY)
}

/** Decides what a search finds, on every engine and however the candidates were found. */
export function createMatcher(filter: MessageFilter): (message: SearchedMessage) => boolean {
  const { words, recipient, states, source } = filter
  const bots = filter.bots === 'all' ? null : new Set(filter.bots)
  return (message) =>
    (bots === null || bots.has(message.botId)) &&
    (states.length === 0 || states.includes(message.state)) &&
    isWithin(message, filter) &&
    (recipient === null || isTo(message, recipient)) &&
    (source === null || isFrom(message.source, source)) &&
    (words.length === 0 || hasWords(message, words))
}
