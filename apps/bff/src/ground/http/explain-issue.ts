import type { Schema } from '@office365-email/shared/endpoint'
import { formatCount, formatNumber } from '@office365-email/shared/format-count'
import type { FieldError } from '@office365-email/shared/problem'
import type * as z from 'zod/mini'
import { describeSchema, isOptional, kindOf, kindsOf, quoteNames, remedyOf, toSent } from './describe-schema.ts'
import { findMeant } from './find-member.ts'

type Issue = z.core.$ZodIssue

export type RequestPart = 'body' | 'query' | 'path'

/**
 * A name that a client chose may be a secret in the wrong place, so only names that everyone knows are repeated: those of
 * standard headers, and what begins as the name of a custom header does.
 */
const publicName =
  /^(?:x-[\w.!#$%&'*+^`|~-]{1,100}|from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|return-path|return-receipt-to|disposition-notification-to|list-(?:unsubscribe|unsubscribe-post|id|help)|feedback-id|auto-submitted|precedence|priority|importance|sensitivity|content-type|content-transfer-encoding|mime-version|authorization|retry-after)$/i

interface Place {
  pointer: string
  schema: Schema
  value: unknown
  /** The position of a member whose name may not be repeated. The pointer ends at its object. */
  position?: number
}

const toReferenceToken = (segment: PropertyKey): string => String(segment).replaceAll('~', '~0').replaceAll('/', '~1')

const isObject = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null

/** The place of a member or an entry; null if the schema has none of that name. */
function step(place: Place, segment: PropertyKey): Place | null {
  const { def } = toSent(place.schema)._zod
  if (def.type === 'union') {
    const places = def.options.map((schema) => step({ ...place, schema }, segment))
    return places.find((found) => found !== null) ?? null
  }
  const value = isObject(place.value) ? place.value[segment] : undefined
  const pointer = place.position === undefined ? `${place.pointer}/${toReferenceToken(segment)}` : place.pointer
  if (def.type === 'array') return { ...place, pointer, value, schema: def.element }
  if (def.type === 'record') {
    const named = { ...place, value, schema: def.valueType }
    if (publicName.test(String(segment))) return { ...named, pointer }
    const position = Object.keys(Object(place.value)).indexOf(String(segment)) + 1
    return { ...named, position: place.position ?? position }
  }
  const schema = def.type === 'object' ? def.shape[String(segment)] : undefined
  return schema ? { ...place, pointer, value, schema } : null
}

/** If only one alternative of a union remains, Zod reports its issues as those of the union. */
function narrow(place: Place): Place {
  const { def } = toSent(place.schema)._zod
  const schema =
    def.type === 'union' ? def.options.find((option) => kindsOf(option).includes(kindOf(place.value))) : undefined
  return schema ? { ...place, schema } : place
}

/** Follows a path as far as the schema describes it. */
function follow(place: Place, [segment, ...rest]: PropertyKey[]): Place {
  const next = segment === undefined ? null : step(place, segment)
  return next ? follow(next, rest) : place
}

const count = (number: number, unit: 'character' | 'entry'): string =>
  formatCount(number, unit, unit === 'entry' ? 'entries' : 'characters')

/** A text or a list of the wrong length. */
function explainLength(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const { input, message } = issue
  const isText = typeof input === 'string'
  const unit = isText ? 'character' : 'entry'
  const length = isText || Array.isArray(input) ? input.length : 0
  const sent = length === 0 ? 'This is empty' : `This ${isText ? 'text' : 'list'} has ${count(length, unit)}`
  if (message !== '') return `${sent}. ${message}`
  if (issue.code === 'too_big') return `${sent}; at most ${formatNumber(Number(issue.maximum))} are accepted.`
  return `${sent}; at least ${count(Number(issue.minimum), unit)} ${issue.minimum === 1 ? 'is' : 'are'} required.`
}

/** A value that is missing or of another kind. */
function explainKind(input: unknown, schema: Schema): string {
  const wanted = describeSchema(schema)
  const remedy = wanted.startsWith('a string') ? remedyOf(schema) : ''
  if (input === undefined) return `This is missing. ${remedy || `Use ${wanted}.`}`
  return [explainOther(input, schema, wanted), remedy].join(' ').trim()
}

function explainOther(input: unknown, schema: Schema, wanted: string): string {
  if (input === null && isOptional(schema)) return `Leave this out, or use ${wanted}. It cannot be null.`
  const isQuoted = typeof input === 'string' && ['a number', 'a boolean'].some((kind) => kindsOf(schema).includes(kind))
  return isQuoted ? `Use ${wanted}, without quotes.` : `Use ${wanted}, not ${kindOf(input)}.`
}

function explainValue(issue: Issue, schema: Schema, part: RequestPart): string {
  const { code, input, message } = issue
  if (code === 'custom' && message !== '') return message
  if (part === 'query' && Array.isArray(input)) return 'This parameter is there more than once. Use it once.'
  if (input === undefined || !kindsOf(schema).includes(kindOf(input))) return explainKind(input, schema)
  if ((code === 'too_big' || code === 'too_small') && typeof input !== 'number') return explainLength(issue)
  return message || `Use ${describeSchema(schema)}.`
}

/** An alternative fits a value of its kind, unless it is a list of choices and the value is none of them. */
const fits = (alternative: Schema, input: unknown, issues: Issue[]): boolean =>
  kindsOf(alternative).includes(kindOf(input)) &&
  !issues.some(({ code, path }) => code === 'invalid_value' && path.length === 0)

/** A name that we recognize reveals nothing, so its pointer may repeat it. */
function remedyOfUnknown(name: string, members: string[]): string | null {
  if (/^(from|sender)$/i.test(name) && members.includes('replyTo'))
    return 'Leave this out. The sender is always the configured mailbox.'
  const meant = findMeant(name, members)
  return meant.length > 0 ? `Use ${quoteNames(meant, 'or')} instead.` : null
}

/** Comparing thousands of names would take too long. */
const maxCompared = 20

function explainUnknown(names: string[], { pointer, schema }: Place, part: RequestPart): FieldError[] {
  const { def } = toSent(schema)._zod
  const members = def.type === 'object' ? Object.keys(def.shape) : []
  const errors = names.slice(0, maxCompared).flatMap((name) => {
    const detail = remedyOfUnknown(name, members)
    return detail === null ? [] : [{ pointer: `${pointer}/${toReferenceToken(name)}`, detail }]
  })
  const others = names.length - errors.length
  if (others === 0) return errors
  const [whole, piece] = part === 'body' ? ['This object', 'member'] : ['The query', 'parameter']
  const those = others === 1 ? `a ${piece} that is` : `${formatNumber(others)} ${piece}s that are`
  const detail = `${whole} has ${those} not accepted. Its ${piece}s can be ${quoteNames(members, 'and')}.`
  return [...errors, { pointer, detail }]
}

const toError = ({ pointer, position }: Place, detail: string): FieldError =>
  position === undefined ? { pointer, detail } : { pointer, detail: `Member ${position} of this object: ${detail}` }

/** The errors of an issue: where each value is, and what to send instead. None repeats a value. */
export function explainIssue(issue: Issue, start: Place, part: RequestPart): FieldError[] {
  const place = follow(start, issue.path)
  if (issue.code === 'unrecognized_keys') return explainUnknown(issue.keys, narrow(place), part)
  if (issue.code === 'invalid_key') return [toError(place, issue.issues[0]?.message ?? '')]
  const { def } = toSent(place.schema)._zod
  if (issue.code === 'invalid_union' && def.type === 'union') {
    const fitting = issue.errors.flatMap((issues, index) => {
      const schema = def.options[index]
      return schema && fits(schema, issue.input, issues) ? [{ issues, schema }] : []
    })
    const [only, ...others] = fitting
    if (only && others.length === 0)
      return only.issues.flatMap((inner) => explainIssue(inner, { ...place, schema: only.schema }, part))
    return [toError(place, issue.message || explainValue(issue, place.schema, part))]
  }
  return [toError(place, explainValue(issue, narrow(place).schema, part))]
}
