import { z } from 'zod'

export const roleSchema = z.enum(['owner', 'admin'])
export type Role = z.infer<typeof roleSchema>

export const botScopeSchema = z.union([z.literal('all'), z.array(z.string())])
export type BotScope = z.infer<typeof botScopeSchema>

export const userSchema = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  botIds: botScopeSchema,
})
export type User = z.infer<typeof userSchema>

export const signInSchema = z.strictObject({
  email: z.string().trim().min(1, 'Enter your email address.').max(254),
  password: z.string().min(1, 'Enter your password.').max(1024),
})
export const sessionSchema = z.strictObject({ user: userSchema })
