const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The GUID in lower case and without braces, as Microsoft writes it; null if the text is not a GUID. */
export function parseGuid(text: string): string | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\{(.*)\}$/, '$1')
  return guid.test(bare) ? bare : null
}

export const isGuid = (text: string): boolean => parseGuid(text) !== null
