import * as z from 'zod/mini'
import { formatNumber } from './format-count.ts'
import { parseMediaType } from './media-type.ts'
import { isCustomHeader, messageHeadersSchema } from './message-headers.ts'
import { maxNameLength, readRecipient, readRecipientAddress } from './message-recipient.ts'
import { findCharacter, findLineFault } from './text-rules.ts'
import { readTextSchema } from './text-schemas.ts'

/** Exchange Online's default; an administrator may set 1 to 1,000 (Set-Mailbox -RecipientLimits). */
export const maxRecipients = 500
/** The whole request to Microsoft Graph, in bytes. Graph's own limit is 4 MB. */
export const maxGraphRequestBytes = 4_000_000

/** Longer lists are refused unread. It is above every other limit, so that shorter lists get the more exact error. */
const maxEntries = 1_000

/** `null` counts as left out: many programs write members that they do not use as null. */
const optional = <Schema extends z.core.SomeType>(schema: Schema) =>
  z.optional(
    z.pipe(
      z.nullable(schema),
      z.transform((value) => value ?? undefined),
    ),
  )

/** Refuses a text if `findFault` finds something wrong with it. The result is the error. */
const refuseIf = (findFault: (text: string) => string | null) =>
  z.superRefine((text: string, context) => {
    const message = findFault(text)
    if (message !== null) context.addIssue({ code: 'custom', message, input: text })
  })

/** Refuses a text with a character that the pattern finds, and names that character. */
const without = (pattern: RegExp, remedy: string) =>
  refuseIf((text) => {
    const found = findCharacter(pattern, text)
    return found && `Remove the character ${found}. ${remedy}`
  })

const notInFilename = /[\\/\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

export const recipientSchema = z.union([
  readTextSchema(readRecipient),
  z.strictObject({
    address: readTextSchema(readRecipientAddress),
    name: optional(z.string().check(z.maxLength(maxNameLength), refuseIf(findLineFault))),
  }),
])

/** Reading each entry takes time, so a list that is far too long is refused first. */
const ofReadableLength = <Schema extends z.core.$ZodType>(schema: Schema) =>
  z.pipe(
    z.transform((value, context): unknown => {
      const length = typeof value === 'object' && value !== null ? Object.keys(value).length : 0
      if (length > maxEntries)
        context.issues.push({
          code: 'custom',
          message: `There are ${formatNumber(length)} entries; at most ${formatNumber(maxEntries)} are accepted.`,
          input: value,
        })
      return value
    }),
    schema,
  )

/** A single recipient counts as a list of one. */
const recipientsSchema = z._default(
  z.pipe(
    ofReadableLength(z.nullable(z.union([z.array(recipientSchema), recipientSchema]))),
    z.transform((recipients) => (Array.isArray(recipients) ? recipients : recipients === null ? [] : [recipients])),
  ),
  [],
)

/** A content ID without the `cid:` of references and without the brackets of headers (RFC 2392). */
export const bareContentId = (contentId: string): string => contentId.replace(/^cid:/i, '').replace(/[<>]/g, '')

export const attachmentSchema = z.strictObject({
  filename: z
    .string()
    .check(
      z.minLength(1, 'Name the file, such as invoice.pdf.'),
      z.maxLength(255),
      refuseIf(findLineFault),
      without(notInFilename, 'Use a plain file name, without a path or control characters.'),
    ),
  /** May have parameters. Without it, the file name decides. */
  contentType: optional(
    z.string().check(
      z.maxLength(255),
      z.refine((type) => type === '' || parseMediaType(type) !== null, 'Use a media type, such as application/pdf.'),
    ),
  ),
  /** Base64 (RFC 4648). */
  content: z.string('Encode the file as base64.'),
  /** Makes the attachment inline, for `<img src="cid:…">`. */
  contentId: optional(
    z.string().check(z.maxLength(255), without(/[^\x21-\x7e]/u, 'Use printable ASCII characters, without spaces.')),
  ),
})

/**
 * Why the message can only be sent as MIME, which has more than Graph's JSON; null if JSON is enough. An empty body
 * counts as absent.
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

const importanceSchema = z.pipe(
  z.transform((value) => (typeof value === 'string' ? value.toLowerCase() : value)),
  z.enum(['low', 'normal', 'high']),
)

/** A message as a service submits it. The sender is always the configured mailbox. */
export const sendMessageSchema = z
  .strictObject({
    to: recipientsSchema,
    cc: recipientsSchema,
    bcc: recipientsSchema,
    replyTo: recipientsSchema.check(z.maxLength(maxRecipients)),
    subject: z
      .string({
        error: ({ code }) => (code === 'invalid_type' ? 'Give the message a subject, which may be empty.' : undefined),
      })
      // The server removes line breaks and tabs at the end.
      .check(
        z.maxLength(998),
        refuseIf((text) => findLineFault(text.trimEnd())),
      ),
    text: optional(z.string()),
    html: optional(z.string()),
    attachments: z._default(
      z.pipe(
        ofReadableLength(z.nullable(z.array(attachmentSchema))),
        z.transform((attachments) => attachments ?? []),
      ),
      [],
    ),
    importance: optional(importanceSchema),
    headers: optional(ofReadableLength(messageHeadersSchema)),
    readReceipt: optional(z.boolean().check(z.describe('Asks recipients to confirm that they read the message.'))),
    deliveryReceipt: optional(
      z.boolean().check(z.describe("Asks the recipients' servers to confirm that the message was delivered.")),
    ),
    saveToSentItems: z._default(
      z.pipe(
        z.nullable(z.boolean()),
        z.transform((saves) => saves ?? true),
      ),
      true,
    ),
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
          message: `You named ${formatNumber(recipients)} recipients; at most ${maxRecipients} are accepted.`,
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
export type Attachment = SendMessage['attachments'][number]

/** What the server changed in a message before it sent it. */
export const warningSchema = z.strictObject({ pointer: z.string(), detail: z.string() })
export type Warning = z.infer<typeof warningSchema>

export const sentMessageSchema = z.strictObject({
  id: z.string(),
  state: z.enum(['accepted', 'queued', 'simulated']),
  microsoft: z.optional(z.nullable(z.strictObject({ requestId: z.string() }))),
  /** Left out if nothing was changed. */
  warnings: z.optional(
    z.array(warningSchema).check(z.describe('What the server changed in the message before it sent it.')),
  ),
})
