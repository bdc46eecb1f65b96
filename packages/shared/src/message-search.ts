import * as z from 'zod/mini'
import { parseDomain, parseMailAddress } from './mail-address.ts'
import { type Message, messageSchema, messageStateSchema } from './message.ts'

/** How many messages are counted exactly. */
export const mostCounted = 1_000

/** An address, or a domain without `@`, in lower case; null if it is neither. */
export function parseRecipient(text: string): string | null {
  const trimmed = text.trim()
  const address = trimmed.startsWith('@')
    ? parseDomain(trimmed.slice(1))
    : (parseMailAddress(trimmed) ?? parseDomain(trimmed))
  return address?.toLowerCase() ?? null
}

/** Characters. A longer text is not a source. */
const maxSourceLength = 300
const sourceShape = /^(test|service|person|system)(?::([^\0]+))?$/su

/** What sent a message: a kind, or a kind and the name of the service key or person. */
export interface MessageSource {
  kind: Message['source']['kind']
  name: string | null
}

export function parseSource(text: string): MessageSource | null {
  const [, kind, name = null] = (text.length <= maxSourceLength && sourceShape.exec(text)) || []
  return kind === undefined ? null : { kind: kind as MessageSource['kind'], name }
}

const countSchema = z.int().check(z.nonnegative())

export const messageCountsSchema = z.strictObject({
  /** How many messages match; at most `mostCounted`. */
  matching: countSchema,
  /** Whether more messages match. */
  isMore: z.boolean(),
  /** How many match in each state, whatever the filter by state is. */
  byState: z.record(messageStateSchema, countSchema),
  /** Whether `byState` counts only the newest messages. */
  isByStateMore: z.boolean(),
})
export type MessageCounts = z.infer<typeof messageCountsSchema>

export const messageListSchema = z.strictObject({
  messages: z.array(messageSchema),
  nextCursor: z.nullable(z.string()),
  /** On the first page, if the request asks for it. */
  counts: z.optional(messageCountsSchema),
})
