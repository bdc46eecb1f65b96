import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Dispatcher, type Pool } from 'undici'

/** The server cannot have read the whole request: its last byte was never written to the connection. */
export class UnfinishedRequestError extends Error {
  readonly code: string
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  }
}

/** After this many reuses in a row, an origin is trusted not to close connections that were just idle. */
const trustedAfterReuses = 100
/** After this idle time, a connection to a trusted origin is doubtful again. */
const doubtfulAfterMs = 100
/** A close that directly follows a response is noticed before the connection is used again. */
const restMs = 2
const shortestHoldMs = 5
const longestHoldMs = 250
/** A larger body does not fit into the socket's buffers, so its last byte is written only after the rest was sent. */
const largeBytes = 65_536

interface Connection {
  client: Client
  /** Milliseconds of `performance.now()`. */
  openedAt: number
  idleSince: number
  /** A TLS handshake takes at least two round trips, so half of its time covers one. */
  holdMs: number
  isClosed: boolean
}

/** Yields all but the last byte, and the last byte later: a server cannot act on a request without it. */
async function* heldBack(body: Buffer, holdMs: number, finish: () => void) {
  yield body.subarray(0, -1)
  if (holdMs > 0) await wait(holdMs)
  finish()
  yield body.subarray(-1)
}

/**
 * Connections to one origin, each with one request at a time. A server may close an idle one just as a request is
 * written, and then no one knows whether it was read. So on a doubtful connection the last byte waits for a round trip:
 * if the close comes first, the request was not read and is written again on a new connection.
 */
export class Connections extends Dispatcher {
  readonly #origin: string | URL
  readonly #options: Pool.Options
  readonly #all = new Set<Connection>()
  readonly #idle: Connection[] = []
  #reusesInARow = 0

  constructor(origin: string | URL, options: Pool.Options) {
    super()
    this.#origin = origin
    this.#options = options
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const connection = this.#idle.pop()
    if (connection) this.#send(connection, options, handler, true)
    else this.#send(this.#open(), options, handler, false)
    return true
  }

  #open(): Connection {
    const { connect, ...options } = this.#options
    const client = new Client(this.#origin, { ...options, ...(connect && { connect }), pipelining: 1 })
    const openedAt = performance.now()
    const connection: Connection = { client, openedAt, idleSince: 0, holdMs: 0, isClosed: false }
    client.once('connect', () => {
      const roundTripMs = (performance.now() - openedAt) / 2
      connection.holdMs = Math.min(Math.max(roundTripMs, shortestHoldMs), longestHoldMs)
    })
    client.on('disconnect', () => this.#forget(connection))
    client.on('connectionError', () => this.#forget(connection))
    this.#all.add(connection)
    return connection
  }

  #forget(connection: Connection): void {
    const { client, idleSince } = connection
    const index = this.#idle.indexOf(connection)
    // The other side closed it before our own limit, so it may also close one during a request.
    if (index !== -1 && performance.now() - idleSince < (this.#options.keepAliveTimeout ?? 0) - 500)
      this.#reusesInARow = 0
    if (index !== -1) this.#idle.splice(index, 1)
    if (connection.isClosed) return
    connection.isClosed = true
    this.#all.delete(connection)
    void client.close().catch(() => undefined)
  }

  #rest(connection: Connection): void {
    setTimeout(() => {
      if (connection.isClosed) return
      this.#idle.push(connection)
    }, restMs).unref()
    connection.idleSince = performance.now()
  }

  #holdMsFor(connection: Connection, isReused: boolean): number {
    if (!isReused) return 0
    const isTrusted = this.#reusesInARow >= trustedAfterReuses
    const idleMs = performance.now() - connection.idleSince
    return isTrusted && idleMs < doubtfulAfterMs ? 0 : connection.holdMs
  }

  #send(
    connection: Connection,
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    isReused: boolean,
  ): void {
    const { body } = options
    const holdMs = this.#holdMsFor(connection, isReused)
    const mayBeHeld = Buffer.isBuffer(body) && body.length > 1 && (holdMs > 0 || body.length > largeBytes)
    let isFinished = !mayBeHeld
    let hasResponse = false
    const finish = () => {
      isFinished = true
    }
    const sent: Dispatcher.DispatchOptions = mayBeHeld
      ? {
          ...options,
          // The declared type omits what undici documents and accepts: any asynchronous iterable.
          body: heldBack(body, holdMs, finish) as unknown as Readable,
        }
      : options
    connection.client.dispatch(sent, {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onResponseStart: (controller, status, headers, message) => {
        hasResponse = true
        handler.onResponseStart?.(controller, status, headers, message)
      },
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => {
        if (isReused) this.#reusesInARow += 1
        this.#rest(connection)
        handler.onResponseEnd?.(controller, trailers)
      },
      onResponseError: (controller, error) => {
        this.#reusesInARow = 0
        this.#forget(connection)
        // Despite its type, undici passes no controller if the client is destroyed before the request begins.
        const given: Dispatcher.DispatchController | undefined = controller
        const isUnread = mayBeHeld && !isFinished && !hasResponse && given?.aborted !== true
        if (isUnread && isReused) this.#send(this.#open(), options, handler, false)
        else handler.onResponseError?.(controller, isUnread ? new UnfinishedRequestError(error) : error)
      },
    })
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ client }) => client.close()))
  }

  override async destroy(error?: unknown): Promise<void> {
    const reason = error instanceof Error ? error : null
    await Promise.all([...this.#all].map(({ client }) => client.destroy(reason)))
  }
}
