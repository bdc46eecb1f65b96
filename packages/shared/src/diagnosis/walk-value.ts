import { isSecretName } from './redact.ts'

/** How many characters of a failure are read at most. */
export const maxTextLength = 65_536
/** How many values inside a failure are read, and how deep they may be nested. */
const maxNodes = 2_000
const maxDepth = 12

/** Receives each leaf of a value with its key and the key of the object around it (`''` if there is none). */
export type Visit = (key: string, value: string | number | boolean, parentKey: string) => void

const errorMembers = [
  'name',
  'message',
  'code',
  'status',
  'statusCode',
  'body',
  'response',
  'cause',
  'errors',
  'headers',
]

/** A member of any value; undefined if there is none or reading it throws. */
export function readMember(value: unknown, key: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  } catch {
    return undefined
  }
}

function listMembers(value: object): string[] {
  try {
    const own = Object.keys(value)
    return value instanceof Error ? [...new Set([...errorMembers, ...own])] : own
  } catch {
    return []
  }
}

/** The value of a JSON text, or undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  const trimmed = text.trim()
  if (!/^[{["]/.test(trimmed)) return undefined
  try {
    return JSON.parse(trimmed)
  } catch {
    return undefined
  }
}

/**
 * Visits every leaf of any value, including JSON inside strings, except members with the name of a secret. Skips cycles,
 * and limits depth and count.
 */
export function walkValue(root: unknown, visit: Visit): void {
  const seen = new Set<object>()
  let nodes = 0
  const walk = (key: string, value: unknown, depth: number, parentKey: string): void => {
    nodes += 1
    if (nodes > maxNodes || depth > maxDepth) return
    if (typeof value === 'string') {
      const text = value.slice(0, maxTextLength)
      const parsed = parseJson(text)
      if (parsed !== undefined && parsed !== text) walk(key, parsed, depth + 1, parentKey)
      else visit(key, text, parentKey)
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      visit(key, value, parentKey)
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value)
      const named = !Array.isArray(value)
      for (const member of listMembers(value).slice(0, maxNodes)) {
        if (named && isSecretName(member)) continue
        walk(named ? member : key, readMember(value, member), depth + 1, named ? key : parentKey)
      }
    }
  }
  walk('', root, 0, '')
}
