import { type LabeledValue, type PasteFindings, readBlock } from './paste-block.ts'
import { readKey } from './paste-labels.ts'

const deepest = 12

/** Finds the end of each `{…}` by counting braces outside strings, in one pass. */
function findObjects(text: string): { start: number; end: number }[] {
  const objects: { start: number; end: number }[] = []
  let depth = 0
  let start = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (inString) {
      if (character === '\\') index += 1
      else if (character === '"' || character === '\n') inString = false
    } else if (depth > 0 && character === '"') inString = true
    else if (character === '{') {
      if (depth === 0) start = index
      depth += 1
    } else if (character === '}' && depth > 0) {
      depth -= 1
      if (depth === 0) objects.push({ start, end: index + 1 })
    }
  }
  return objects
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A setting written as `{"name": "CLIENT_ID", "value": "…"}`, as app services list them. */
function readSetting(entries: readonly [string, unknown][]): LabeledValue | null {
  const get = (key: string) => entries.find(([name]) => name.toLowerCase() === key)?.[1]
  const name = get('name') ?? get('key')
  const value = get('value')
  const label = typeof name === 'string' && typeof value === 'string' ? readKey(name) : null
  return label && typeof value === 'string' ? { label, value } : null
}

function readObject(object: object, findings: PasteFindings): unknown[] {
  const entries: [string, unknown][] = Object.entries(object)
  const setting = readSetting(entries)
  if (setting) {
    readBlock([setting], findings)
    return []
  }
  const isCredential = entries.some(([key]) => /^(appId|clientId|secretText)$/i.test(key))
  const values = entries.flatMap(([key, value]): LabeledValue[] => {
    const label = typeof value === 'string' ? readKey(key) : null
    if (!label || typeof value !== 'string') return []
    // Azure CLI prints the secret's value as `password` next to `appId`.
    if (key.toLowerCase() === 'password' && isCredential) return [{ label: { ...label, strength: 'strong' }, value }]
    // Dates of credentials in a list say nothing about the pasted secret.
    if (label.target === 'secretExpiresOn' && label.strength === 'weak' && !isCredential) return []
    return [{ label, value }]
  })
  readBlock(values, findings)
  return entries.map(([, value]) => value)
}

/** Reads every JSON object in the text and returns the text without them. */
export function readJson(text: string, findings: PasteFindings): string {
  let rest = ''
  let position = 0
  for (const { start, end } of findObjects(text)) {
    const parsed = parseJson(text.slice(start, end))
    if (typeof parsed !== 'object' || parsed === null) continue
    rest += `${text.slice(position, start)}\n\n`
    position = end
    let level: unknown[] = [parsed]
    for (let depth = 0; depth < deepest && level.length > 0; depth += 1) {
      level = level.flatMap((value) => {
        if (Array.isArray(value)) return value
        return typeof value === 'object' && value !== null ? readObject(value, findings) : []
      })
    }
  }
  return rest + text.slice(position)
}
