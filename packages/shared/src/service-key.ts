import { z } from 'zod'
import { actorReferenceSchema } from './actor-reference.ts'
import { botIdSchema } from './bot.ts'
import { hasControlCharacter } from './text-rules.ts'

export const serviceKeyScopeSchema = z.enum([
  'messages:send',
  'messages:read',
  'configuration:read',
  'configuration:write',
  'bots:write',
])
export type ServiceKeyScope = z.infer<typeof serviceKeyScopeSchema>

export const serviceKeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(serviceKeyScopeSchema),
  botIds: z.union([z.literal('all'), z.array(z.string())]),
  createdAt: z.iso.datetime(),
  createdBy: actorReferenceSchema,
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
})
export type ServiceKey = z.infer<typeof serviceKeySchema>

export const createServiceKeySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'Use at most 100 characters.')
    .refine((name) => !hasControlCharacter(name), 'Use a name on a single line, without control characters.'),
  scopes: z.array(serviceKeyScopeSchema).min(1, 'Choose at least one scope.'),
  botIds: z.union([z.literal('all'), z.array(botIdSchema).min(1, 'Name at least one bot.')]),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
})
export type CreateServiceKey = z.infer<typeof createServiceKeySchema>

/** `key` is in this answer alone, and never shown again. */
export const createdServiceKeySchema = serviceKeySchema.extend({ key: z.string() })
export const serviceKeyListSchema = z.strictObject({ serviceKeys: z.array(serviceKeySchema) })
