/** `cid:` at the start of a value: of an attribute, of `url()`, or of an entry of `srcset`. */
const reference = /["'(=,;]\s*cid:([^"'\s<>]+)/gi

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Templates often escape more characters than they have to. */
const withoutEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,3})|#x([\da-f]{1,2})|amp|commat);/gi, (entity, decimal?: string, hex?: string) => {
    if (decimal !== undefined) return String.fromCharCode(Number(decimal))
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    return /amp/i.test(entity) ? '&' : '@'
  })

/** The content IDs that a reference may mean. In `url(cid:logo)` and in `&quot;cid:logo&quot;`, it ends early. */
function meanings(written: string): string[] {
  const whole = withoutEntities(written)
  const end = written.search(/[),;]|&quot;|&#39;|&apos;/)
  const texts = end === -1 ? [whole] : [whole, written.slice(0, end)]
  return texts.flatMap((text) => (text.includes('%') ? [text, percentDecoded(text)] : [text]))
}

/** The references of HTML to inline attachments (RFC 2392), each as the content IDs that it may mean. */
export const contentReferences = (html: string): string[][] => {
  const written = new Set(Array.from(html.matchAll(reference), ([, text = '']) => text))
  return Array.from(written, meanings)
}
