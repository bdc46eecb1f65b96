import { randomUUID } from 'node:crypto'
import { formatNumber } from '@office365-email/shared/format-count'
import type { SendMessage } from '@office365-email/shared/send-message'
import { isSentAsMime, maxGraphRequestBytes } from '@office365-email/shared/send-message'
import { Problem } from '../../ground/problem.ts'
import type { MailBody } from '../microsoft/mail-submission.ts'
import { buildMimeMessage } from './mime-message.ts'

type Recipients = SendMessage['to']

const toGraphRecipients = (recipients: Recipients) => recipients.map((emailAddress) => ({ emailAddress }))

/** Graph refuses empty lists of headers, so empty lists are left out: JSON has no undefined members. */
const unlessEmpty = <Item>(items: Item[]): Item[] | undefined => (items.length > 0 ? items : undefined)

/** Marks the place of the attachments while the message is turned into JSON. No caller can guess it. */
const placeholder = randomUUID()

/** Inserts the attachments as bytes: base64 needs no escapes, so JSON need not process megabytes of it. */
function splice(json: string, contents: string[]): Buffer {
  const parts = json.split(placeholder).map((part) => Buffer.from(part))
  const length = [...parts, ...contents].reduce((sum, { length }) => sum + length, 0)
  const bytes = Buffer.allocUnsafe(length)
  let end = 0
  for (const [index, part] of parts.entries()) {
    end += part.copy(bytes, end)
    end += bytes.write(contents[index] ?? '', end, 'latin1')
  }
  return bytes
}

/** The body of `POST /users/{id}/sendMail`. Source: Microsoft Graph, user: sendMail, and the resource type message. */
function buildJson(message: SendMessage, userEmail: string): MailBody {
  const { to, cc, bcc, replyTo, subject, text = '', html, attachments, importance, saveToSentItems } = message
  const body = html ? { contentType: 'HTML', content: html } : { contentType: 'Text', content: text }
  const graphMessage = {
    from: { emailAddress: { address: userEmail } },
    subject,
    body,
    toRecipients: unlessEmpty(toGraphRecipients(to)),
    ccRecipients: unlessEmpty(toGraphRecipients(cc)),
    bccRecipients: unlessEmpty(toGraphRecipients(bcc)),
    replyTo: unlessEmpty(toGraphRecipients(replyTo)),
    importance,
    internetMessageHeaders: unlessEmpty(
      Object.entries(message.headers ?? {}).map(([name, value]) => ({ name, value })),
    ),
    isReadReceiptRequested: message.readReceipt || undefined,
    isDeliveryReceiptRequested: message.deliveryReceipt || undefined,
    attachments: unlessEmpty(
      attachments.map(({ filename, contentType, contentId }) => ({
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: filename,
        contentType,
        contentBytes: placeholder,
        isInline: contentId === undefined ? undefined : true,
        contentId,
      })),
    ),
  }
  const json = JSON.stringify({ message: graphMessage, saveToSentItems })
  const contents = attachments.map(({ content }) => content)
  return { contentType: 'application/json', bytes: contents.length > 0 ? splice(json, contents) : Buffer.from(json) }
}

/** Graph's JSON has only one body and only headers that begin with x-. A message that has more is sent as MIME. */
async function buildMime(message: SendMessage, userEmail: string): Promise<MailBody> {
  const mime = await buildMimeMessage(message, userEmail)
  return { contentType: 'text/plain', bytes: Buffer.from(mime.toString('base64'), 'latin1') }
}

/**
 * Builds the body for Graph. Throws if it is too large for Graph. Both forms name User Email as the sender: without it,
 * Exchange would send as the mailbox in the URL of the request, whatever User Email says.
 */
export async function buildGraphMessage(message: SendMessage, userEmail: string): Promise<MailBody> {
  const body = isSentAsMime(message) ? await buildMime(message, userEmail) : buildJson(message, userEmail)
  if (body.bytes.length <= maxGraphRequestBytes) return body
  throw new Problem('payload-too-large', {
    detail: `The request to Microsoft would be ${formatNumber(body.bytes.length)} bytes, and Microsoft accepts at most ${formatNumber(maxGraphRequestBytes)}. Send smaller attachments, or a link.`,
  })
}
