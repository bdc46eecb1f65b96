import { Agent, type Dispatcher, EnvHttpProxyAgent } from '../../ground/undici.ts'
import { Connections, UnfinishedRequestError } from './connections.ts'

export interface HttpRequest {
  method: 'GET' | 'POST'
  url: URL
  headers: Record<string, string>
  body?: string | Buffer
  deadlineMs: number
}

/**
 * `not-sent`: the request, or at least its end, was not written, so Microsoft cannot have acted on it. `no-response`:
 * it was written in whole or in part, and its result is unknown.
 */
export type HttpResult =
  | { kind: 'response'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'not-sent' | 'no-response'; endedBy: 'network'; code: string; message: string }
  /** This server gave up at the deadline, or because it stopped. */
  | { kind: 'not-sent' | 'no-response'; endedBy: 'deadline' | 'stop' }

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResult>
  /** Ends running requests immediately. Nothing more is sent. */
  close(): Promise<void>
}

const maxResponseBytes = 65_536
const connectTimeoutMs = 5_000

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

type ReceivedHeaders = Record<string, string | string[] | undefined>

const hasEachOnce = (received: ReceivedHeaders): received is Record<string, string> =>
  Object.values(received).every((value) => typeof value === 'string')

/** Joins repeated headers, as Fetch does. */
function flatten(received: ReceivedHeaders): Record<string, string> {
  if (hasEachOnce(received)) return received
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(received))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  return headers
}

/** One request and its response. Settles once, and then lets go of everything that it needed. */
class Exchange implements Dispatcher.DispatchHandler {
  #settle: ((result: HttpResult) => void) | null
  #controller: Dispatcher.DispatchController | null = null
  readonly #timer: NodeJS.Timeout
  #wasWritten = false
  #status = 0
  #headers: Record<string, string> = {}
  #chunks: Buffer[] = []
  #bytes = 0

  constructor(deadlineMs: number, settle: (result: HttpResult) => void) {
    this.#settle = settle
    this.#timer = setTimeout(() => this.giveUp('deadline'), deadlineMs)
  }

  giveUp(endedBy: 'deadline' | 'stop'): void {
    const controller = this.#controller
    this.#end({ kind: this.#kindOfFailure(), endedBy })
    controller?.abort(new Error(endedBy))
  }

  #kindOfFailure(): 'no-response' | 'not-sent' {
    return this.#wasWritten ? 'no-response' : 'not-sent'
  }

  #end(result: HttpResult): void {
    clearTimeout(this.#timer)
    this.#settle?.(result)
    this.#settle = null
    this.#controller = null
    this.#chunks = []
  }

  #respond(): void {
    const body = Buffer.concat(this.#chunks).toString('utf8')
    this.#end({ kind: 'response', status: this.#status, headers: this.#headers, body })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#settle) this.#wasWritten = true
    else controller.abort(new Error('deadline'))
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ReceivedHeaders): void {
    this.#status = status
    this.#headers = flatten(headers)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk.subarray(0, maxResponseBytes - this.#bytes))
    this.#bytes += chunk.length
    if (this.#bytes < maxResponseBytes) return
    this.#respond()
    controller.abort(new Error('response too long'))
  }

  onResponseEnd(): void {
    this.#respond()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // After the status line, this is Microsoft's response, even if the body is not complete.
    if (this.#status >= 200) {
      this.#respond()
      return
    }
    if (error instanceof UnfinishedRequestError) this.#wasWritten = false
    this.#end({ kind: this.#kindOfFailure(), endedBy: 'network', code: codeOf(error), message: error.message })
  }
}

const proxyVariables = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY']

/** Without a proxy, undici's agent for proxies would still read the environment for each request. */
const AgentOf = (environment: NodeJS.ProcessEnv) =>
  proxyVariables.some((name) => environment[name]) ? EnvHttpProxyAgent : Agent

/**
 * Sends requests to Microsoft, directly or through the proxy that the environment names. Follows no redirect, and reads
 * at most 64 KB of a response. Writes a request again only if its last byte was never written (`connections.ts`).
 */
export function createHttpClient(): HttpClient {
  const dispatcher = new (AgentOf(process.env))({
    allowH2: false,
    connect: { timeout: connectTimeoutMs },
    factory: (origin, options) => new Connections(origin, options),
    // Microsoft closes idle connections without notice; one that is reused too late would look like a lost response.
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 10_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  const running = new Set<Exchange>()
  let closed: Promise<void> | null = null

  return {
    request: ({ method, url, headers, body, deadlineMs }) =>
      new Promise((resolve) => {
        if (closed) return resolve({ kind: 'not-sent', endedBy: 'stop' })
        const exchange = new Exchange(deadlineMs, (result) => {
          running.delete(exchange)
          resolve(result)
        })
        running.add(exchange)
        dispatcher.dispatch(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method,
            headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
            body: body ?? null,
          },
          exchange,
        )
      }),
    close() {
      for (const exchange of running) exchange.giveUp('stop')
      closed ??= dispatcher.destroy()
      return closed
    },
  }
}
