import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { alertDeliverySchema, alertTypes } from './alert-webhook.ts'
import { botIdSchema } from './bot.ts'
import { mailAddressSchema, nameSchema, parsedTextSchema } from './text-schemas.ts'

/** Each kind has a format of its own. `webhook` posts the alert itself as JSON, signed. */
export const alertChannelKinds = ['webhook', 'slack', 'teams', 'discord', 'ntfy', 'email'] as const
export type AlertChannelKind = (typeof alertChannelKinds)[number]

/** The types that a channel can choose. A test is only sent on request. */
export const channelAlertTypes = alertTypes.filter((type) => type !== 'test')
export type ChannelAlertType = (typeof channelAlertTypes)[number]

/** Mail has stopped. These may pass the quiet hours. */
const urgentTypes: readonly string[] = ['secret-expired', 'mail-fails', 'mail-unreachable', 'quota-reached']
export const isUrgent = (type: string): boolean => urgentTypes.includes(type)

/** The name of the time zone as the runtime writes it; null if it does not know it. */
function parseTimeZone(text: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text.trim() }).resolvedOptions().timeZone
  } catch {
    return null
  }
}

const clockTimeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time, such as 22:00.'))

/** If `to` is not after `from`, the hours end on the next day. */
export const quietHoursSchema = z.strictObject({
  timeZone: parsedTextSchema(parseTimeZone, 'Enter a time zone, such as Europe/Berlin.'),
  from: clockTimeSchema,
  to: clockTimeSchema,
  days: z
    .array(z.int().check(z.minimum(1, 'Use a number from 1 to 7.'), z.maximum(7, 'Use a number from 1 to 7.')))
    .check(
      z.minLength(1, 'Choose at least one day.'),
      z.maxLength(7, 'Name each day once.'),
      z.describe('The days on which the quiet hours begin: 1 is Monday, 7 is Sunday.'),
    ),
  letUrgentThrough: z
    .boolean()
    .check(
      z.describe(
        'Whether `secret-expired`, `mail-fails`, `mail-unreachable` and `quota-reached` are sent during the quiet hours.',
      ),
    ),
})
export type QuietHours = z.infer<typeof quietHoursSchema>

/** Quiet hours without an end would keep every alert. */
export const isAlwaysQuiet = ({ from, to, days }: Pick<QuietHours, 'from' | 'to' | 'days'>): boolean =>
  from === to && new Set(days).size === 7

const urlSchema = z.string().check(z.trim(), z.maxLength(2_000, 'Use at most 2,000 characters.'))
const tokenRemedy = 'Enter an access token without spaces.'

const members = {
  name: nameSchema,
  url: urlSchema.check(
    z.describe('For every kind except `email`. Except for `webhook`, the server does not return it.'),
  ),
  token: z
    .nullable(z.string().check(z.trim(), z.regex(/^[\x21-\x7e]{1,500}$/, tokenRemedy)))
    .check(z.describe('For `ntfy`: an access token, if the server needs one. The server does not return it.')),
  senderBotId: botIdSchema.check(z.describe('For `email`: the bot that sends the alerts.')),
  to: z
    .array(mailAddressSchema)
    .check(
      z.minLength(1, 'Enter at least one address.'),
      z.maxLength(20, 'Enter at most 20 addresses.'),
      z.describe('For `email`: the recipients.'),
    ),
  types: z.union([
    z.literal('all'),
    z.array(z.enum(channelAlertTypes)).check(z.minLength(1, 'Choose at least one type.')),
  ]),
  botIds: z.union([z.literal('all'), z.array(botIdSchema).check(z.minLength(1, 'Name at least one bot.'))]),
  quietHours: z.nullable(quietHoursSchema),
  collectMinutes: z
    .int()
    .check(
      z.minimum(0, 'Use a number from 0 to 60.'),
      z.maximum(60, 'Use a number from 0 to 60.'),
      z.describe(
        'Alerts within this number of minutes arrive as one message. 0: alerts are sent as soon as they are noticed.',
      ),
    ),
}

/** Which of `url`, `token`, `senderBotId` and `to` are needed depends on the kind. */
const targetShape = {
  url: z.optional(members.url),
  token: z.optional(members.token),
  senderBotId: z.optional(members.senderBotId),
  to: z.optional(members.to),
}
export const alertTargetSchema = z.strictObject({ kind: z.enum(alertChannelKinds), ...targetShape })
export type AlertTargetInput = z.infer<typeof alertTargetSchema>

const settingsShape = {
  types: z.optional(members.types),
  botIds: z.optional(members.botIds),
  quietHours: z.optional(members.quietHours),
  collectMinutes: z.optional(members.collectMinutes),
}
export const createAlertChannelSchema = z.strictObject({
  kind: z.enum(alertChannelKinds),
  name: members.name,
  ...targetShape,
  ...settingsShape,
})
export type CreateAlertChannel = z.infer<typeof createAlertChannelSchema>

/** Members that are left out do not change. */
export const updateAlertChannelSchema = z.strictObject({
  name: z.optional(members.name),
  ...targetShape,
  ...settingsShape,
})
export type UpdateAlertChannel = z.infer<typeof updateAlertChannelSchema>

export const channelDeliverySchema = z.extend(alertDeliverySchema, {
  /** The beginning of the receiver's answer, or why nothing was posted. Without control characters and secrets. */
  excerpt: z.nullable(z.string()),
})
export type ChannelDelivery = z.infer<typeof channelDeliverySchema>

/** Why a channel by email cannot send: its bot is gone, has no configuration, fails, or is the only bot that the alerts are about. */
export const senderProblems = ['deleted', 'not-configured', 'failing', 'only-bot'] as const

export const alertChannelSchema = z.strictObject({
  id: z.string(),
  version: z.int().check(z.describe('Counts the changes. A change can name it, in quotes, in `If-Match`.')),
  kind: z.enum(alertChannelKinds),
  name: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: actorReferenceSchema,
  /** Null for `email`. */
  address: z.nullable(
    z.strictObject({
      host: z.string(),
      /** The last characters of the address; empty if it is so short that they would give it away. */
      ending: z.string(),
      hasToken: z.boolean(),
    }),
  ),
  /** Null for the other kinds. */
  email: z.nullable(
    z.strictObject({
      /** Null: the bot was deleted. */
      senderBotId: z.nullable(z.string()),
      to: z.array(z.string()),
      problem: z.nullable(z.enum(senderProblems)),
    }),
  ),
  types: z.union([z.literal('all'), z.array(z.enum(channelAlertTypes))]),
  botIds: z.union([z.literal('all'), z.array(z.string())]),
  quietHours: z.nullable(z.extend(quietHoursSchema, { timeZone: z.string() })),
  collectMinutes: z.int(),
  lastDelivery: z.nullable(channelDeliverySchema),
  /** Since when no alert and no test was delivered; null if the last one was. */
  failingSince: z.nullable(z.iso.datetime()),
  /** Alerts that still have to be delivered: collected, held by the quiet hours, or to be repeated. */
  waiting: z.int(),
})
export type AlertChannelView = z.infer<typeof alertChannelSchema>
export const alertChannelListSchema = z.strictObject({ alertChannels: z.array(alertChannelSchema) })

/** Only this response has the signing secret, and only for a webhook. */
export const createdAlertChannelSchema = z.extend(alertChannelSchema, { signingSecret: z.nullable(z.string()) })

export const alertBotsQuerySchema = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(200, 'Use at most 200 characters.'))),
  ids: z.optional(z.string().check(z.maxLength(8_000, 'Use at most 8,000 characters.'))),
})
export const alertBotsSchema = z.strictObject({
  /** At most 50 of the bots that match. */
  bots: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  matching: z.int(),
  all: z.int(),
})
