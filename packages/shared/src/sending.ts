import * as z from 'zod/mini'

/** How the operator runs the server: `SENDING`. */
export const sendingModes = ['on', 'off', 'simulate'] as const
export type SendingMode = (typeof sendingModes)[number]

/** `held`: the mode is `on`, and an owner has to release the database first. */
export const sendingStates = [...sendingModes, 'held'] as const
export type SendingState = (typeof sendingStates)[number]

export const sendingSchema = z.strictObject({
  state: z.enum(sendingStates),
  /** Why the database is held. It stays held in every mode until an owner releases it. */
  reason: z.optional(z.literal('restored')),
  since: z.optional(z.iso.datetime()),
  /** With `held`: the number of queued messages, which are sent after the release. */
  queuedMessages: z.optional(z.int().check(z.nonnegative())),
})
export type SendingView = z.infer<typeof sendingSchema>
