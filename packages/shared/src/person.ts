import * as z from 'zod/mini'
import { botIdSchema } from './bot.ts'
import { newPasswordSchema, roleSchema, userSchema } from './session.ts'
import { mailAddressSchema, nameSchema } from './text-schemas.ts'

/** A person who may sign in, as shown to owners. */
export const personSchema = z.extend(userSchema, { createdAt: z.iso.datetime() })
export type PersonView = z.infer<typeof personSchema>
export const personListSchema = z.strictObject({ people: z.array(personSchema) })

const botReachSchema = z.union([z.literal('all'), z.array(botIdSchema).check(z.maxLength(5_000))])

/** Without a password, the person signs in only through the identity provider. An owner has access to all bots. */
export const createPersonSchema = z.strictObject({
  email: mailAddressSchema,
  name: z.optional(nameSchema),
  role: roleSchema,
  botIds: z.optional(botReachSchema),
  password: z.optional(newPasswordSchema),
})
export type CreatePerson = z.infer<typeof createPersonSchema>

/** Members that are left out do not change. A new role or password ends the person's sessions. */
export const updatePersonSchema = z
  .strictObject({
    name: z.optional(nameSchema),
    role: z.optional(roleSchema),
    botIds: z.optional(botReachSchema),
    password: z.optional(newPasswordSchema),
  })
  .check(z.refine((changes) => Object.keys(changes).length > 0, 'Name at least one thing to change.'))
export type UpdatePerson = z.infer<typeof updatePersonSchema>
