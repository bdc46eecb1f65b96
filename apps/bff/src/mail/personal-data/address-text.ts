/** How an address may be written: as it is, and encoded in an address of the web. */
function formsOf(address: string): string[] {
  const encoded = encodeURIComponent(address)
  // Some programs encode these too (RFC 3986, reserved characters).
  const all = encoded.replaceAll("'", '%27').replaceAll('!', '%21').replaceAll('*', '%2A')
  return [...new Set([address, address.replace('@', '%40'), encoded, all])]
}

const escapeForPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

/** At most three texts that a database compares in lower case. It knows the case of ASCII letters only. */
export function needlesOf(address: string): string[] {
  const isPlain = /^[^\P{ASCII}'!*]+$/u.test(address)
  const known = isPlain ? address : address.slice(address.lastIndexOf('@'))
  return formsOf(known).map((form) => form.toLowerCase())
}

export interface AddressText {
  isIn: (text: string) => boolean
  /** Each occurrence becomes the replacement. */
  replaceIn: (text: string, replacement: string) => string
  /** The first occurrence with the characters before and after it; null if there is none between two characters. */
  findIn: (text: string) => { before: string; address: string; after: string } | null
}

/** Finds an address in texts, but not in a longer address that contains it. */
export function createAddressText(address: string): AddressText {
  const forms = formsOf(address).map(escapeForPattern).join('|')
  // An encoded character before the address, in an address of the web or in JSON, ends with a digit or a letter.
  // An apostrophe after a letter is part of a longer address, such as o'brien@example.com; otherwise, it is a quote.
  const apostrophe = String.raw`(?<!%[0-9a-f]|\\|\\u[0-9a-f]{3})[\p{L}\p{N}](?:'|%27)`
  const start = String.raw`(?<!${apostrophe})(?:(?<![\p{L}\p{N}._+\-])|(?<=%[0-9a-f]{2}|\\[a-z]|\\u[0-9a-f]{4}))`
  const end = String.raw`(?![\p{L}\p{N}\-]|\.[\p{L}\p{N}])`
  const every = new RegExp(`${start}(?:${forms})${end}`, 'giu')
  const withNeighbors = new RegExp(`(.)${start}(${forms})${end}(.)`, 'isu')
  return {
    isIn: (text) => text.search(every) !== -1,
    replaceIn: (text, replacement) => text.replace(every, () => replacement),
    findIn(text) {
      const [, before, found, after] = withNeighbors.exec(text) ?? []
      return before !== undefined && found !== undefined && after !== undefined
        ? { before, address: found, after }
        : null
    },
  }
}
