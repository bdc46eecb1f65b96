import type { Endpoint, HeaderField, Schema } from '@office365-email/shared/endpoint'
import { type ProblemSlug, problemSchema, problems } from '@office365-email/shared/problem'
import { sessionCookieName } from '@office365-email/shared/session'
import * as z from 'zod/mini'

type Json = Record<string, unknown>

type JsonSchema = z.core.JSONSchema.BaseSchema

/** Adds the default of a transformed value, and removes keywords that only repeat a format or a type. */
function tidy({ zodSchema, jsonSchema }: { zodSchema: Schema; jsonSchema: JsonSchema }): void {
  const { def } = (zodSchema as z.core.$ZodTypes)._zod
  if (def.type === 'default') jsonSchema.default = def.defaultValue
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
}

/**
 * `input`: a request as a client writes it, before defaults and transforms. `output`: a response as a client reads it.
 */
function toJsonSchema(schema: Schema, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io, override: tidy })
  return rest
}

/** Described once, since every endpoint can return several problems. */
const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

const securitySchemes = {
  serviceKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'A service key that an admin created. Operations that only people may use respond with 403.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookieName,
    description:
      'The session cookie of a signed-in person. With HTTPS, its name begins with `__Host-`, or with `__Secure-` below a path. Inside a dashboard, the signed token that its proxy adds to each request takes the place of the cookie.',
  },
}

/** The problems that follow from an endpoint's definition, and those that it lists itself. */
function problemsOf(endpoint: Endpoint): ProblemSlug[] {
  const { method, path, access, problems: own = [] } = endpoint
  const slugs: (ProblemSlug | false)[] = [
    access !== 'anyone' && 'not-signed-in',
    endpoint.ignoresInvalidCredentials !== true && 'invalid-service-key',
    endpoint.ignoresInvalidCredentials !== true && 'sign-in-unavailable',
    'forbidden',
    access !== 'anyone' && access.fresh === true && 'fresh-sign-in-required',
    path.includes(':botId') && 'not-found',
    'invalid-request',
    'rate-limited',
    'storage-unavailable',
    ...own,
  ]
  const ofChanges: ProblemSlug[] = ['invalid-json', 'cross-site-request', 'payload-too-large', 'unsupported-media-type']
  const found = new Set([...slugs.filter((slug) => slug !== false), ...(method === 'GET' ? [] : ofChanges)])
  return Object.keys(problems).filter((slug): slug is ProblemSlug => found.has(slug as ProblemSlug))
}

function describeProblems(endpoint: Endpoint): Json {
  const slugs = problemsOf(endpoint)
  const byStatus = Map.groupBy(slugs, (slug) => problems[slug].status)
  return Object.fromEntries(
    Array.from(byStatus, ([status, group]) => [
      status,
      {
        description: group.map((slug) => `${problems[slug].title} (\`${slug}\`).`).join(' '),
        content: problemContent,
      },
    ]),
  )
}

const describeHeader = ({ description, schema, example }: HeaderField, io: 'input' | 'output') => ({
  description,
  schema: toJsonSchema(schema, io),
  ...(example !== undefined && { example }),
})

function describeResponses({ responses }: Endpoint): Json {
  return Object.fromEntries(
    Object.entries(responses).map(([status, { description, schema, mediaTypes, headers, example }]) => [
      status,
      {
        description,
        ...(headers && {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, header]) => [name, describeHeader(header, 'output')]),
          ),
        }),
        ...(mediaTypes && { content: Object.fromEntries(mediaTypes.map((type) => [type.split(';')[0], {}])) }),
        ...(schema && {
          content: {
            'application/json': {
              schema: toJsonSchema(schema, 'output'),
              ...(example !== undefined && { example }),
            },
          },
        }),
      },
    ]),
  )
}

function describeObject(schema: Schema | undefined, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = schema ? toJsonSchema(schema, 'input') : {}
  return Object.entries(properties).map(([name, property]) => {
    const description = typeof property === 'object' ? property.description : undefined
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description !== undefined && { description }),
      schema: property,
    }
  })
}

function describeParameters({ path, params, query, headers = {} }: Endpoint): Json[] {
  const plain = Array.from(path.matchAll(/:(\w+)/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  return [
    ...(params ? describeObject(params, 'path') : plain),
    ...describeObject(query, 'query'),
    ...Object.entries(headers).map(([name, header]) => ({ name, in: 'header', ...describeHeader(header, 'input') })),
  ]
}

const describeBody = ({
  body,
  bodyExamples,
  isBodyOptional,
}: Pick<Endpoint, 'body' | 'bodyExamples' | 'isBodyOptional'>) =>
  body && {
    required: !isBodyOptional,
    content: {
      'application/json': { schema: toJsonSchema(body, 'input'), ...(bodyExamples && { examples: bodyExamples }) },
    },
  }

function describeOperation(operationId: string, endpoint: Endpoint): Json {
  const { tag, summary, description, access } = endpoint
  const parameters = describeParameters(endpoint)
  const requestBody = describeBody(endpoint)
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: access === 'anyone' ? [] : [{ serviceKey: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: { ...describeResponses(endpoint), ...describeProblems(endpoint) },
  }
}

/** A request that this server posts to other servers. */
export interface Webhook {
  name: string
  tag: string
  summary: string
  description: string
  body: Schema
  response: string
}

const describeWebhook = ({ tag, summary, description, body, response }: Webhook): Json => ({
  post: {
    tags: [tag],
    summary,
    description,
    requestBody: describeBody({ body }),
    responses: { '2XX': { description: response } },
  },
})

interface Description {
  basePath: string
  info: Json
  endpoints: Readonly<Record<string, Endpoint>>
  webhooks: readonly Webhook[]
}

/** Builds the OpenAPI 3.1 document. Zod generates its schemas as JSON Schema 2020-12. */
export function describeApi({ basePath, info, endpoints, webhooks }: Description): Json {
  const paths: Record<string, Json> = {}
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const path = `${basePath}${endpoint.path.replace(/:(\w+)/g, '{$1}')}`
    const operation = { [endpoint.method.toLowerCase()]: describeOperation(operationId, endpoint) }
    paths[path] = { ...paths[path], ...operation }
  }
  return {
    openapi: '3.1.0',
    info,
    paths,
    webhooks: Object.fromEntries(webhooks.map((webhook) => [webhook.name, describeWebhook(webhook)])),
    components: { schemas: { Problem: toJsonSchema(problemSchema, 'output') }, securitySchemes },
  }
}
