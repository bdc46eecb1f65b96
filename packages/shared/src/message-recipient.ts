import { formatNumber } from './format-count.ts'
import { parseMailAddress } from './mail-address.ts'
import { findCharacter, findLineFault, invisibleCharacter } from './text-rules.ts'

/** Characters of an address with its name. Longer texts are refused unread. */
const maxLength = 1_000
/** Characters of a display name. */
export const maxNameLength = 256

type Reading<Value> = { value: Value } | { remedy: string }

const oneAddress = 'Enter one email address, such as ada@example.com.'
const list = 'Enter each address on its own: ["ada@example.com", "Grace Hopper <grace@example.com>"].'

function readAddress(text: string, offset: number): Reading<string> {
  if (text.length > maxLength) return { remedy: oneAddress }
  const trimmed = text.trim()
  const invisible = findCharacter(invisibleCharacter, trimmed, offset + text.indexOf(trimmed))
  if (invisible !== null) return { remedy: `Remove the invisible character ${invisible}.` }
  const address = parseMailAddress(trimmed)
  if (address !== null) return { value: address }
  return { remedy: /[,;]/.test(trimmed) ? list : oneAddress }
}

/** The address of a message's recipient. */
export const readRecipientAddress = (text: string): Reading<string> => readAddress(text, 0)

/** The display name before `<`. Null if the text could be a list, or more than a name. */
function parseDisplayName(text: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/su.exec(text)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/gsu, '$1').trim()
  return /["<>,;]/.test(text) ? null : text
}

/** What is wrong with the name in an address. `offset` is the number of characters before it. */
function findNameFault(name: string, offset: number): string | null {
  if (name.length > maxNameLength)
    return `The name has ${formatNumber(name.length)} characters; at most ${maxNameLength} are accepted.`
  return findLineFault(name, offset)
}

/** `ada@example.com`, or `Ada Lovelace <ada@example.com>` (RFC 5322, section 3.4). */
export function readRecipient(text: string): Reading<{ address: string; name?: string | undefined }> {
  const trimmed = text.trim()
  const bracket = text.length <= maxLength && trimmed.endsWith('>') ? trimmed.lastIndexOf('<') : -1
  if (bracket === -1) {
    const reading = readRecipientAddress(text)
    return 'remedy' in reading ? reading : { value: { address: reading.value } }
  }
  const offset = text.indexOf(trimmed)
  const reading = readAddress(trimmed.slice(bracket + 1, -1), offset + bracket + 1)
  if ('remedy' in reading) return reading
  const written = trimmed.slice(0, bracket).trim()
  const name = parseDisplayName(written)
  if (name === null) return { remedy: `${list} Put a name with a comma in quotation marks.` }
  const remedy = findNameFault(written, offset)
  if (remedy !== null) return { remedy }
  return { value: { address: reading.value, ...(name !== '' && { name }) } }
}
