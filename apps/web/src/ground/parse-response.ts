import { type $ZodType, type output, safeParse } from 'zod/v4/core'
import { PageOutdated } from './api-problem.ts'

const memberAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((node, key) => (node instanceof Object ? Reflect.get(node, key) : undefined), document)

/** Parses a response of the API. A newer server may send members that this page does not know: they are removed. */
export function parseResponse<Schema extends $ZodType>(schema: Schema, document: unknown): output<Schema> {
  const { data, error } = safeParse(schema, document)
  if (!error) return data
  const extras = error.issues.filter((issue) => issue.code === 'unrecognized_keys')
  if (extras.length < error.issues.length) throw new PageOutdated({ cause: error })
  for (const { path, keys } of extras) {
    const owner = memberAt(document, path)
    if (owner instanceof Object) for (const key of keys) Reflect.deleteProperty(owner, key)
  }
  return parseResponse(schema, document)
}
