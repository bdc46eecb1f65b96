import { createHash } from 'node:crypto'
import type { Attachment } from '@office365-email/shared/send-message'
import { canonicalBase64 } from './base64.ts'

const pictureTag = /<img(?=[\s/])/gi
const gap = /[\s/]*/y
const attributeName = /=?[^\s/>=]*/y
const equals = /\s*=\s*/y
const bareValue = /[^\s>]*/y

function readAt(pattern: RegExp, text: string, index: number): string {
  pattern.lastIndex = index
  return pattern.exec(text)?.[0] ?? ''
}

interface Place {
  start: number
  end: number
}

/** The values of `src` of all pictures. Reads every character once: a parser would take megabytes of memory for megabytes of HTML. */
function* sourcesOf(html: string): Generator<Place> {
  pictureTag.lastIndex = 0
  for (let tag = pictureTag.exec(html); tag; tag = pictureTag.exec(html)) {
    let index = tag.index + tag[0].length
    let isFound = false
    for (;;) {
      index += readAt(gap, html, index).length
      const name = readAt(attributeName, html, index)
      if (name === '') break
      index += name.length
      const sign = readAt(equals, html, index)
      if (sign === '') continue
      index += sign.length
      const quote = html[index]
      const isQuoted = quote === '"' || quote === "'"
      const start = isQuoted ? index + 1 : index
      const end = isQuoted ? html.indexOf(quote, start) : start + readAt(bareValue, html, start).length
      // Everything after an open quote is the value: no tag follows.
      if (end === -1) return
      if (!isFound && name.toLowerCase() === 'src') {
        isFound = true
        yield { start, end }
      }
      index = isQuoted ? end + 1 : end
    }
    pictureTag.lastIndex = index
  }
}

const header = /^\s*data:(image\/[a-z\d][\w.+-]*)(?:;[\w.+-]+=[\w.+-]*)*(;base64)?$/i
const entities: Record<string, string> = { amp: '&', quot: '"', apos: "'", '#39': "'", lt: '<', gt: '>' }

/** The bytes of a percent-encoded text (RFC 3986, section 2.1). */
const percentDecoded = (text: string): Buffer =>
  Buffer.from(
    Buffer.from(text)
      .toString('latin1')
      .replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** A picture in a `data:` URL (RFC 2397); null if the value is not one, or not readable. */
function readPicture(value: string): { type: string; content: string } | null {
  const comma = value.indexOf(',')
  const [, type, isBase64] = comma > 0 && comma < 200 ? (header.exec(value.slice(0, comma)) ?? []) : []
  if (type === undefined) return null
  const text = value.slice(comma + 1).replace(/&(amp|quot|apos|#39|lt|gt);/g, (_, name: string) => entities[name] ?? '')
  const bytes = percentDecoded(text.trim())
  const content = isBase64 ? canonicalBase64(bytes.toString('latin1')) : bytes.toString('base64')
  return content === null || content === '' ? null : { type: type.toLowerCase(), content }
}

/**
 * Turns pictures in `data:` URLs into inline attachments, the same picture into one. Their content IDs come from the
 * content, so that the same message always becomes the same mail.
 */
export function extractPictures(html: string): { html: string; pictures: Attachment[]; count: number } {
  const pictures = new Map<string, Attachment>()
  const parts: string[] = []
  let copied = 0
  let count = 0
  for (const { start, end } of sourcesOf(html)) {
    const picture = readPicture(html.slice(start, end))
    if (!picture) continue
    const { type, content } = picture
    const contentId = `${createHash('sha256').update(`${type},${content}`).digest('hex').slice(0, 32)}@picture`
    const extension = type.slice('image/'.length).replace(/^x-|\+.*$/g, '')
    const filename = `picture-${pictures.size + 1}.${extension}`
    if (!pictures.has(contentId)) pictures.set(contentId, { filename, contentType: type, content, contentId })
    parts.push(html.slice(copied, start), `cid:${contentId}`)
    copied = end
    count += 1
  }
  return { html: parts.join('') + html.slice(copied), pictures: [...pictures.values()], count }
}
