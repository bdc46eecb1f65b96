import * as z from 'zod/mini'
import { botIdSchema } from './bot.ts'
import { type MessageState, messageStateSchema } from './message.ts'
import { parseRecipient, parseSource } from './message-search.ts'
import { parsedTextSchema } from './text-schemas.ts'

const states: readonly string[] = messageStateSchema.options

function parseStates(text: string): MessageState[] | null {
  const names = text.split(',')
  const isState = (name: string): name is MessageState => states.includes(name)
  return names.every(isState) ? [...new Set(names.filter(isState))] : null
}

const maxWordsLength = 100
const hasWord = /[\p{L}\p{N}]/u

const timeSchema = z.pipe(z.iso.datetime({ offset: true }), z.transform(Date.parse))

/** The filters of a search. All of them apply together. */
export const messageFilterQuery = {
  q: z.optional(
    z
      .string()
      .check(
        z.trim(),
        z.maxLength(maxWordsLength, `Use at most ${maxWordsLength} characters.`),
        z.regex(hasWord, 'Use words of the subject.'),
        z.describe('Words of the subject, or their beginnings, in any case and order. All of them have to occur.'),
      ),
  ),
  recipient: z.optional(
    parsedTextSchema(parseRecipient, 'Use an address such as ada@example.com, or a domain such as example.com.').check(
      z.describe('An address of To, Cc or Bcc, or its domain. A domain does not include its subdomains.'),
    ),
  ),
  from: z.optional(timeSchema.check(z.describe('Messages from this moment on.'))),
  to: z.optional(timeSchema.check(z.describe('Messages before this moment.'))),
  state: z.optional(
    parsedTextSchema(parseStates, `Use one or more of ${states.join(', ')}, separated by commas.`).check(
      z.describe(`One or more states, separated by commas: ${states.join(', ')}.`),
    ),
  ),
  source: z.optional(
    parsedTextSchema(
      parseSource,
      'Use test, service, person or system, or one with a name, such as "service:shop".',
    ).check(
      z.describe(
        'What sent it: `service`, `person`, `test` or `system`; with a name, such as `service:shop`, the service key or person with exactly this name.',
      ),
    ),
  ),
}

export const botFilterQuery = {
  bot: z.optional(botIdSchema),
}

/** Asks for counts with the first page. */
export const countsQuery = { counts: z.optional(z.literal('true')) }
