import { z } from 'zod'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { mailAddressSchema } from './mail-address-schema.ts'
import { checksSchema } from './office365-configuration.ts'
import { hasControlCharacter } from './text-rules.ts'

/** Exchange Online's default; an administrator may set 1 to 1,000 (Set-Mailbox -RecipientLimits). */
export const maxRecipients = 500
/** Microsoft Graph takes one to five custom headers. */
export const maxHeaders = 5
/** The whole request to Microsoft Graph, in bytes. Graph's own limit is 4 MB. */
export const maxGraphRequestBytes = 4_000_000

const singleLine = (text: string) => !hasControlCharacter(text) && text.isWellFormed()
const singleLineText = 'Use a single line without control characters.'
/** Tabulators and line breaks belong into a body; other control characters and torn surrogates do not. */
const bodyControl = /[\p{Cc}--[\t\n\f\r]]/v
const bodySchema = z
  .string()
  .refine((text) => !bodyControl.test(text) && text.isWellFormed(), 'Leave out control characters and broken ones.')
const bidirectionalControl = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

const recipientObjectSchema = z.strictObject({
  address: mailAddressSchema,
  name: z.string().max(256).refine(singleLine, singleLineText).optional(),
})

export const recipientSchema = z.union([mailAddressSchema.transform((address) => ({ address })), recipientObjectSchema])

export const attachmentSchema = z.strictObject({
  filename: z
    .string()
    .min(1)
    .max(255)
    .refine(
      (name) => singleLine(name) && !bidirectionalControl.test(name) && !/[\\/]/.test(name),
      'Use a plain file name, without a path or control characters.',
    ),
  contentType: z
    .string()
    .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'Use a media type, such as application/pdf.')
    .max(127),
  /** Base64 (RFC 4648, section 4). */
  content: z.string(),
  /** Makes the attachment inline, for `<img src="cid:…">`. */
  contentId: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x21-\x7e]+$/, 'Use printable ASCII characters.')
    .optional(),
})

const headerName = z.string().regex(/^x-[a-z0-9-]{1,100}$/i, 'Custom headers begin with x-.')
const headerValue = z
  .string()
  .max(900)
  .regex(/^[\x20-\x7e]*$/, 'Use printable ASCII characters on a single line.')

/** A message as a service hands it over. The sender is always the configured mailbox. */
export const sendMessageSchema = z
  .strictObject({
    to: z.array(recipientSchema).default([]),
    cc: z.array(recipientSchema).default([]),
    bcc: z.array(recipientSchema).default([]),
    replyTo: z.array(recipientSchema).max(maxRecipients).default([]),
    subject: z.string().max(998).refine(singleLine, singleLineText),
    text: bodySchema.optional(),
    html: bodySchema.optional(),
    attachments: z.array(attachmentSchema).default([]),
    importance: z.enum(['low', 'normal', 'high']).optional(),
    headers: z
      .record(headerName, headerValue)
      .refine((headers) => Object.keys(headers).length <= maxHeaders, `Use at most ${maxHeaders} custom headers.`)
      .optional(),
    saveToSentItems: z.boolean().default(true),
  })
  .superRefine((message, context) => {
    const recipients = message.to.length + message.cc.length + message.bcc.length
    if (recipients === 0) context.addIssue({ code: 'custom', path: ['to'], message: 'Name at least one recipient.' })
    if (recipients > maxRecipients)
      context.addIssue({ code: 'custom', path: ['to'], message: `Name at most ${maxRecipients} recipients.` })
    if (message.text === undefined && message.html === undefined)
      context.addIssue({ code: 'custom', path: ['text'], message: 'Give the message a text, html or both.' })
    if (message.text !== undefined && message.html !== undefined && !message.saveToSentItems)
      context.addIssue({
        code: 'custom',
        path: ['saveToSentItems'],
        message: 'A message with text and html is sent as MIME, which Microsoft always saves. Leave this out.',
      })
  })
export type SendMessage = z.infer<typeof sendMessageSchema>

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

const listedRecipientSchema = z.strictObject({ address: z.string(), name: z.string().optional() })
export type Recipient = z.infer<typeof listedRecipientSchema>

/** What is known of a message. Its body and its attachments are never part of it. */
export const messageSchema = z.strictObject({
  id: z.string(),
  botId: z.string(),
  state: messageStateSchema,
  source: z.strictObject({ kind: z.enum(['test', 'service', 'system']), name: z.string() }),
  to: z.array(listedRecipientSchema),
  cc: z.array(listedRecipientSchema),
  bcc: z.array(listedRecipientSchema),
  subject: z.string(),
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
  attempts: z.int().nonnegative(),
  microsoft: z.strictObject({ requestId: z.string() }).nullable(),
  diagnosis: diagnosisSchema.optional(),
  resendOf: z.string().optional(),
})
export type Message = z.infer<typeof messageSchema>

export const messageListSchema = z.strictObject({
  messages: z.array(messageSchema),
  nextCursor: z.string().nullable(),
})

export const sentMessageSchema = z.strictObject({
  id: z.string(),
  state: z.enum(['accepted', 'queued', 'simulated']),
  microsoft: z.strictObject({ requestId: z.string() }).nullable().optional(),
})

/** What a person found out of a message whose fate was unknown. */
export const resolveMessageSchema = z.strictObject({ outcome: z.enum(['accepted', 'failed']) })

export const sendTestMessageSchema = z.strictObject({ to: mailAddressSchema })
export const testMessageResultSchema = z.strictObject({
  id: z.string(),
  outcome: z.enum(['accepted', 'simulated', 'failed', 'unknown']),
  checks: checksSchema,
  diagnosis: diagnosisSchema.optional(),
})
export type TestMessageResult = z.infer<typeof testMessageResultSchema>
