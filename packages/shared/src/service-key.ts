import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { botIdSchema } from './bot.ts'
import { parseDomain } from './mail-address.ts'
import { nameSchema, parsedTextSchema } from './text-schemas.ts'

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
  lastUsedAt: z.nullable(z.iso.datetime()),
  expiresAt: z.nullable(z.iso.datetime()),
  revokedAt: z.nullable(z.iso.datetime()),
  /** The key can send only to these domains, not to their subdomains. Null: any domain. */
  recipientDomains: z.nullable(z.array(z.string())),
  /** Maximum number of recipients on one day (UTC). Null: no limit of ours. */
  dailyQuota: z.nullable(z.int()),
})
export type ServiceKey = z.infer<typeof serviceKeySchema>

const domainSchema = parsedTextSchema(parseDomain, 'Enter a domain, such as example.com.')

export const createServiceKeySchema = z.strictObject({
  name: nameSchema,
  scopes: z.array(serviceKeyScopeSchema).check(z.minLength(1, 'Choose at least one scope.')),
  botIds: z.union([z.literal('all'), z.array(botIdSchema).check(z.minLength(1, 'Name at least one bot.'))]),
  expiresAt: z.nullish(
    z.iso
      .datetime({ offset: true })
      .check(z.refine((text) => Date.parse(text) > Date.now(), 'Choose a time that is still to come.')),
  ),
  recipientDomains: z.nullish(
    z.array(domainSchema).check(z.minLength(1, 'Name at least one domain.'), z.maxLength(100)),
  ),
  dailyQuota: z.nullish(z.int().check(z.minimum(1, 'Use a number from 1 to 1,000,000.'), z.maximum(1_000_000))),
})
export type CreateServiceKey = z.infer<typeof createServiceKeySchema>

/** Only this response contains `key`. */
export const createdServiceKeySchema = z.extend(serviceKeySchema, { key: z.string() })
export const serviceKeyListSchema = z.strictObject({ serviceKeys: z.array(serviceKeySchema) })
