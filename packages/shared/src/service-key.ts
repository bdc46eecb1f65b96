import { z } from 'zod'
import { actorReferenceSchema } from './actor-reference.ts'
import { botIdSchema } from './bot.ts'
import { parseDomain } from './mail-address.ts'
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
  /** Mail goes to these domains alone, not to those below them. Null: to any. */
  recipientDomains: z.array(z.string()).nullable(),
  /** Recipients on one day (UTC). Null: as many as Microsoft takes. */
  dailyQuota: z.int().nullable(),
})
export type ServiceKey = z.infer<typeof serviceKeySchema>

const domainSchema = z.string().transform((text, context) => {
  const domain = parseDomain(text)
  if (domain) return domain
  context.addIssue({ code: 'custom', message: 'Enter a domain, such as example.com.' })
  return z.NEVER
})

export const createServiceKeySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .max(100, 'Use at most 100 characters.')
    .refine((name) => !hasControlCharacter(name), 'Use a name on a single line, without control characters.'),
  scopes: z.array(serviceKeyScopeSchema).min(1, 'Choose at least one scope.'),
  botIds: z.union([z.literal('all'), z.array(botIdSchema).min(1, 'Name at least one bot.')]),
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine((text) => Date.parse(text) > Date.now(), 'Choose a time that is still to come.')
    .nullish(),
  recipientDomains: z.array(domainSchema).min(1, 'Name at least one domain.').max(100).nullish(),
  dailyQuota: z.int().min(1, 'Use a number from 1 to 1,000,000.').max(1_000_000).nullish(),
})
export type CreateServiceKey = z.infer<typeof createServiceKeySchema>

/** `key` is in this answer alone, and never shown again. */
export const createdServiceKeySchema = serviceKeySchema.extend({ key: z.string() })
export const serviceKeyListSchema = z.strictObject({ serviceKeys: z.array(serviceKeySchema) })
