import { EnvHttpProxyAgent } from 'undici'
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

const flatten = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))

/**
 * Sends requests to Microsoft, directly or through the proxy that the environment names. Follows no redirect, and reads
 * at most 64 KB of a response. Writes a request again only if its last byte was never written (`connections.ts`).
 */
export function createHttpClient(): HttpClient {
  const dispatcher = new EnvHttpProxyAgent({
    allowH2: false,
    connect: { timeout: connectTimeoutMs },
    factory: (origin, options) => new Connections(origin, options),
    // Microsoft closes idle connections without notice; one that is reused too late would look like a lost response.
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 10_000,
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  const running = new Set<() => void>()
  let closed: Promise<void> | null = null

  return {
    request: ({ method, url, headers, body, deadlineMs }) =>
      new Promise((resolve) => {
        let wasWritten = false
        let abort: ((reason: Error) => void) | null = null
        let settled = false
        let status = 0
        let responseHeaders: Record<string, string> = {}
        const chunks: Buffer[] = []
        let bytes = 0

        const settle = (result: HttpResult) => {
          if (settled) return
          settled = true
          clearTimeout(timer)
          running.delete(stop)
          resolve(result)
        }
        const kindOfFailure = () => (wasWritten ? 'no-response' : 'not-sent')
        const giveUp = (endedBy: 'deadline' | 'stop') => {
          settle({ kind: kindOfFailure(), endedBy })
          abort?.(new Error(endedBy))
        }
        const respond = () =>
          settle({ kind: 'response', status, headers: responseHeaders, body: Buffer.concat(chunks).toString('utf8') })

        const timer = setTimeout(giveUp, deadlineMs, 'deadline')

        const stop = () => giveUp('stop')
        if (closed) return stop()
        running.add(stop)

        dispatcher.dispatch(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method,
            headers: body === undefined ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
            body: body ?? null,
          },
          {
            onRequestStart(controller) {
              abort = (reason) => controller.abort(reason)
              if (settled) abort(new Error('deadline'))
              else wasWritten = true
            },
            onResponseStart(_controller, statusCode, received) {
              status = statusCode
              responseHeaders = flatten(received)
            },
            onResponseData(controller, chunk) {
              chunks.push(chunk.subarray(0, maxResponseBytes - bytes))
              bytes += chunk.length
              if (bytes < maxResponseBytes) return
              respond()
              controller.abort(new Error('response too long'))
            },
            onResponseEnd() {
              respond()
            },
            onResponseError(_controller, error) {
              // After the status line, this is Microsoft's response, even if the body is not complete.
              if (status >= 200) respond()
              else {
                if (error instanceof UnfinishedRequestError) wasWritten = false
                settle({ kind: kindOfFailure(), endedBy: 'network', code: codeOf(error), message: error.message })
              }
            },
          },
        )
      }),
    close() {
      for (const stop of running) stop()
      closed ??= dispatcher.destroy()
      return closed
    },
  }
}
