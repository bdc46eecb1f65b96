import { z } from 'zod'
import { botIdSchema } from './bot.ts'
import { mailAddressSchema } from './mail-address-schema.ts'
import { newPasswordSchema, roleSchema, userSchema } from './session.ts'
import { hasControlCharacter } from './text-rules.ts'

/** A person who may sign in, as the owners see them. */
export const personSchema = userSchema.extend({ createdAt: z.iso.datetime() })
export type PersonView = z.infer<typeof personSchema>
export const personListSchema = z.strictObject({ people: z.array(personSchema) })

const personNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(100, 'Use at most 100 characters.')
  .refine((name) => !hasControlCharacter(name), 'Use a name on a single line, without control characters.')
const botReachSchema = z.union([z.literal('all'), z.array(botIdSchema).max(5_000)])

/** Without a password, the person signs in through the organisation's identity provider alone. An owner reaches all bots. */
export const createPersonSchema = z.strictObject({
  email: mailAddressSchema,
  name: personNameSchema.optional(),
  role: roleSchema,
  botIds: botReachSchema.optional(),
  password: newPasswordSchema.optional(),
})
export type CreatePerson = z.infer<typeof createPersonSchema>

/** What is left out stays. Another role or password ends the person's sessions. */
export const updatePersonSchema = z
  .strictObject({
    name: personNameSchema.optional(),
    role: roleSchema.optional(),
    botIds: botReachSchema.optional(),
    password: newPasswordSchema.optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'Name at least one thing to change.')
export type UpdatePerson = z.infer<typeof updatePersonSchema>
