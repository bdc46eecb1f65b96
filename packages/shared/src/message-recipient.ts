import { parseMailAddress } from './mail-address.ts'
import { findInvisibleCharacter, nameCharacter } from './text-rules.ts'

/** Enough for every address with a name. Longer texts need not be read. */
const maxLength = 1_000

type Reading<Value> = { value: Value } | { remedy: string }

const oneAddress = 'Enter one email address, such as ada@example.com.'
const list = 'Enter each address on its own: ["ada@example.com", "Grace Hopper <grace@example.com>"].'

/** The address of a message's recipient. */
export function readRecipientAddress(text: string): Reading<string> {
  if (text.length > maxLength) return { remedy: oneAddress }
  const trimmed = text.trim()
  const position = findInvisibleCharacter(trimmed)
  if (position !== null)
    return {
      remedy: `Remove the invisible character ${nameCharacter(trimmed, position)} at position ${text.indexOf(trimmed) + position}.`,
    }
  const address = parseMailAddress(trimmed)
  if (address !== null) return { value: address }
  return { remedy: /[,;]/.test(trimmed) ? list : oneAddress }
}

/** The display name before `<`. Null if the text could be a list, or more than a name. */
function parseDisplayName(text: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/su.exec(text)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/gsu, '$1').trim()
  return /["<>,;]/.test(text) ? null : text
}

/** `ada@example.com`, or `Ada Lovelace <ada@example.com>` (RFC 5322, section 3.4). */
export function readRecipient(text: string): Reading<{ address: string; name?: string | undefined }> {
  const trimmed = text.trim()
  const bracket = text.length <= maxLength && trimmed.endsWith('>') ? trimmed.lastIndexOf('<') : -1
  const reading = readRecipientAddress(bracket === -1 ? text : trimmed.slice(bracket + 1, -1))
  if ('remedy' in reading) return reading
  if (bracket < 1) return { value: { address: reading.value } }
  const name = parseDisplayName(trimmed.slice(0, bracket).trim())
  if (name === null) return { remedy: `${list} Put a name with a comma in quotation marks.` }
  return { value: { address: reading.value, ...(name !== '' && { name }) } }
}
