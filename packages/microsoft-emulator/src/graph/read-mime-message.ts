import PostalMime, { type Address as MimeAddress } from 'postal-mime'
import type { Address } from '../state/sent-message.ts'
import { GraphRefusal } from './graph-refusal.ts'
import { isBase64 } from './is-base64.ts'
import type { MessageDraft } from './message-draft.ts'

/** Base64 of a whole MIME message, sent as `text/plain`. [microsoft-graph-docs: api/user-sendmail.md] */
export async function readMimeMessage(body: Buffer): Promise<MessageDraft> {
  const text = body.toString('latin1').replace(/\s+/g, '')
  if (text.startsWith('{')) throw new GraphRefusal('bodyUnreadable')
  if (text === '' || !isBase64(text)) throw new GraphRefusal('mimeInvalid')
  const mime = Buffer.from(text, 'base64')
  const email = await PostalMime.parse(mime, { attachmentEncoding: 'base64' }).catch(() => {
    throw new GraphRefusal('mimeInvalid')
  })
  return {
    to: readAddresses(email.to),
    cc: readAddresses(email.cc),
    bcc: readAddresses(email.bcc),
    replyTo: readAddresses(email.replyTo),
    from: readAddresses(email.from ? [email.from] : [])[0],
    sender: readAddresses(email.sender ? [email.sender] : [])[0],
    subject: email.subject ?? '',
    ...(email.text === undefined ? {} : { text: email.text }),
    ...(email.html === undefined ? {} : { html: email.html }),
    importance: readImportance(email.headers),
    // The headers of both receipts. [MS-OXCMAIL, 2.1.3.1.5 and 2.1.3.1.6]
    isReadReceiptRequested: hasHeader(email.headers, 'disposition-notification-to'),
    isDeliveryReceiptRequested: hasHeader(email.headers, 'return-receipt-to'),
    attachments: email.attachments.map((attachment) => {
      const contentBase64 = typeof attachment.content === 'string' ? attachment.content : ''
      return {
        name: attachment.filename ?? '',
        contentType: attachment.mimeType,
        sizeBytes: Buffer.byteLength(contentBase64, 'base64'),
        contentBase64,
        ...(attachment.contentId ? { contentId: attachment.contentId.replace(/^<|>$/g, '') } : {}),
        isInline: attachment.disposition === 'inline' || attachment.related === true,
      }
    }),
    headers: email.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    hasHeaderCollection: false,
    saveToSentItems: true,
    format: 'mime',
    mime: mime.toString('utf8'),
    sizeBytes: mime.length,
  }
}

function readAddresses(addresses: MimeAddress[] | undefined): Address[] {
  return (addresses ?? []).flatMap((entry) =>
    (entry.group ?? [entry]).map(({ address, name }) => ({ address, ...(name ? { name } : {}) })),
  )
}

function hasHeader(headers: { key: string }[], name: string): boolean {
  return headers.some(({ key }) => key === name)
}

function readImportance(headers: { key: string; value: string }[]): string {
  const value = headers.find(({ key }) => key === 'importance')?.value.toLowerCase()
  return value === 'high' || value === 'low' ? value : 'normal'
}
