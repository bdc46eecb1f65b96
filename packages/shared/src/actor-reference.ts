import * as z from 'zod/mini'

/** The actor of an action: a person, a program with a service key, or the product itself. */
export const actorReferenceSchema = z.strictObject({
  kind: z.enum(['person', 'service-key', 'intake-link', 'operator', 'system']),
  id: z.string(),
  name: z.string(),
})
export type ActorReference = z.infer<typeof actorReferenceSchema>
