import type { SendMessage } from '@office365-email/shared/send-message'
import { Problem } from '../../ground/problem.ts'

type Recipients = SendMessage['to']

/** RFC 5322, 2.3: the only line break of a message. */
const toCrlf = (text: string) => text.replace(/\r\n?|\n/g, '\r\n')

/** Outside of quotes, a run of spaces in a name means one space anyway. */
const toMimeRecipients = (recipients: Recipients) =>
  recipients.map(({ address, name }: { address: string; name?: string | undefined }) => ({
    address,
    name: (name ?? '').replace(/ +/g, ' ').trim(),
  }))

/**
 * No source says that Exchange reads UTF-8 in the headers of MIME (RFC 6532). If it did not, the message could reach
 * a different address.
 */
function requireAsciiAddresses(message: SendMessage): void {
  const errors = (['to', 'cc', 'bcc', 'replyTo'] as const).flatMap((list) =>
    message[list].flatMap(({ address }, index) =>
      /[^!-~]/.test(address)
        ? [{ pointer: `/${list}/${index}`, detail: 'Use an address with only ASCII characters before the @.' }]
        : [],
    ),
  )
  if (errors.length === 0) return
  throw new Problem('invalid-request', {
    detail: 'The message is sent as MIME, which cannot contain these addresses.',
    errors: errors.slice(0, 50),
  })
}

/** Sent as it is: the composer would turn quotation marks into encoded words, which programs do not decode. */
const asIs = (value: string) => ({
  prepared: true,
  // A line break inside a run of spaces could leave a line of nothing but spaces.
  foldLines: !value.includes('  '),
  value,
})

/** The composer encodes what is not ASCII. Other text can also be changed on the way, or be too long for one line. */
async function toSubject(subject: string) {
  const isPlain = !subject.includes('=?') && !/^ | {2}| $|[^ ]{900}/.test(subject)
  if (isPlain || /[^ -~]/.test(subject)) return subject
  const { encodeWord } = await import('nodemailer/lib/mime-funcs')
  return asIs(encodeWord(subject, 'Q', 52))
}

async function headersOf(message: SendMessage, headers: [string, string][], userEmail: string) {
  const { subject, importance, readReceipt, deliveryReceipt } = message
  return {
    Subject: await toSubject(subject),
    ...Object.fromEntries(headers.map(([name, value]) => [name, asIs(value)])),
    // RFC 4021, section 2.1.53. Only the composer's transports read its own `priority`.
    ...(importance && { Importance: importance }),
    // How Exchange writes both receipts. Source: MS-OXCMAIL, sections 2.1.3.1.5 and 2.1.3.1.6.
    ...(readReceipt && { 'Disposition-Notification-To': asIs(`<${userEmail}>`) }),
    ...(deliveryReceipt && { 'Return-Receipt-To': asIs(`<${userEmail}>`) }),
  }
}

const isReferences = (name: string) => name.toLowerCase() === 'references'

/** The message as MIME (RFC 5322, RFC 2045), with blind copies: Exchange removes them when it sends the message. */
export async function buildMimeMessage(message: SendMessage, userEmail: string): Promise<Buffer> {
  requireAsciiAddresses(message)
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const { to, cc, bcc, replyTo, text = '', html, attachments } = message
  const headers = Object.entries(message.headers ?? {})
  const mail = new MailComposer({
    from: { name: '', address: userEmail },
    to: toMimeRecipients(to),
    cc: toMimeRecipients(cc),
    bcc: toMimeRecipients(bcc),
    replyTo: toMimeRecipients(replyTo),
    headers: await headersOf(
      message,
      headers.filter(([name]) => !isReferences(name)),
      userEmail,
    ),
    // The composer ignores a prepared value of this header.
    references: headers.find(([name]) => isReferences(name))?.[1],
    alternatives: [
      ...(text || !html ? [{ contentType: 'text/plain; charset=utf-8', content: toCrlf(text) }] : []),
      ...(html ? [{ contentType: 'text/html; charset=utf-8', content: toCrlf(html) }] : []),
    ],
    attachments: attachments.map(({ filename, contentType, content, contentId }) => ({
      filename,
      contentType,
      content,
      encoding: 'base64',
      contentDisposition: contentId === undefined ? 'attachment' : 'inline',
      contentTransferEncoding: 'base64',
      ...(contentId !== undefined && { cid: contentId }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile()
  mail.keepBcc = true
  // The composer leaves out headers without a value, which RFC 5322 allows (section 3.6.8).
  const empty = headers.flatMap(([name, value]) => (value === '' ? [`${name}: \r\n`] : []))
  return Buffer.concat([Buffer.from(empty.join('')), await mail.build()])
}
