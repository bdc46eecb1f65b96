import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Dispatcher, type Pool } from 'undici'

/** The server cannot have read the whole request: its last byte was never given to the connection. */
export class UnfinishedRequestError extends Error {
  readonly code: string
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name
  }
}

/** So many reuses in a row show that an origin does not close connections which have just been idle. */
const trustedAfterReuses = 100
/** An idle connection of a trusted origin is doubted from this age on. */
const doubtfulAfterMs = 100
/** A close that follows an answer at once is seen before the connection is used again. */
const restMs = 2
const shortestHoldMs = 5
const longestHoldMs = 250
/** From this size on a body does not fit into the socket's buffers, so that its end can be held back until then. */
const largeBytes = 65_536

interface Connection {
  client: Client
  /** Milliseconds of `performance.now()`. */
  openedAt: number
  idleSince: number
  /** A TLS handshake takes two round trips at least: half of it is long enough for one. */
  holdMs: number
  isClosed: boolean
}

/** Hands over all but the last byte, and that one later: a request without it is none that a server could act on. */
async function* heldBack(body: Buffer, holdMs: number, finish: () => void) {
  yield body.subarray(0, -1)
  if (holdMs > 0) await wait(holdMs)
  finish()
  yield body.subarray(-1)
}

/**
 * The connections to one origin, each with one request at a time, the last used first. A server may close an idle
 * connection at the very moment at which a request is written to it: then nobody could tell whether it was read. So on
 * a connection that may be about to close the last byte waits for a round trip; if the close shows up until then, the
 * request certainly was not read, and it is written anew on a fresh connection.
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
    // Our own limit closes it later than this; whoever closes it sooner may do so under a request.
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
    let hasAnswer = false
    const finish = () => {
      isFinished = true
    }
    const sent: Dispatcher.DispatchOptions = mayBeHeld
      ? {
          ...options,
          // The declared type leaves out what undici documents and takes: any asynchronous iterable.
          body: heldBack(body, holdMs, finish) as unknown as Readable,
        }
      : options
    connection.client.dispatch(sent, {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onResponseStart: (controller, status, headers, message) => {
        hasAnswer = true
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
        const isUnread = mayBeHeld && !isFinished && !hasAnswer && !controller.aborted
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
