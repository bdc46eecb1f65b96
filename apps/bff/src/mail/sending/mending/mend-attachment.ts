import { parseMediaType } from '@office365-email/shared/media-type'
import { type Attachment, bareContentId, type Warning } from '@office365-email/shared/send-message'
import { Problem } from '../../../ground/problem.ts'
import { canonicalBase64 } from './base64.ts'

/**
 * Types of files. Mail programs read `multipart` and `message` (RFC 2046, section 5) as parts of the mail itself: the
 * attached file would be gone. Nobody knows what they do with types that do not exist.
 */
const fileType = /^(?:application|audio|chemical|font|haptics|image|model|text|video|x-[\w.-]+)\//
const anyFile = 'application/octet-stream'

/** Loaded only if needed, as it is a table of a thousand types. */
async function typeByName(filename: string): Promise<string> {
  if (!filename.includes('.')) return anyFile
  const { detectMimeType } = await import('nodemailer/lib/mime-funcs/mime-types')
  const type = detectMimeType(filename)
  return fileType.test(type) ? type : anyFile
}

/** The content of `data:application/pdf;base64,…`, and its type. Other contents stay as they are. */
function splitDataUrl(content: string): { type: string | null; data: string } {
  const start = /^\s*data:/i.exec(content)?.[0].length ?? 0
  const comma = start > 0 ? content.indexOf(',') : -1
  const header = content.slice(start, Math.max(comma, start))
  if (!/;base64$/i.test(header)) return { type: null, data: content }
  return { type: parseMediaType(header.slice(0, -7)), data: content.slice(comma + 1) }
}

/** Brings an attachment into the form that is sent. Returns the same object if it already has it. */
export async function mendAttachment(attachment: Attachment, index: number, warnings: Warning[]): Promise<Attachment> {
  const { filename, contentType, content, contentId } = attachment
  const pointer = `/attachments/${index}`
  const { type: dataType, data } = splitDataUrl(content)
  const base64 = canonicalBase64(data)
  if (base64 === null)
    throw new Problem('invalid-request', {
      detail: 'An attachment is not base64.',
      errors: [{ pointer: `${pointer}/content`, detail: 'Encode the file as base64.' }],
    })
  const given = parseMediaType(contentType ?? '') ?? dataType
  const isFile = given === null || fileType.test(given)
  if (!isFile)
    warnings.push({
      pointer: `${pointer}/contentType`,
      detail: `The file is sent as ${anyFile}: mail programs may take other types for a part of the mail itself, and not show the file.`,
    })
  const type = isFile ? (given ?? (await typeByName(filename))) : anyFile
  const id = contentId === undefined ? '' : bareContentId(contentId)
  if (type === contentType && base64 === content && id === (contentId ?? '')) return attachment
  return { filename, contentType: type, content: base64, ...(id !== '' && { contentId: id }) }
}
