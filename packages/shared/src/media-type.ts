const type = /[ \t]*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)/y
const parameter =
  /[ \t]*;[ \t]*(?:([^\s\p{Cc}()<>@,;:\\"/[\]?=]+)[ \t]*=[ \t]*(?:([^\s\p{Cc}()<>@,;:\\"/[\]?=]+)|"((?:[^"\\\p{Cc}]|\\[^\p{Cc}])*)"))?/uy
const token = /^[^\s()<>@,;:\\"/[\]?=]+$/
const ascii = /^[\x20-\x7e]+$/

/**
 * A media type with its parameters (RFC 2045, section 5.1) in its canonical form; null if the text is not one. `name` is
 * dropped: an attachment has its own file name, and programs disagree about which of two names counts.
 */
export function parseMediaType(text: string): string | null {
  if (text.length > 255) return null
  type.lastIndex = 0
  const [start, name] = type.exec(text) ?? []
  if (start === undefined || name === undefined) return null
  const trimmed = text.trimEnd()
  const parameters = new Map<string, string>()
  parameter.lastIndex = start.length
  while (parameter.lastIndex < trimmed.length) {
    const found = parameter.exec(trimmed)
    if (!found) return null
    const [, attribute, bare, quoted = ''] = found
    if (attribute === undefined) continue
    const key = attribute.toLowerCase()
    if (parameters.has(key)) return null
    parameters.set(key, bare ?? quoted.replace(/\\(.)/gu, '$1'))
  }
  let canonical = name.toLowerCase()
  for (const [key, value] of parameters) {
    if (key === 'name' || key.startsWith('name*')) continue
    canonical += `; ${key}=${token.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`
  }
  return ascii.test(canonical) ? canonical : null
}
