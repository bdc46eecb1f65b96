import type { ProblemDocument } from '@office365-email/shared/problem'
import { ApiProblem, isProblem, NoAnswer } from './api-problem.ts'
import { requestSignIn, type SignInReason } from './sign-in-request.ts'

interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: object
  ifMatch?: number
  signal?: AbortSignal
  /** Goes on when the page is left. */
  keepalive?: boolean
  /** Nobody has to be signed in for it: that nobody is, is an answer like others. */
  forAnyone?: boolean
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

function whySignIn(error: unknown): SignInReason | null {
  if (isProblem(error, 'fresh-sign-in-required')) return 'fresh'
  return isProblem(error, 'not-signed-in') ? 'ended' : null
}

/** Reading, and keeping a draft: what a page does by itself. */
const isInBackground = ({ method = 'GET', keepalive = false }: ApiRequest) => method === 'GET' || keepalive

/**
 * One request to the API. If the session has ended, or the server wants a fresh sign-in, the person is asked to sign in
 * over the page, and the request goes out again.
 * The answer's type is the caller's claim: server and browser are built from the same schemas, and checking each answer
 * here would bring the whole schema library to the browser.
 */
export async function callApi<Answer>(path: string, request: ApiRequest = {}): Promise<Answer> {
  const asked = new Set<SignInReason>()
  for (;;)
    try {
      return (await fetchJson(path, request)) as Answer
    } catch (error) {
      const reason = request.forAnyone ? null : whySignIn(error)
      if (!reason || asked.has(reason)) throw error
      asked.add(reason)
      if (!(await requestSignIn(reason, { inBackground: isInBackground(request) }))) throw error
    }
}
