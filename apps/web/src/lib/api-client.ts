import type { ProblemDocument } from '@office365-email/shared/problem'
import { ApiProblem, isProblem, NoAnswer } from './api-problem.ts'
import { requestFreshSignIn } from './fresh-sign-in.ts'

interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: object
  ifMatch?: number
  signal?: AbortSignal
  /** Goes on when the page is left. */
  keepalive?: boolean
}

async function fetchJson(
  path: string,
  { method = 'GET', body, ifMatch, signal, keepalive }: ApiRequest,
): Promise<unknown> {
  const headers = new Headers({ Accept: 'application/json' })
  if (body) headers.set('Content-Type', 'application/json')
  if (ifMatch !== undefined) headers.set('If-Match', `"${ifMatch}"`)
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
    ...(keepalive ? { keepalive } : {}),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new NoAnswer({ cause })
  })
  if (response.status === 204) return null
  const document: unknown = await response.json().catch((cause: unknown) => {
    throw new NoAnswer({ cause })
  })
  if (response.ok) return document
  if (!isProblemDocument(document)) throw new NoAnswer()
  throw new ApiProblem(document)
}

const isProblemDocument = (document: unknown): document is ProblemDocument =>
  typeof document === 'object' &&
  document !== null &&
  'type' in document &&
  typeof document.type === 'string' &&
  document.type.startsWith('/problems/')

/**
 * One request to the API. Where the server wants a fresh sign-in, the password is asked for and the request goes out again.
 * The answer's type is the caller's claim: server and browser are built from the same schemas, and checking each answer
 * here would bring the whole schema library to the browser.
 */
export async function callApi<Answer>(path: string, request: ApiRequest = {}): Promise<Answer> {
  try {
    return (await fetchJson(path, request)) as Answer
  } catch (error) {
    if (!isProblem(error, 'fresh-sign-in-required') || !(await requestFreshSignIn())) throw error
    return (await fetchJson(path, request)) as Answer
  }
}
