import { apiBasePath } from '@office365-email/shared/endpoint'
import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import { problemSchema } from '@office365-email/shared/problem'
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { createServiceKey } from '../../shell/service-keys/create-service-key.ts'
import { startSession } from '../../shell/sessions/sign-in.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createRequestContext } from '../request-context.ts'

const count = process.env['TEST_LONG'] ? 100_000 : 5_000
/** Few enough for the limits of one caller. */
const perAsker = 400
const atOnce = 16

type JsonSchema = Record<string, unknown>
interface Route {
  method: string
  path: string
  body: JsonSchema | null
  query: string[]
  /** Every status that the document names for it. */
  statuses: Set<number>
  /** The schema of a response with each status. */
  answers: Map<number, z.ZodType>
}

const hostile = [
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '\ufeff',
  'a'.repeat(70_000),
  '../..',
  '%00',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '$'.concat('{7*7}'),
  '__proto__',
  'constructor',
  'true',
  'null',
  '1e999',
  '-0',
  'NaN',
  '2026-13-45',
  '9999-12-31T23:59:60Z',
  'a@b@c',
  '"quoted"@example.com',
  'ada@example.com\r\nBcc: eve@evil.example',
  '\u{1f600}'.repeat(40),
  '00000000-0000-0000-0000-000000000000',
]
const hostileValue = fc.oneof(
  fc.constantFrom<unknown>(...hostile, null, true, 0, -1, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[]], { __proto: 1 }),
  fc.jsonValue({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

/** Mostly valid for the schema, with some hostile values. */
function toArbitrary(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: depth === 0 ? 12 : 6, arbitrary: fitting(schema, depth) },
    { weight: 1, arbitrary: hostileValue },
  )
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null
const listOf = (value: unknown): JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : [])

function fitting(schema: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const { enum: choices, const: only, anyOf, oneOf, type, properties, items, format, pattern } = schema
  if (Array.isArray(choices)) return fc.constantFrom<unknown>(...choices)
  if (only !== undefined) return fc.constant(only)
  const variants = [...listOf(anyOf), ...listOf(oneOf)]
  if (variants.length > 0) return fc.oneof(...variants.map((variant) => toArbitrary(variant, depth + 1)))
  if (isSchema(properties)) {
    const members = Object.entries(properties).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]))
    const required = Array.isArray(schema['required'])
      ? schema['required'].filter((name) => typeof name === 'string')
      : []
    const known = fc.record(
      Object.fromEntries(members.map(([name, member]) => [name, toArbitrary(member, depth + 1)])),
      { requiredKeys: required },
    )
    const unknown = fc.dictionary(fc.constantFrom('extra', '__proto__', 'botId', 'role', 'version'), hostileValue, {
      maxKeys: 1,
    })
    return fc.oneof(
      { weight: 8, arbitrary: known },
      { weight: 1, arbitrary: fc.tuple(known, unknown).map(([one, other]) => ({ ...one, ...other })) },
    )
  }
  if (type === 'array')
    return fc.array(isSchema(items) ? toArbitrary(items, depth + 1) : hostileValue, { maxLength: 3 })
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer(), fc.double())
  if (type === 'object') return fc.dictionary(fc.constantFrom('x-a', 'x-b', 'from', ''), fc.string(), { maxKeys: 3 })
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  if (format === 'date') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
  if (typeof pattern === 'string') return fc.oneof(fc.constantFrom('orders', 'example.com'), fc.string())
  return fc.oneof(
    fc.constantFrom('ada@example.com', 'Orders', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
    fc.emailAddress(),
    fc.uuid(),
    fc.string(),
  )
}

let server: TestServer
let routes: Route[] = []

/** Every endpoint of the table, with its part of the document. */
function readRoutes(document: { paths: Record<string, Record<string, Operation>> }): Route[] {
  return Object.values({ ...mailEndpoints, ...shellEndpoints }).map(({ method, path }) => {
    const template = `${apiBasePath}${path.replace(/:(\w+)/g, '{$1}')}`
    const operation = document.paths[template]?.[method.toLowerCase()]
    if (!operation) throw new Error(`${method} ${path} is not in the document`)
    return {
      method,
      path: template,
      body: operation.requestBody?.content['application/json']?.schema ?? null,
      query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      statuses: new Set(Object.keys(operation.responses).map(Number)),
      answers: new Map(
        Object.entries(operation.responses).flatMap(([status, { content }]) => {
          const schema = content?.['application/json']?.schema
          return schema ? [[Number(status), z.fromJSONSchema(schema)] as const] : []
        }),
      ),
    }
  })
}
interface Operation {
  parameters?: { in: string; name: string }[]
  requestBody?: { content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, { content?: Record<string, { schema: z.core.JSONSchema.JSONSchema }> }>
}

beforeAll(async () => {
  server = await startTestServer()
  const owner = await server.signIn()
  for (const bot of ['orders', 'invoices']) await owner.put(`/bots/${bot}`, { name: bot })
  routes = readRoutes((await owner.get('/openapi.json')).body)
})
afterAll(() => server.close())

/** An owner, or a key that may do everything. It is created again at times, since a request may end it. */
async function makeAsker(number: number): Promise<Record<string, string>> {
  const { storage, config } = server.dependencies
  const context = createRequestContext({ kind: 'system', id: 'test', name: 'test' }, new Date())
  if (number % 2 === 0) {
    const scopes = [
      'messages:send',
      'messages:read',
      'configuration:read',
      'configuration:write',
      'bots:write',
    ] as const
    const { key } = await createServiceKey(storage, context, {
      name: 'k',
      scopes: [...scopes],
      botIds: 'all',
    })
    return { authorization: `Bearer ${key}` }
  }
  const owner = await storage.people.readByEmail('ada@example.com')
  if (!owner) throw new Error('the owner is gone')
  const proof = { how: 'test', authenticatedAt: context.now.getTime(), holds: () => true }
  const cookie = `office365-email-session=${await startSession(storage, context, owner, proof)}`
  return { cookie, origin: config.publicUrl }
}

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('orders', 'invoices', 'nowhere', uuidv7()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('..', '%00', '%zz', 'a'.repeat(300), '%F0%9F%98%80', '__proto__', '*', '{id}'),
  },
)
const request = () =>
  fc.constantFrom(...routes).chain((route) =>
    fc.record({
      route: fc.constant(route),
      segments: fc.array(segment, { minLength: 3, maxLength: 3 }),
      method: fc.oneof(
        { weight: 20, arbitrary: fc.constant(route.method) },
        { weight: 1, arbitrary: fc.constantFrom('PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD') },
      ),
      query: fc.dictionary(
        fc.constantFrom('limit', 'cursor', 'unknown', ...route.query),
        fc.constantFrom('1', '50', '-1', '', 'x', ...hostile.slice(0, 5)),
        { maxKeys: 2 },
      ),
      body: route.body ? toArbitrary(route.body) : fc.constant(undefined),
      form: fc.oneof(
        { weight: 15, arbitrary: fc.constant('json' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('cut' as const, 'text' as const, 'chunked' as const, 'latin' as const),
        },
      ),
      headers: fc.dictionary(
        fc.constantFrom(
          'if-match',
          'idempotency-key',
          'prefer',
          'traceparent',
          'x-forwarded-for',
          'accept',
          'cookie',
          'range',
          'expect',
          'accept-encoding',
        ),
        fc.constantFrom(
          '*',
          '"1"',
          'x',
          'respond-async',
          '',
          'a, b',
          'text/html',
          'a=b; c=d',
          '127.0.0.1',
          '100-continue',
          'gzip',
        ),
        { maxKeys: 2 },
      ),
    }),
  )
type Request = ReturnType<typeof request> extends fc.Arbitrary<infer Value> ? Value : never

async function send({ route, segments, method, query, body, form, headers }: Request, asker: Record<string, string>) {
  let index = 0
  const path = route.path.replace(/\{\w+\}/g, () => segments[index++ % segments.length] ?? '')
  const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
  const text = JSON.stringify(body) ?? ''
  const sent = form === 'cut' ? text.slice(0, -1) : form === 'latin' ? Buffer.from(`${text}\u00ff`, 'latin1') : text
  const { expect: _, ...safe } = headers
  return await fetch(`${server.url}${path}?${new URLSearchParams(query).toString()}`, {
    method,
    headers: {
      ...safe,
      ...asker,
      ...(hasBody && { 'content-type': form === 'text' ? 'text/plain' : 'application/json' }),
    },
    ...(hasBody && form === 'chunked' && { body: new Blob([sent]).stream(), duplex: 'half' }),
    ...(hasBody && form !== 'chunked' && { body: sent }),
    redirect: 'manual',
  })
}

/** What is wrong with the response; null if nothing is. */
async function judge(answer: Response, route: Route): Promise<string | null> {
  const text = await answer.text()
  if (answer.status === 500) return 'an internal fault'
  if (answer.status >= 400) {
    if (text === '' && answer.headers.get('content-length') !== '0') return null
    if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return 'no problem'
    const problem = problemSchema.safeParse(JSON.parse(text))
    if (!problem.success) return `not a problem as it should be: ${problem.error.message}`
    return problem.data.status === answer.status ? null : 'a problem of another status'
  }
  const expected = route.answers.get(answer.status)
  if (text === '' || !expected) return null
  const parsed = expected.safeParse(JSON.parse(text))
  return parsed.success ? null : `not what the document says: ${parsed.error.message}`
}

it(`responds to ${count} requests from its own document as the document says, and never with 500`, {
  timeout: 1_800_000,
}, async () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2_147_483_647)
  const wrong: string[] = []
  const undocumented = new Set<string>()
  const statuses = new Map<number, number>()
  let checked = 0
  let sent = 0
  for (let round = 0; sent < count; round += 1) {
    let asker = await makeAsker(round)
    const batch = fc.sample(request(), { numRuns: Math.min(perAsker, count - sent), seed: seed + round })
    for (let start = 0; start < batch.length; start += atOnce) {
      let isSignedOut = false
      await Promise.all(
        batch.slice(start, start + atOnce).map(async (one) => {
          const answer = await send(one, asker)
          isSignedOut ||= answer.status === 401
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          const isAsItSays = answer.ok && one.method === one.route.method
          if (isAsItSays && one.route.answers.has(answer.status)) checked += 1
          // Some segments turn it into another path.
          const isOwnPath = !one.segments.some((segment) => segment === '..' || segment === '%zz')
          if (one.method === one.route.method && isOwnPath && !one.route.statuses.has(answer.status))
            undocumented.add(`${one.method} ${one.route.path} ${answer.status}`)
          const fault = await judge(answer, isAsItSays ? one.route : { ...one.route, answers: new Map() })
          if (fault)
            wrong.push(
              `${fault}: ${answer.status} ${one.method} ${one.route.path} ${JSON.stringify(one.body)?.slice(0, 300)}`,
            )
        }),
      )
      // The request may have ended the session.
      if (isSignedOut) asker = await makeAsker(round)
    }
    sent += batch.length
  }
  expect({ seed, wrong: wrong.slice(0, 5) }).toEqual({ seed, wrong: [] })
  expect({ seed, undocumented: [...undocumented].sort() }).toEqual({ seed, undocumented: [] })
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  // Every kind of response occurred, so no single guard refused all requests.
  for (const status of [200, 201, 204, 404, 422])
    expect([status, statuses.get(status) ?? 0]).toEqual([status, expect.toSatisfy((times: number) => times > 0)])
  expect(checked).toBeGreaterThan(count / 50)
})
