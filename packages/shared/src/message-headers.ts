import * as z from 'zod/mini'

/** Microsoft Graph accepts one to five custom headers. */
const maxCustomHeaders = 5

const maxValueLength = 900
/** They grow with a conversation, and are folded between the IDs. */
const maxReferencesLength = 8_000

/** Together with its value, a name stays below the 998 octets of a line (RFC 5322, 2.1.1). */
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

export const isCustomHeader = (name: string): boolean => customName.test(name)

/** One sentence about the first fault; null if there is none. It repeats no name that the caller made up. */
function findFault(headers: Record<string, string>): string | null {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  const byName = new Map(entries)
  if (byName.size < entries.length) return 'A header is given twice. Upper and lower case do not make a difference.'
  if (entries.filter(([name]) => isCustomHeader(name)).length > maxCustomHeaders)
    return `Use at most ${maxCustomHeaders} headers that begin with x-.`
  for (const [name, value] of entries) {
    const fault = findFaultOf(name, value)
    if (fault !== null) return fault
  }
  if (byName.has('list-unsubscribe-post') && !/<https:/i.test(byName.get('list-unsubscribe') ?? ''))
    return 'With list-unsubscribe-post, list-unsubscribe needs an https link (RFC 8058).'
  return null
}

function findFaultOf(name: string, value: string): string | null {
  const rule = standardRules.get(name)
  if (!rule && !isCustomHeader(name))
    return `Use headers that begin with x- (at most 92 characters), or ${standardNames}.`
  if (/[^ -~]/.test(value)) return 'Use printable ASCII characters on a single line as the value of a header.'
  const maxLength = name === 'references' ? maxReferencesLength : maxValueLength
  if (value.length > maxLength) return `Use at most ${maxLength} characters as the value of a header.`
  return rule && !rule.pattern.test(value) ? `The value of ${name} is not valid. ${rule.remedy}` : null
}

export const messageHeadersSchema = z.record(z.string(), z.string().check(z.trim())).check(
  z.describe(
    `Up to ${maxCustomHeaders} headers that begin with x-, and ${standardNames}. A message with one of the latter is sent as MIME. A header without a value is not sent.`,
  ),
  z.superRefine((headers, context) => {
    const fault = findFault(headers)
    if (fault !== null) context.addIssue({ code: 'custom', message: fault })
  }),
)
