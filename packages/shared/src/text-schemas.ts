import * as z from 'zod/mini'
import { parseMailAddress } from './mail-address.ts'
import { hasControlCharacter } from './text-rules.ts'

type Context = z.core.ParsePayload

function refuse(context: Context, message: string): never {
  context.issues.push({ code: 'custom', message, input: context.value })
  return z.NEVER
}

/** Text that `read` converts to a value, or to a remedy if it is not valid. */
export const readTextSchema = <Value>(read: (text: string) => { value: Value } | { remedy: string }) =>
  z.pipe(
    z.string(),
    z.transform((text, context): Value => {
      const reading = read(text)
      return 'value' in reading ? reading.value : refuse(context, reading.remedy)
    }),
  )

/** Text that `parse` converts to a value, or to null if it is not valid. */
export const parsedTextSchema = <Value>(parse: (text: string) => Value | null, remedy: string) =>
  z.pipe(
    z.string(),
    z.transform((text, context): Value => parse(text) ?? refuse(context, remedy)),
  )

export const mailAddressSchema = parsedTextSchema(parseMailAddress, 'Enter one email address, such as ada@example.com.')

/** The name of a bot, a person, or a key. */
export const nameSchema = z.string().check(
  z.trim(),
  z.minLength(1, 'Enter a name.'),
  z.maxLength(100, 'Use at most 100 characters.'),
  z.refine((name) => !hasControlCharacter(name), 'Use a name on a single line, without control characters.'),
)

const limitRemedy = 'Use a number from 1 to 200.'

const limitTextSchema = z.string().check(z.regex(/^\d{1,3}$/, limitRemedy))
const isLimit = z.refine<number>((limit) => limit >= 1 && limit <= 200, limitRemedy)

/** The requested number of entries of a list. */
export const limitSchema = z.pipe(limitTextSchema, z.transform(Number)).check(isLimit)

export const defaultLimit = 50

/** The same for a list that is always in pages. */
export const limitQuerySchema = z
  .pipe(z._default(limitTextSchema, `${defaultLimit}`), z.transform(Number))
  .check(isLimit)
