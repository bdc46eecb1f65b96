import type { Attachment, SendMessage, Warning } from '@office365-email/shared/send-message'
import { contentReferences } from './content-references.ts'
import { extractPictures } from './embedded-pictures.ts'
import { mendAttachment } from './mend-attachment.ts'
import { mendText } from './mend-text.ts'

const maxWarnings = 50

type Recipients = SendMessage['to']

/** A name without a visible character says nothing, and Exchange shows the address instead of a missing one. */
const isNameless = ({ name }: Recipients[number]) => name !== undefined && name.trim() === ''

const withoutEmptyNames = (recipients: Recipients): Recipients =>
  recipients.some(isNameless)
    ? recipients.map((recipient) => (isNameless(recipient) ? { address: recipient.address } : recipient))
    : recipients

function mendSubject(subject: string, warnings: Warning[]): string {
  const trimmed = subject.trimEnd()
  if (!/[\t-\r\u2028\u2029]/.test(subject.slice(trimmed.length))) return subject
  warnings.push({ pointer: '/subject', detail: 'Removed the line breaks or tabs at the end.' })
  return trimmed
}

const withoutContentId = ({ filename, contentType, content }: Attachment): Attachment => ({
  filename,
  contentType,
  content,
})

/** Only what the HTML shows is inline: mail programs hide other inline files from the reader. */
function mendContentIds(attachments: Attachment[], html: string | undefined, warnings: Warning[]): Attachment[] {
  const references = html === undefined ? [] : contentReferences(html)
  const meant = new Set(references.flat())
  const used = new Set<string>()
  const mended = attachments.map((attachment, index) => {
    const { contentId } = attachment
    if (contentId === undefined) return attachment
    const pointer = `/attachments/${index}/contentId`
    if (!meant.has(contentId)) {
      const detail = 'The html does not show this file with "cid:", so it is sent as an ordinary attachment.'
      warnings.push({ pointer, detail })
      return withoutContentId(attachment)
    }
    if (used.has(contentId)) {
      const detail = 'An earlier attachment has the same contentId, so this one is sent as an ordinary attachment.'
      warnings.push({ pointer, detail })
      return withoutContentId(attachment)
    }
    used.add(contentId)
    return attachment
  })
  const missing = references.filter((names) => !names.some((name) => used.has(name))).length
  if (missing > 0)
    warnings.push({
      pointer: '/html',
      detail: `The html refers with "cid:" to attachments that are missing (${missing}).`,
    })
  return mended.every((attachment, index) => attachment === attachments[index]) ? attachments : mended
}

async function mendAttachments(attachments: Attachment[], warnings: Warning[]): Promise<Attachment[]> {
  const mended: Attachment[] = []
  for (const [index, attachment] of attachments.entries())
    mended.push(await mendAttachment(attachment, index, warnings))
  return mended
}

/**
 * Accepts what programs really send, and changes it to what every mail program shows as intended. The result depends
 * only on the message, and mending it again changes nothing.
 */
export async function mendMessage(message: SendMessage): Promise<{ message: SendMessage; warnings: Warning[] }> {
  const warnings: Warning[] = []
  const { to, cc, bcc, replyTo } = message
  const subject = mendSubject(message.subject, warnings)
  const text = message.text === undefined ? undefined : mendText(message.text, '/text', warnings)
  let html = message.html === undefined ? undefined : mendText(message.html, '/html', warnings)
  let attachments =
    message.attachments.length > 0 ? await mendAttachments(message.attachments, warnings) : message.attachments
  const refersToPictures = html !== undefined && /(?:cid|data):/i.test(html)
  if (html !== undefined && refersToPictures && /data:image\//i.test(html)) {
    const extracted = extractPictures(html)
    if (extracted.count > 0) {
      html = extracted.html
      const known = new Set(attachments.map(({ contentId }) => contentId))
      attachments = [...attachments, ...extracted.pictures.filter(({ contentId }) => !known.has(contentId))]
      warnings.push({
        pointer: '/html',
        detail: `Turned pictures in "data:" URLs (${extracted.count}) into inline attachments, because many mail programs do not show such pictures.`,
      })
    }
  }
  if (refersToPictures || attachments.length > 0)
    attachments = mendContentIds(attachments, refersToPictures ? html : undefined, warnings)
  return {
    message: {
      ...message,
      to: withoutEmptyNames(to),
      cc: withoutEmptyNames(cc),
      bcc: withoutEmptyNames(bcc),
      replyTo: withoutEmptyNames(replyTo),
      subject,
      text,
      html,
      attachments,
    },
    warnings: warnings.slice(0, maxWarnings),
  }
}
