import type { Schema } from '@office365-email/shared/endpoint'
import { formatNumber } from '@office365-email/shared/format-count'
import * as z from 'zod/mini'

type Known = z.core.$ZodTypes

/** Zod's own sentences speak to programmers of this server, so each one is left empty and ours takes its place. */
export const parseOptions = { error: () => '', reportInput: true } as const

/** The schema of the value as it is sent: without what makes it optional, and before it is converted. */
export function toSent(schema: Schema): Known {
  // Every schema of the endpoint table is one of Zod's own.
  const known = schema as Known
  const { def } = known._zod
  if (def.type === 'pipe') return toSent(def.in._zod.def.type === 'transform' ? def.out : def.in)
  return 'innerType' in def ? toSent(def.innerType) : known
}

export const isOptional = (schema: Schema): boolean => schema._zod.optin !== undefined

/** "a", "b" and "c" */
const list = (items: readonly string[], word: 'and' | 'or'): string =>
  new Intl.ListFormat('en', { type: word === 'and' ? 'conjunction' : 'disjunction' })
    .format(items)
    .replace(`, ${word} `, ` ${word} `)

export const quoteNames = (names: readonly unknown[], word: 'and' | 'or'): string =>
  list(
    names.map((name) => JSON.stringify(name)),
    word,
  )

/** What the schema of a text says itself about other values; empty if it says nothing. */
export function remedyOf(schema: Schema): string {
  const { def } = toSent(schema)._zod
  if (def.type === 'union') return def.options.map((option) => remedyOf(option)).find((remedy) => remedy !== '') ?? ''
  if (def.type !== 'string') return ''
  const issues = ['?', '', 0].flatMap((value) => z.safeParse(schema, value, parseOptions).error?.issues ?? [])
  return issues.find(({ message }) => message !== '')?.message ?? ''
}

const examples = ['ada@example.com', 'example.com', 'orders']

/** A value of a schema that does not take every text; null if none of the examples is one. */
function exampleOf(schema: Schema): unknown {
  const { def } = toSent(schema)._zod
  if (def.type === 'enum') return Object.values(def.entries)[0]
  if (z.safeParse(schema, '?').success) return null
  return examples.find((example) => z.safeParse(schema, example).success) ?? null
}

function describeList(element: Schema): string {
  if (toSent(element)._zod.def.type === 'unknown') return 'a list'
  const example = exampleOf(element)
  if (example !== null) return `a list such as [${JSON.stringify(example)}]`
  return `a list of ${describeSchema(element).replace(/^an? (string|object)/, '$1s')}`
}

function describeNumber(schema: Known): string {
  const { type, minimum, maximum } = z.toJSONSchema(schema, { io: 'input' })
  const kind = type === 'integer' ? 'a whole number' : 'a number'
  const isLimited = minimum !== undefined && maximum !== undefined && minimum > Number.MIN_SAFE_INTEGER
  return isLimited ? `${kind} from ${formatNumber(minimum)} to ${formatNumber(maximum)}` : kind
}

const formats: Readonly<Record<string, string>> = {
  datetime: 'a date and time with a time zone, such as "2027-05-03T09:00:00Z"',
  date: 'a date such as "2027-05-03"',
  uuid: 'a UUID',
}

/** What a value of this schema looks like in JSON: "a list such as […]". */
export function describeSchema(schema: Schema): string {
  const sent = toSent(schema)
  const { def } = sent._zod
  switch (def.type) {
    case 'string':
      return formats['format' in def ? String(def.format) : ''] ?? 'a string'
    case 'number':
      return describeNumber(sent)
    case 'boolean':
      return 'true or false'
    case 'enum':
      return quoteNames(Object.values(def.entries), 'or')
    case 'literal':
      return quoteNames(def.values, 'or')
    case 'array':
      return describeList(def.element)
    case 'object':
      return `an object with ${quoteNames(Object.keys(def.shape), 'and')}`
    case 'record':
      return toSent(def.valueType)._zod.def.type === 'string' ? 'an object whose values are strings' : 'an object'
    case 'union':
      return list([...new Set(def.options.map((option) => describeSchema(option)))], 'or')
    default:
      return 'another value'
  }
}

/** What kind of JSON value it is. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'boolean') return 'a boolean'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? 'a string' : 'a number'
}

/** The kinds of JSON value that fit the schema at all. */
export function kindsOf(schema: Schema): string[] {
  const { def } = toSent(schema)._zod
  switch (def.type) {
    case 'union':
      return def.options.flatMap((option) => kindsOf(option))
    case 'array':
      return ['a list']
    case 'object':
    case 'record':
      return ['an object']
    case 'boolean':
      return ['a boolean']
    case 'number':
      return ['a number']
    default:
      return ['a string']
  }
}
