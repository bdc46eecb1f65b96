import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { messageSchema } from './message.ts'

/** What happened to a message, besides what it says itself. */
export const messageHistorySchema = z.strictObject({
  /** Oldest first. */
  actions: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      actor: actorReferenceSchema,
      action: z.enum(['cancelled', 'accepted', 'failed']),
    }),
  ),
  /** The messages that it was sent again as, oldest first. */
  resends: z.array(messageSchema),
  /** Null unless it waits to be sent. */
  waiting: z.nullable(z.strictObject({ nextAttemptAt: z.iso.datetime(), failures: z.int().check(z.nonnegative()) })),
})
export type MessageHistory = z.infer<typeof messageHistorySchema>
