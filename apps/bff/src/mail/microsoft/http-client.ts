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
 * `not-sent`: the request was not written, or its end certainly was not, so Microsoft cannot have acted on it.
 * `no-answer`: it was handed over, whole or in part, and what became of it is not known.
 */
export type HttpResult =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'not-sent' | 'no-answer'; endedBy: 'network'; code: string; message: string }
  /** This server gave up: its time was over, or it stopped. */
  | { kind: 'not-sent' | 'no-answer'; endedBy: 'deadline' | 'stop' }

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResult>
  /** What still runs ends at once, as if its deadline had come; nothing more is sent. */
  close(): Promise<void>
}

const maxAnswerBytes = 65_536
const connectTimeoutMs = 5_000

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

const flatten = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))

/**
 * Speaks to Microsoft, directly or through the proxy that the environment names. Follows no redirect, and reads at most
 * 64 KB of an answer. Writes a request again only if its last byte never left (`connections.ts`).
 */
export function createHttpClient(): HttpClient {
  const dispatcher = new EnvHttpProxyAgent({
    allowH2: false,
    connect: { timeout: connectTimeoutMs },
    factory: (origin, options) => new Connections(origin, options),
    // Microsoft closes idle connections without notice; one that is reused too late would look like a lost answer.
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
        let wasHandedOver = false
        let abort: ((reason: Error) => void) | null = null
        let settled = false
        let status = 0
        let answerHeaders: Record<string, string> = {}
        const chunks: Buffer[] = []
        let bytes = 0

        const settle = (result: HttpResult) => {
          if (settled) return
          settled = true
          clearTimeout(timer)
          running.delete(stop)
          resolve(result)
        }
        const kindOfFailure = () => (wasHandedOver ? 'no-answer' : 'not-sent')
        const giveUp = (endedBy: 'deadline' | 'stop') => {
          settle({ kind: kindOfFailure(), endedBy })
          abort?.(new Error(endedBy))
        }
        const answer = () =>
          settle({ kind: 'answer', status, headers: answerHeaders, body: Buffer.concat(chunks).toString('utf8') })

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
              else wasHandedOver = true
            },
            onResponseStart(_controller, statusCode, received) {
              status = statusCode
              answerHeaders = flatten(received)
            },
            onResponseData(controller, chunk) {
              chunks.push(chunk.subarray(0, maxAnswerBytes - bytes))
              bytes += chunk.length
              if (bytes < maxAnswerBytes) return
              answer()
              controller.abort(new Error('answer too long'))
            },
            onResponseEnd() {
              answer()
            },
            onResponseError(_controller, error) {
              // A status line was read: that is Microsoft's answer, however the body ended.
              if (status >= 200) answer()
              else {
                if (error instanceof UnfinishedRequestError) wasHandedOver = false
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
