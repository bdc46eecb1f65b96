import type { OwnCause } from '@office365-email/shared/diagnosis/diagnosis'
import type { ProblemDocument } from '@office365-email/shared/problem'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose form they assert
type Body = any

export interface Answer {
  status: number
  headers: Headers
  body: Body
  text: string
}

interface RequestOptions {
  body?: unknown
  headers?: Record<string, string>
}

/** A browser or a program at the API: keeps its cookie, or presents a service key. */
export interface TestClient {
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>
  get(path: string): Promise<Answer>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  delete(path: string): Promise<Answer>
}

export function createTestClient(url: string, origin: string, serviceKey?: string): TestClient {
  let cookie = ''

  async function request(method: string, path: string, { body, headers = {} }: RequestOptions = {}): Promise<Answer> {
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
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
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

/** The slug of a problem, and the pointers of its errors: what tests compare. */
/** What is returned of a failure of the server itself: Microsoft said nothing. */
export const ownFailure = (cause: OwnCause | 'secret_missing') => ({
  cause,
  owner: 'this-server',
  evidence: { code: null, status: null, requestId: null, correlationId: null, timestamp: null },
})

export const problemOf = ({ status, body }: Answer): { status: number; slug: string; pointers: string[] } => {
  const document: Partial<ProblemDocument> = body ?? {}
  return {
    status,
    slug: document.type?.replace('/problems/', '') ?? 'none',
    pointers: (document.errors ?? []).map(({ pointer }) => pointer),
  }
}
