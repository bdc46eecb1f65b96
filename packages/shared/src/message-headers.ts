import * as z from 'zod/mini'
import { formatNumber } from './format-count.ts'
import { findCharacter } from './text-rules.ts'

/** Microsoft Graph accepts one to five custom headers. */
const maxCustomHeaders = 5

/** With the longest name, the line stays below 998 octets (RFC 5322, 2.1.1). */
const maxValueLength = 900
/** `References` grows with a conversation. It is folded between its IDs, so no line gets too long. */
const maxReferencesLength = 8_000

const customName = /^x-[a-z0-9-]{1,90}$/i

interface Rule {
  pattern: RegExp
  remedy: string
}

/** Each ID is short enough for one line (RFC 5322, 3.6.4). */
const messageIds: Rule = {
  pattern: /^<[^\s<>@]{1,400}@[^\s<>]{1,400}>(?: +<[^\s<>@]{1,400}@[^\s<>]{1,400}>)*$/,
  remedy: 'Use message IDs in angle brackets, separated by spaces, such as <1234@example.com>.',
}

/** The headers that a message may have besides those that begin with x-. Graph's JSON has no place for them. */
const standardRules = new Map<string, Rule>([
  ['in-reply-to', messageIds],
  ['references', messageIds],
  [
    'list-unsubscribe',
    {
      pattern: /^<(?:https?:\/\/|mailto:)[^\s<>]+>(?: *, *<(?:https?:\/\/|mailto:)[^\s<>]+>)*$/i,
      remedy:
        'Use links in angle brackets, separated by commas, such as <https://example.com/u/1>, <mailto:u@example.com>.',
    },
  ],
  [
    'list-unsubscribe-post',
    { pattern: /^List-Unsubscribe=One-Click$/, remedy: 'The only possible value is List-Unsubscribe=One-Click.' },
  ],
  [
    'list-id',
    { pattern: /^(?:[^<>]* )?<[^\s<>]+>$/, remedy: 'Use an ID in angle brackets, such as <news.example.com>.' },
  ],
  [
    'auto-submitted',
    { pattern: /^(?:no|auto-generated|auto-replied)$/i, remedy: 'Use no, auto-generated or auto-replied.' },
  ],
  ['precedence', { pattern: /^(?:bulk|list|junk)$/i, remedy: 'Use bulk, list or junk.' }],
  ['feedback-id', { pattern: /^[!-~]+$/, remedy: 'Use an ID without spaces, such as campaign:customer:mail:example.' }],
])

const standardNames = [...standardRules.keys()].join(', ')
const nameRemedy = `Use a name of "x-" and 1 to 90 letters, digits or hyphens, or one of ${standardNames}.`

export const isCustomHeader = (name: string): boolean => customName.test(name)

interface Fault {
  /** Empty for a fault of the headers together. */
  name?: string
  detail: string
}

function findFaultOf(name: string, value: string): string | null {
  const rule = standardRules.get(name)
  if (!rule && !isCustomHeader(name)) return nameRemedy
  const strange = findCharacter(/[^ -~]/u, value)
  if (strange !== null) return `Use printable ASCII characters on a single line, without ${strange}.`
  const maxLength = name === 'references' ? maxReferencesLength : maxValueLength
  if (value.length > maxLength)
    return `This text has ${formatNumber(value.length)} characters; at most ${formatNumber(maxLength)} are accepted.`
  return !rule || rule.pattern.test(value) ? null : rule.remedy
}

function findFaults(headers: Record<string, string>): Fault[] {
  const values = new Map<string, string>()
  const faults: Fault[] = []
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    const detail = values.has(lower)
      ? 'This header is given twice. Upper and lower case do not make a difference.'
      : findFaultOf(lower, value)
    if (detail !== null) faults.push({ name, detail })
    values.set(lower, value)
  }
  const custom = [...values.keys()].filter(isCustomHeader).length
  if (custom > maxCustomHeaders)
    faults.push({
      detail: `There are ${formatNumber(custom)} headers that begin with x-; at most ${maxCustomHeaders} are accepted.`,
    })
  const oneClick = Object.keys(headers).find((name) => name.toLowerCase() === 'list-unsubscribe-post')
  const isSound = !faults.some(({ name }) => name === oneClick)
  if (oneClick !== undefined && isSound && !/<https:/i.test(values.get('list-unsubscribe') ?? ''))
    faults.push({ name: oneClick, detail: 'With this header, list-unsubscribe needs an https link (RFC 8058).' })
  return faults
}

/** Zod leaves this name out of records. A header that the sender meant must not get lost. */
const withoutPrototype = z.transform((headers, context) => {
  const name = '__proto__'
  if (typeof headers === 'object' && headers !== null && Object.hasOwn(headers, name))
    context.issues.push({ code: 'custom', path: [name], message: nameRemedy, input: headers })
  return headers
})

export const messageHeadersSchema = z.pipe(withoutPrototype, z.record(z.string(), z.string().check(z.trim()))).check(
  z.describe(
    `Up to ${maxCustomHeaders} headers that begin with x-, and ${standardNames}. A message with one of the latter is sent as MIME.`,
  ),
  z.superRefine((headers, context) => {
    for (const { name, detail } of findFaults(headers))
      context.addIssue({ code: 'custom', path: name === undefined ? [] : [name], message: detail })
  }),
)
