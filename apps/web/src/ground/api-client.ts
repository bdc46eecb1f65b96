import {
  type BodyInputOf,
  type Endpoint,
  type ParamsOf,
  pathOf,
  type QueryInputOf,
  type ResponseOf,
} from '@office365-email/shared/endpoint'
import { problemSchema } from '@office365-email/shared/problem'
import { ApiProblem, isProblem, NoResponse, PageOutdated } from './api-problem.ts'
import { parseResponse } from './parse-response.ts'
import { place } from './place.ts'
import { requestSignIn, type SignInReason } from './sign-in-request.ts'

export interface ApiRequest {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string | undefined>>
  body?: unknown
  ifMatch?: number
  idempotencyKey?: string
  signal?: AbortSignal
  /** The request continues when the person leaves the page. */
  keepalive?: boolean
}

type Part<Name extends string, Value> = [Value] extends [never] ? unknown : { [name in Name]: Value }

/** The members that a request to an endpoint needs. */
export type RequestOf<Definition extends Endpoint> = ApiRequest &
  Part<'params', keyof ParamsOf<Definition> extends never ? never : ParamsOf<Definition>> &
  Partial<Part<'query', QueryInputOf<Definition>>> &
  Part<'body', BodyInputOf<Definition>>

export function urlOf(endpoint: Endpoint, { params = {}, query = {} }: ApiRequest): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value)
  return `${place.api}${pathOf(endpoint, params)}${search.size > 0 ? `?${search}` : ''}`
}

const readDocument = (response: Response): Promise<unknown> =>
  response.json().catch((cause: unknown) => {
    throw new NoResponse({ cause })
  })

/** Returns a successful response before its body is read. */
async function fetchResponse(endpoint: Endpoint, request: ApiRequest, accept: string): Promise<Response> {
  const { body, ifMatch, idempotencyKey, signal, keepalive } = request
  const headers = new Headers({ Accept: accept })
  if (body) headers.set('Content-Type', 'application/json')
  if (ifMatch !== undefined) headers.set('If-Match', `"${ifMatch}"`)
  if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey)
  const sent = place.send(urlOf(endpoint, request), {
    method: endpoint.method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
    ...(keepalive ? { keepalive } : {}),
  })
  const response = await sent.catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new NoResponse({ cause })
  })
  if (response.ok) return response
  const document = await readDocument(response)
  if (!isOurs(response)) throw new NoResponse()
  throw new ApiProblem(parseResponse(problemSchema, document))
}

async function fetchParsed(endpoint: Endpoint, request: ApiRequest): Promise<unknown> {
  const response = await fetchResponse(endpoint, request, 'application/json')
  const schema = endpoint.responses[response.status]?.schema
  if (schema === null) return null
  const document = await readDocument(response)
  if (schema) return parseResponse(schema, document)
  throw new PageOutdated()
}

/** A proxy responds with its own pages. */
const isOurs = ({ headers }: Response) => headers.get('Content-Type')?.startsWith('application/problem+json') === true

function whySignIn(error: unknown): SignInReason | null {
  if (isProblem(error, 'fresh-sign-in-required')) return 'fresh'
  return isProblem(error, 'not-signed-in') ? 'ended' : null
}

/**
 * Sends one request to the API. If the session has ended, or the server requires a fresh sign-in, a dialog over the page
 * asks the person to sign in, and the request is sent again.
 */
export async function call<Definition extends Endpoint>(
  endpoint: Definition,
  request: RequestOf<Definition>,
): Promise<ResponseOf<Definition>> {
  // The page itself reads data and saves drafts; everything else is an action of the person.
  const inBackground = endpoint.method === 'GET' || request.keepalive === true
  // The response was parsed with the schema that this type is inferred from.
  return (await withSignIn(endpoint, inBackground, () => fetchParsed(endpoint, request))) as ResponseOf<Definition>
}

/** Asks for a file, for a person who chose to. Its body is read while it arrives. */
export const callForFile = <Definition extends Endpoint>(
  endpoint: Definition,
  request: RequestOf<Definition>,
): Promise<Response> => withSignIn(endpoint, false, () => fetchResponse(endpoint, request, '*/*'))

async function withSignIn<Result>(
  endpoint: Endpoint,
  inBackground: boolean,
  send: () => Promise<Result>,
): Promise<Result> {
  const asked = new Set<SignInReason>()
  for (;;)
    try {
      return await send()
    } catch (error) {
      const reason = endpoint.access === 'anyone' ? null : whySignIn(error)
      if (!reason || asked.has(reason)) throw error
      asked.add(reason)
      if (!(await requestSignIn(reason, { inBackground }))) throw error
    }
}
