import * as z from 'zod/mini'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { checksSchema } from './office365-configuration.ts'
import { mailAddressSchema } from './text-schemas.ts'

export const messageStateSchema = z.enum([
  'queued',
  'sending',
  'accepted',
  'simulated',
  'failed',
  'unknown',
  'cancelled',
])
export type MessageState = z.infer<typeof messageStateSchema>

const sourceKindSchema = z.enum(['test', 'service', 'person', 'system'])

const listedRecipientSchema = z.strictObject({ address: z.string(), name: z.optional(z.string()) })
export type Recipient = z.infer<typeof listedRecipientSchema>

/** The known facts about a message, never its body or its attachments. */
export const messageSchema = z.strictObject({
  id: z.string(),
  botId: z.string(),
  state: messageStateSchema,
  source: z.strictObject({ kind: sourceKindSchema, name: z.string() }),
  to: z.array(listedRecipientSchema),
  cc: z.array(listedRecipientSchema),
  bcc: z.array(listedRecipientSchema),
  subject: z.string(),
  createdAt: z.iso.datetime(),
  settledAt: z.nullable(z.iso.datetime()),
  attempts: z.int().check(z.nonnegative()),
  microsoft: z.nullable(z.strictObject({ requestId: z.string() })),
  diagnosis: z.optional(diagnosisSchema),
  resendOf: z.optional(z.string()),
})
export type Message = z.infer<typeof messageSchema>

/** `again`: the message was already sent again once, and the caller wants to send it once more. */
export const resendMessageSchema = z.strictObject({ again: z.optional(z.boolean()) })

/** The outcome that a person found for a message whose outcome was unknown. */
export const resolveMessageSchema = z.strictObject({ outcome: z.enum(['accepted', 'failed']) })

export const sendTestMessageSchema = z.strictObject({ to: mailAddressSchema })
export const testMessageResultSchema = z.strictObject({
  id: z.string(),
  outcome: z.enum(['accepted', 'simulated', 'failed', 'unknown']),
  checks: checksSchema,
  diagnosis: z.optional(diagnosisSchema),
})
export type TestMessageResult = z.infer<typeof testMessageResultSchema>
