import type { OwnCause } from '@office365-email/shared/diagnosis/diagnosis'
import type { ProblemDocument } from '@office365-email/shared/problem'

// biome-ignore lint/suspicious/noExplicitAny: tests read responses whose shape they assert
type Body = any

export interface TestResponse {
  status: number
  headers: Headers
  body: Body
  text: string
}

interface RequestOptions {
  body?: unknown
  headers?: Record<string, string>
}

/** A client of the API that keeps its cookie like a browser, or sends a service key. */
export interface TestClient {
  request(method: string, path: string, options?: RequestOptions): Promise<TestResponse>
  get(path: string): Promise<TestResponse>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<TestResponse>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<TestResponse>
  delete(path: string): Promise<TestResponse>
}

export function createTestClient(url: string, origin: string, serviceKey?: string): TestClient {
  let cookie = ''

  async function request(
    method: string,
    path: string,
    { body, headers = {} }: RequestOptions = {},
  ): Promise<TestResponse> {
    const credentials = serviceKey ? { authorization: `Bearer ${serviceKey}` } : { cookie, origin }
    const hasBody = body !== undefined
    const response = await fetch(path.startsWith('/api') ? `${url}${path}` : `${url}/api/v1${path}`, {
      method,
      headers: { ...credentials, ...(hasBody && { 'content-type': 'application/json' }), ...headers },
      ...(hasBody && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const [pair] = response.headers.getSetCookie()
    if (pair) cookie = pair.slice(0, pair.indexOf(';'))
    const text = await response.text()
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined, text }
  }

  return {
    request,
    get: (path) => request('GET', path),
    put: (path, body, headers) => request('PUT', path, { body, ...(headers && { headers }) }),
    post: (path, body, headers) => request('POST', path, { body, ...(headers && { headers }) }),
    delete: (path) => request('DELETE', path),
  }
}

/** The parts of a diagnosis of the server's own failure: Microsoft said nothing. */
export const ownFailure = (cause: OwnCause | 'secret_missing') => ({
  cause,
  owner: 'this-server',
  evidence: { code: null, status: null, requestId: null, correlationId: null, timestamp: null },
})

/** The parts of a problem that tests compare. */
export const problemOf = ({ status, body }: TestResponse): { status: number; slug: string; pointers: string[] } => {
  const document: Partial<ProblemDocument> = body ?? {}
  return {
    status,
    slug: document.type?.replace('/problems/', '') ?? 'none',
    pointers: (document.errors ?? []).map(({ pointer }) => pointer),
  }
}
