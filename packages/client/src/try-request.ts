import type { MailProblem } from './problem.ts'
import { isObject, ownProblem, readProblem, textOf } from './read-problem.ts'
import { readText } from './read-text.ts'

/** `fetch`, or a function that does the same. */
export type SendRequest = (url: string, init: RequestInit) => Promise<Response>

/** One try failed, or a call with all its tries. */
export interface Failure {
  problem: MailProblem
  /** Whether it certainly had no effect. */
  didNothing: boolean
  /** Whether the same request can succeed later. */
  mayPass: boolean
}

export type Reply<Value> = { value: Value } | Failure

/** The codes of Node for a connection that was never opened. A browser does not say why a request failed. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT.*|CERT_.*|UNABLE_TO_.*|.*SELF_SIGNED_CERT.*)$/

/** `fetch` of Node wraps the error of the connection. */
function codeOf(error: unknown): string {
  if (!isObject(error)) return ''
  return textOf(error['code']) ?? codeOf(error['cause'])
}

function unanswered(
  cause: unknown,
  { caller, signal }: { caller: AbortSignal | undefined; signal: AbortSignal },
): Failure {
  const failed = (...problem: Parameters<typeof ownProblem>): Failure => ({
    problem: ownProblem(...problem),
    didNothing: problem[0] === 'no-connection',
    mayPass: problem[0] !== 'aborted',
  })
  if (caller?.aborted) return failed('aborted', 'The call was aborted after the request began.', { cause })
  if (signal.aborted) return failed('timed-out', 'The server did not respond in time.', { cause })
  return neverConnected.test(codeOf(cause))
    ? failed('no-connection', 'The connection to the server could not be opened.', { cause })
    : failed('connection-lost', 'The connection failed before a response arrived.', { cause })
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after') ?? ''
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return Number.isNaN(seconds) ? null : Math.max(Math.ceil(seconds), 0)
}

/** The proxy refuses the request itself, before it passes it on: it needs a sign-in, or something is too long. */
const beforePassedOn = [407, 411, 413, 414, 431]

/** A proxy sends these for requests that may succeed later, too. */
const passing = [408, 409, 429]

/**
 * A response that is not the server's own. It usually means that the request did not get through. But a proxy can also
 * put a redirect or a page of its own, with any status, in the place of the answer to a request that did.
 */
function foreign({ status, headers }: Response): Failure {
  return {
    problem: ownProblem(
      'foreign-response',
      'The response is not from the mail API. Check the base URL and the proxies.',
      {
        status,
        retryAfterSeconds: readRetryAfter(headers),
      },
    ),
    didNothing: beforePassedOn.includes(status),
    mayPass: (status >= 200 && status < 300) || status >= 500 || passing.includes(status),
  }
}

/**
 * The contract of the API: 4xx, 502 and 503 mean that nothing was sent, and `retryAfterSeconds` that the same request
 * can succeed later. The exceptions are about another request with the same key, which may have sent the message.
 */
function refused(problem: MailProblem, status: number): Failure {
  const { slug, messageId, retryAfterSeconds } = problem
  const isOfAnother = slug === 'idempotency-in-progress' || (slug === 'idempotency-key-reused' && messageId !== null)
  return {
    problem,
    didNothing: !isOfAnother && (status < 500 || status === 502 || status === 503),
    mayPass: retryAfterSeconds !== null || slug === 'internal' || slug === 'request-timeout',
  }
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Sends the request once. `read` returns null for a body that it does not understand. */
export async function tryRequest<Value>(
  send: SendRequest,
  url: string,
  init: RequestInit,
  signals: { caller: AbortSignal | undefined; signal: AbortSignal },
  read: (body: unknown) => Value | null,
): Promise<Reply<Value>> {
  let response: Response
  let text: string
  try {
    response = await send(url, {
      ...init,
      signal: signals.signal,
      // A redirected POST may lose its body, and the key belongs to this server only.
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    })
    text = await readText(response)
  } catch (cause) {
    return unanswered(cause, signals)
  }
  const body = parse(text)
  if (response.ok) {
    const value = read(body)
    return value === null ? foreign(response) : { value }
  }
  const problem = readProblem(response.status, body)
  return problem ? refused(problem, response.status) : foreign(response)
}
