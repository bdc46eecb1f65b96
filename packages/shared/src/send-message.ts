import * as z from 'zod/mini'
import { isCustomHeader, messageHeadersSchema } from './message-headers.ts'
import { hasControlCharacter } from './text-rules.ts'
import { mailAddressSchema } from './text-schemas.ts'

/** Exchange Online's default; an administrator may set 1 to 1,000 (Set-Mailbox -RecipientLimits). */
export const maxRecipients = 500
/** The whole request to Microsoft Graph, in bytes. Graph's own limit is 4 MB. */
export const maxGraphRequestBytes = 4_000_000

const singleLine = (text: string) => !hasControlCharacter(text) && text.isWellFormed()
const singleLineText = 'Use a single line without control characters.'
/** A body may contain tabs and line breaks, but no other control characters and no lone surrogates. */
const bodyControl = /[\p{Cc}--[\t\n\f\r]]/v
const bodySchema = z
  .string()
  .check(
    z.refine(
      (text) => !bodyControl.test(text) && text.isWellFormed(),
      'Remove control characters and broken characters.',
    ),
  )
const bidirectionalControl = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

const recipientObjectSchema = z.strictObject({
  address: mailAddressSchema,
  name: z.optional(z.string().check(z.maxLength(256), z.refine(singleLine, singleLineText))),
})

export const recipientSchema = z.union([
  z.pipe(
    mailAddressSchema,
    z.transform((address) => ({ address })),
  ),
  recipientObjectSchema,
])

export const attachmentSchema = z.strictObject({
  filename: z.string().check(
    z.minLength(1, 'Name the file, such as invoice.pdf.'),
    z.maxLength(255),
    z.refine(
      (name) => singleLine(name) && !bidirectionalControl.test(name) && !/[\\/]/.test(name),
      'Use a plain file name, without a path or control characters.',
    ),
  ),
  contentType: z
    .string()
    .check(z.regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'Use a media type, such as application/pdf.'), z.maxLength(127)),
  /** Base64 (RFC 4648, section 4). */
  content: z.string('Encode the file as base64.'),
  /** Makes the attachment inline, for `<img src="cid:…">`. */
  contentId: z.optional(
    z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^[\x21-\x7e]+$/, 'Use printable ASCII characters.')),
  ),
})

/**
 * Why the message can only be sent as MIME, which has more than Graph's JSON; null if JSON is enough. An empty body is
 * as good as none.
 */
function reasonForMime({ text, html, headers = {} }: Bodies): string | null {
  if (text && html) return 'text and html'
  return Object.keys(headers).every(isCustomHeader) ? null : 'headers that do not begin with x-'
}

interface Bodies {
  text?: string | undefined
  html?: string | undefined
  headers?: Record<string, string> | undefined
}

export const isSentAsMime = (message: Bodies): boolean => reasonForMime(message) !== null

const recipientLists = ['to', 'cc', 'bcc'] as const
const longestOf = (message: Record<(typeof recipientLists)[number], unknown[]>) =>
  recipientLists.reduce((longest, list) => (message[list].length > message[longest].length ? list : longest))

/** A message as a service submits it. The sender is always the configured mailbox. */
export const sendMessageSchema = z
  .strictObject({
    to: z._default(z.array(recipientSchema), []),
    cc: z._default(z.array(recipientSchema), []),
    bcc: z._default(z.array(recipientSchema), []),
    replyTo: z._default(z.array(recipientSchema).check(z.maxLength(maxRecipients)), []),
    subject: z
      .string({
        error: ({ code }) => (code === 'invalid_type' ? 'Give the message a subject, which may be empty.' : undefined),
      })
      .check(z.maxLength(998), z.refine(singleLine, singleLineText)),
    text: z.optional(bodySchema),
    html: z.optional(bodySchema),
    attachments: z._default(z.array(attachmentSchema), []),
    importance: z.optional(z.enum(['low', 'normal', 'high'])),
    headers: z.optional(messageHeadersSchema),
    readReceipt: z.optional(z.boolean().check(z.describe('Asks recipients to confirm that they read the message.'))),
    deliveryReceipt: z.optional(
      z.boolean().check(z.describe("Asks the recipients' servers to confirm that the message was delivered.")),
    ),
    saveToSentItems: z._default(z.boolean(), true),
  })
  .check(
    z.superRefine((message, context) => {
      const recipients = message.to.length + message.cc.length + message.bcc.length
      if (recipients === 0)
        context.addIssue({
          code: 'custom',
          path: ['to'],
          message: 'Name at least one recipient in "to", "cc" or "bcc".',
        })
      if (recipients > maxRecipients)
        context.addIssue({
          code: 'custom',
          path: [longestOf(message)],
          message: `You named ${recipients.toLocaleString('en')} recipients; at most ${maxRecipients} are accepted.`,
        })
      if (message.text === undefined && message.html === undefined)
        context.addIssue({ code: 'custom', path: ['text'], message: 'Give the message "text", "html" or both.' })
      const mime = reasonForMime(message)
      if (mime !== null && !message.saveToSentItems)
        context.addIssue({
          code: 'custom',
          path: ['saveToSentItems'],
          message: `A message with ${mime} is sent as MIME, which Microsoft always saves. Leave this out.`,
        })
    }),
  )
export type SendMessage = z.infer<typeof sendMessageSchema>

export const sentMessageSchema = z.strictObject({
  id: z.string(),
  state: z.enum(['accepted', 'queued', 'simulated']),
  microsoft: z.optional(z.nullable(z.strictObject({ requestId: z.string() }))),
})
