import { z } from 'zod'
import type { Address } from '../state/sent-message.ts'
import { checkShape, isObject } from './check-shape.ts'
import { GraphRefusal } from './graph-refusal.ts'
import type { MessageDraft } from './message-draft.ts'
import { messageShape } from './message-shape.ts'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const recipientSchema = z.object({
  emailAddress: z
    .object({ address: z.string().nullish(), name: z.string().nullish() })
    .nullish()
    .transform((value): Address => {
      const name = value?.name ?? undefined
      return { address: value?.address ?? '', ...(name ? { name } : {}) }
    }),
})
const recipientsSchema = z
  .array(recipientSchema)
  .nullish()
  .transform((list) => (list ?? []).map((recipient) => recipient.emailAddress))

/** Applied after `checkShape`, so only null and absent members are left to handle. */
const messageSchema = z.object({
  subject: z.string().nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
  toRecipients: recipientsSchema,
  ccRecipients: recipientsSchema,
  bccRecipients: recipientsSchema,
  replyTo: recipientsSchema,
  from: recipientSchema.nullish(),
  sender: recipientSchema.nullish(),
  importance: z.string().nullish(),
  isReadReceiptRequested: z.boolean().nullish(),
  isDeliveryReceiptRequested: z.boolean().nullish(),
  internetMessageHeaders: z.array(z.object({ name: text, value: text })).nullish(),
  attachments: z
    .array(
      z.object({
        name: z.string().nullish(),
        contentType: z.string().nullish(),
        contentBytes: z.string().nullish(),
        contentId: z.string().nullish(),
        isInline: z.boolean().nullish(),
      }),
    )
    .nullish(),
})

/** The body of sendMail as JSON: `{ message, saveToSentItems? }`. [microsoft-graph-docs: api/user-sendmail.md] */
export function readJsonMessage(body: Buffer): MessageDraft {
  const { message, saveToSentItems } = readParameters(body)
  checkShape(message, messageShape, 'message')
  const result = messageSchema.safeParse(message)
  if (!result.success) throw new GraphRefusal('bodyUnreadable')
  const parsed = result.data
  const content = parsed.body?.content ?? ''
  const isHtml = parsed.body?.contentType?.toLowerCase() === 'html'
  const attachments = (parsed.attachments ?? []).map((attachment) => {
    const contentBase64 = attachment.contentBytes ?? ''
    return {
      name: attachment.name ?? '',
      contentType: attachment.contentType ?? 'application/octet-stream',
      sizeBytes: Buffer.byteLength(contentBase64, 'base64'),
      contentBase64,
      ...(attachment.contentId ? { contentId: attachment.contentId } : {}),
      isInline: attachment.isInline ?? false,
    }
  })
  return {
    to: parsed.toRecipients,
    cc: parsed.ccRecipients,
    bcc: parsed.bccRecipients,
    replyTo: parsed.replyTo,
    from: parsed.from?.emailAddress,
    sender: parsed.sender?.emailAddress,
    subject: parsed.subject ?? '',
    ...(isHtml ? { html: content } : { text: content }),
    importance: parsed.importance?.toLowerCase() ?? 'normal',
    isReadReceiptRequested: parsed.isReadReceiptRequested ?? false,
    isDeliveryReceiptRequested: parsed.isDeliveryReceiptRequested ?? false,
    attachments,
    headers: parsed.internetMessageHeaders ?? [],
    hasHeaderCollection: parsed.internetMessageHeaders != null,
    saveToSentItems,
    format: 'json',
    sizeBytes: Buffer.byteLength(content) + attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, 0),
  }
}

function readParameters(body: Buffer): { message: unknown; saveToSentItems: boolean } {
  let parameters: unknown
  try {
    parameters = JSON.parse(body.toString('utf8'))
  } catch {
    throw new GraphRefusal('jsonUnreadable')
  }
  if (!isObject(parameters)) throw new GraphRefusal('bodyUnreadable')
  const names = Object.keys(parameters).filter((name) => !name.startsWith('@odata.'))
  const known = ['message', 'Message', 'saveToSentItems', 'SaveToSentItems']
  const message = parameters['message'] ?? parameters['Message']
  if (names.some((name) => !known.includes(name)) || !isObject(message)) throw new GraphRefusal('bodyUnreadable')
  return { message, saveToSentItems: readBoolean(parameters['saveToSentItems'] ?? parameters['SaveToSentItems']) }
}

/** Microsoft's own examples use the string `"false"`. Any other type was seen to get a bare 500. */
function readBoolean(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw new GraphRefusal('internalServerError')
}
