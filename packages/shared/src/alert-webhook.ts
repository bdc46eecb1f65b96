import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'

/** An alert is sent this many days before a client secret expires. */
export const reminderDays = [30, 14, 7, 1] as const
/** The same for a certificate whose next one is ready to be uploaded. */
export const certificateReminderDays = [60, ...reminderDays] as const

export const alertDeliverySchema = z.strictObject({
  at: z.iso.datetime(),
  outcome: z.enum(['delivered', 'failed']),
  /** HTTP status of the receiver; null if it could not be reached. */
  status: z.nullable(z.int()),
})

/** A URL that receives alerts, independent of the mailboxes. */
export const alertWebhookSchema = z.strictObject({
  id: z.string(),
  url: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: actorReferenceSchema,
  lastDelivery: z.nullable(alertDeliverySchema),
})
export type AlertWebhook = z.infer<typeof alertWebhookSchema>
export const alertWebhookListSchema = z.strictObject({ alertWebhooks: z.array(alertWebhookSchema) })

export const createAlertWebhookSchema = z.strictObject({
  url: z.string().check(z.trim(), z.maxLength(2_000, 'Use at most 2,000 characters.')),
})
/** Only this response contains `signingSecret`. Signatures follow standardwebhooks.com, version 1. */
export const createdAlertWebhookSchema = z.extend(alertWebhookSchema, { signingSecret: z.string() })
export const alertTestResultSchema = alertDeliverySchema

export const alertTypes = [
  'secret-expires',
  'secret-expired',
  'mail-fails',
  'mail-unreachable',
  'mail-recovered',
  'messages-held',
  'messages-released',
  'quota-near',
  'quota-reached',
  'quota-recovered',
  'test',
] as const

/** The body that is posted. It holds no value of a configuration. */
export const alertSchema = z.strictObject({
  type: z.enum(alertTypes).check(z.describe('What has changed. Each change is posted once.')),
  at: z.iso.datetime().check(z.describe('When the change was noticed. A repeated post may come after a later alert.')),
  title: z.string().check(z.describe('One sentence in English.')),
  bot: z
    .nullable(z.strictObject({ id: z.string(), name: z.string() }))
    .check(z.describe('Null for a test, and for an alert about the server or a service key.')),
  serviceKey: z
    .optional(
      z.strictObject({ id: z.string(), name: z.string(), botIds: z.union([z.literal('all'), z.array(z.string())]) }),
    )
    .check(z.describe('The service key whose daily quota the alert is about, and the bots that it may send for.')),
  expiresOn: z.optional(z.iso.date()).check(z.describe('The last day of the client secret or certificate.')),
  daysLeft: z.optional(z.int()).check(z.describe('Whole days until that day begins (UTC); negative once it is over.')),
  cause: z
    .optional(z.string())
    .check(z.describe('Why mail fails or is held, or Microsoft cannot be reached, as in a diagnosis.')),
  advice: z.optional(z.string()).check(z.describe('What to do, in English.')),
  url: z.string().check(z.describe('The page that says more.')),
})
export type Alert = z.infer<typeof alertSchema>
