import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import { type ProblemSlug, problemSchema, problems } from '@office365-email/shared/problem'
import { sessionCookieName } from '@office365-email/shared/session'
import { z } from 'zod'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { readBody } from './read-body.ts'

type Issue = z.core.$ZodIssue

/** Names that the sender chose are not repeated: not unknown members, not the names of custom headers. */
function toPointer(path: PropertyKey[]): string {
  const end = path.indexOf('headers')
  const known = end === -1 ? path : path.slice(0, end + 1)
  return known.map((segment) => `/${String(segment)}`).join('')
}

const toDetail = (issue: Issue): string =>
  issue.code === 'unrecognized_keys' ? 'There are members here that this request does not have.' : issue.message

/** A union reports what each of its members would have wanted: the first says the most. */
function flatten(issue: Issue, path: PropertyKey[] = []): { pointer: string; detail: string }[] {
  const full = [...path, ...issue.path]
  const [first] = issue.code === 'invalid_union' ? issue.errors : []
  if (first && first.length > 0) return first.flatMap((inner) => flatten(inner, full))
  return [{ pointer: toPointer(full), detail: toDetail(issue) }]
}

export function invalidRequest(issues: Issue[]): Problem {
  return new Problem('invalid-request', {
    detail: 'Some values are missing or not valid. Each is named in "errors".',
    errors: issues.slice(0, 50).flatMap((issue) => flatten(issue)),
  })
}

/**
 * A router whose routes are their own documentation: requests and answers are held to the schemas. A route's body is read
 * after its own middleware, so that no route reads one before it knows who asks.
 */
export function createRouter(): OpenAPIHono<Environment> {
  const router = new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error.issues)
    },
  })
  const { openapi } = router
  const openapiReadingBody = ({ middleware = [], ...route }: RouteConfig, ...handlers: unknown[]) => {
    const reading = route.request?.body ? [readBody] : []
    return Reflect.apply(openapi, router, [{ ...route, middleware: [middleware, reading].flat() }, ...handlers])
  }
  Object.assign(router, { openapi: openapiReadingBody })
  return router
}

/**
 * The validator asks schemas asynchronously, for which Zod leaves its compiled path and makes promises for every member
 * of a value: a seventh of all that a message costs. None of ours waits for anything, so it is answered at once.
 */
export function parsedAtOnce<Schema extends z.ZodType>(schema: Schema): Schema {
  schema.safeParseAsync = async (value, settings) => schema.safeParse(value, settings)
  return schema
}

export const jsonContent = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: { 'application/json': { schema: parsedAtOnce(schema) } } },
})

/** The request may come without a body, which then counts as an empty object. */
export const optionalJsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: false, content: { 'application/json': { schema: parsedAtOnce(schema) } } },
})

/** Described once, as each route answers with several. */
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

type ProblemResponse = {
  description: string
  content: typeof problemContent
}

/** Problems come from every route alike, so they are documented, and thrown rather than returned. */
export function problemResponses(...slugs: ProblemSlug[]): Record<`${number}XX`, never> {
  const responses: Record<string, ProblemResponse> = {}
  for (const slug of slugs) {
    const { status, title } = problems[slug]
    const before = responses[status]?.description
    responses[status] = {
      description: `${before ? `${before} ` : ''}${title} (\`${slug}\`).`,
      content: problemContent,
    }
  }
  // The handlers' type must not hold them, or each would have to be able to return every problem.
  return responses as Record<`${number}XX`, never>
}

/** What is answered before any route is reached, and so by each of them. */
const everywhere = ['invalid-service-key', 'forbidden', 'rate-limited', 'storage-unavailable'] as const
const whereSomethingChanges = [
  'invalid-json',
  'cross-site-request',
  'payload-too-large',
  'unsupported-media-type',
] as const

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const securitySchemes = {
  serviceKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A service key, made by an admin. What is for people alone answers it with 403.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookieName,
    description: 'Somebody who is signed in. Over https the name begins with `__Host-`.',
  },
} as const

/** Paths under which nobody has to say who they are. */
const forAnyone = /^\/api\/v1\/(session|session\/oidc|session\/oidc\/callback|sign-in-methods|set-up|intake\/.+)$/

/** Adds to every operation who may call it, and the problems that its route does not name, because they are none of its own. */
export function documentSurroundings(document: Document): Document {
  for (const [path, operations] of Object.entries(document.paths ?? {}))
    for (const method of ['get', 'put', 'post', 'patch', 'delete'] as const) {
      const operation = operations[method]
      const responses = operation?.responses
      if (!operation || !responses) continue
      operation.security = forAnyone.test(path) ? [] : [{ serviceKey: [] }, { session: [] }]
      for (const slug of [...everywhere, ...(method === 'get' ? [] : whereSomethingChanges)]) {
        const { status, title } = problems[slug]
        const before: unknown = responses[status]?.description ?? ''
        const isNamed = String(before).includes(`\`${slug}\``)
        if (isNamed) continue
        responses[status] = {
          description: `${String(before)} ${title} (\`${slug}\`).`.trim(),
          content: problemContent,
        }
      }
    }
  const schemas = { ...document.components?.schemas, Problem: z.toJSONSchema(problemSchema) }
  return { ...document, components: { ...document.components, schemas, securitySchemes } } as Document
}
