import type { Readable } from 'node:stream'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { Pool } from 'undici'
import { Client, Dispatcher } from '../../ground/undici.ts'

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
/** A close that directly follows a response is noticed before the connection is used again, if the origin is not trusted. */
const restMs = 2
const shortestHoldMs = 5
const longestHoldMs = 250
/** A larger body does not fit into the socket's buffers, so its last byte is written only after the rest was sent. */
const largeBytes = 65_536

type StartOfResponse = Parameters<Required<Dispatcher.DispatchHandler>['onResponseStart']>

interface Connection {
  client: Client
  /** Milliseconds of `performance.now()`. */
  openedAt: number
  idleSince: number
  /** A TLS handshake takes at least two round trips, so half of its time covers one. */
  holdMs: number
  isClosed: boolean
}

type Plan = Pick<Attempt, 'connection' | 'isReused' | 'isUnfinished' | 'options' | 'handler'>

/** Yields all but the last byte, and the last byte later: a server cannot act on a request without it. */
async function* heldBack(body: Buffer, holdMs: number, finish: () => void) {
  yield body.subarray(0, -1)
  if (holdMs > 0) {
    await wait(holdMs)
    // If this process was busy for longer than that, a close that has arrived is noticed only now.
    await nextTurn()
  }
  finish()
  yield body.subarray(-1)
}

/** One try to send a request, on one connection. */
class Attempt implements Dispatcher.DispatchHandler {
  /** Whether the last byte is not written yet. */
  isUnfinished: boolean
  hasStarted = false
  hasResponse = false
  readonly connection: Connection
  readonly isReused: boolean
  readonly options: Dispatcher.DispatchOptions
  readonly handler: Dispatcher.DispatchHandler
  readonly #pool: Connections

  constructor(pool: Connections, { connection, isReused, isUnfinished, options, handler }: Plan) {
    this.#pool = pool
    this.connection = connection
    this.isReused = isReused
    this.isUnfinished = isUnfinished
    this.options = options
    this.handler = handler
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.hasStarted = true
    this.handler.onRequestStart?.(controller, context)
  }

  onResponseStart(...[controller, status, headers, message]: StartOfResponse): void {
    this.hasResponse = true
    this.handler.onResponseStart?.(controller, status, headers, message)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.handler.onResponseData?.(controller, chunk)
  }

  onResponseEnd(...[controller, trailers]: Parameters<Required<Dispatcher.DispatchHandler>['onResponseEnd']>): void {
    this.#pool.rest(this)
    this.handler.onResponseEnd?.(controller, trailers)
  }

  // Despite undici's type, there is no controller if the client is destroyed before the request begins.
  onResponseError(controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.#pool.fail(this, controller, error)
  }
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
    const connection = this.#takeIdle()
    if (connection) this.#send(connection, options, handler, true)
    else this.#send(this.#open(), options, handler, false)
    return true
  }

  get #isTrusted(): boolean {
    return this.#reusesInARow >= trustedAfterReuses
  }

  /** The connection that was used last, of those that have rested. */
  #takeIdle(): Connection | null {
    const rested = performance.now() - (this.#isTrusted ? 0 : restMs)
    const index = this.#idle.findLastIndex(({ idleSince }) => idleSince <= rested)
    return index === -1 ? null : (this.#idle.splice(index, 1)[0] ?? null)
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

  rest({ connection, isReused }: Attempt): void {
    if (isReused) this.#reusesInARow += 1
    connection.idleSince = performance.now()
    if (!connection.isClosed) this.#idle.push(connection)
  }

  fail(attempt: Attempt, controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const { connection, isReused, hasStarted, isUnfinished, hasResponse, options, handler } = attempt
    this.#reusesInARow = 0
    this.#forget(connection)
    const isUnread = isUnfinished && !hasResponse && controller?.aborted !== true
    if (isUnread && isReused) this.#send(this.#open(), options, handler, false)
    else
      handler.onResponseError?.(
        controller as Dispatcher.DispatchController,
        // Without a start, nothing was written here, and nothing was read of an earlier attempt.
        isUnread || !hasStarted ? new UnfinishedRequestError(error) : error,
      )
  }

  #holdMsFor(connection: Connection, isReused: boolean): number {
    if (!isReused) return 0
    const idleMs = performance.now() - connection.idleSince
    return this.#isTrusted && idleMs < doubtfulAfterMs ? 0 : connection.holdMs
  }

  #send(
    connection: Connection,
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    isReused: boolean,
  ): void {
    const { body } = options
    const holdMs = this.#holdMsFor(connection, isReused)
    const isHeld = Buffer.isBuffer(body) && body.length > 1 && (holdMs > 0 || body.length > largeBytes)
    const attempt = new Attempt(this, { connection, isReused, isUnfinished: isHeld, options, handler })
    const finish = () => {
      attempt.isUnfinished = false
    }
    // The declared type omits what undici documents and accepts: any asynchronous iterable.
    const held = isHeld && { ...options, body: heldBack(body, holdMs, finish) as unknown as Readable }
    connection.client.dispatch(held || options, attempt)
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#all].map(({ client }) => client.close()))
  }

  override async destroy(error?: unknown): Promise<void> {
    const reason = error instanceof Error ? error : null
    await Promise.all([...this.#all].map(({ client }) => client.destroy(reason)))
  }
}
