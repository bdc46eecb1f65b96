/** Encodings in which a text may hide. */
export function encodingsOf(text: string): Record<string, Buffer> {
  const bytes = Buffer.from(text)
  /** The characters that encode only these bytes, at this offset in a longer base64 text. */
  const base64At = (offset: number) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const first = Math.ceil((offset * 8) / 6)
    return encoded.slice(first, -1)
  }
  const percent = encodeURIComponent(text)
  const encodings: Record<string, string | Buffer> = {
    plain: text,
    'JSON, escaped': JSON.stringify(text).slice(1, -1),
    'JSON, twice': JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1),
    'percent-encoded': percent,
    'percent-encoded, lower case': percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    'as a form': new URLSearchParams({ a: text }).toString().slice(2),
    'HTML, escaped': text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
    'base64, offset 0': base64At(0),
    'base64, offset 1': base64At(1),
    'base64, offset 2': base64At(2),
    base64url: bytes.toString('base64url').slice(0, -1),
    hexadecimal: bytes.toString('hex'),
    'hexadecimal, upper case': bytes.toString('hex').toUpperCase(),
    'UTF-16': Buffer.from(text, 'utf16le'),
    reversed: Array.from(text).reverse().join(''),
    'first 12 characters': text.slice(0, 12),
    'last 12 characters': text.slice(-12),
  }
  return Object.fromEntries(Object.entries(encodings).map(([name, value]) => [name, Buffer.from(value)]))
}

/** Finds each canary in each sink in any encoding. Returns one line per finding. */
export function findLeaks(sinks: Map<string, Buffer>, canaries: Record<string, string>): string[] {
  const leaks: string[] = []
  for (const [what, text] of Object.entries(canaries))
    for (const [how, bytes] of Object.entries(encodingsOf(text)))
      for (const [where, content] of sinks) if (content.includes(bytes)) leaks.push(`${what} in ${where} (${how})`)
  return leaks
}
