import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { serve } from '@hono/node-server'
import { problems } from '@office365-email/shared/problem'
import type { Hono } from 'hono'
import { exitCodes, StartupError } from '../exit-codes.ts'
import type { Environment } from './environment.ts'

export interface TransportLimits {
  maxHeaderSize: number
  /** How long the head of a request may take to arrive, in milliseconds. */
  headersTimeout: number
  /** How long a whole request may take to arrive. */
  requestTimeout: number
  keepAliveTimeout: number
  /** How often Node checks both timeouts. Its default of 30 s would make them up to 30 s longer. */
  connectionsCheckingInterval: number
}

const limits: TransportLimits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
}
const maxConnections = 2_000
/** After this time without traffic, the client has stopped reading: no response takes longer to begin. */
const stalledMs = 60_000

const reasons: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
}

const statusOf = (code: string | undefined): number => {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}

/** Responds on the socket itself and closes it: a request that is not valid HTTP has no route and no context. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const status = statusOf(error.code)
  const document =
    status === 408
      ? { type: '/problems/request-timeout', ...problems['request-timeout'], detail: 'Send the request faster.' }
      : { type: 'about:blank', status, title: reasons[status], detail: 'The server cannot read this request.' }
  const body = JSON.stringify({ ...document, requestId: randomUUID() })
  socket.end(
    [
      `HTTP/1.1 ${status} ${reasons[status]}`,
      'content-type: application/problem+json',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}

/** Refuses CONNECT: this server is no proxy for other protocols or hosts. */
const refuseTunnel = (_request: IncomingMessage, socket: Duplex): void => {
  refuseUnreadable(Object.assign(new Error('tunnel'), { code: 'HPE_INVALID_METHOD' }), socket)
}

/** Serves the app on a port (0: any free one). Node enforces the limits of size and time before the app runs. */
export const listen = (
  app: Pick<Hono<Environment>, 'fetch'>,
  { host, port }: { host: string; port: number },
  changes: Partial<TransportLimits> = {},
): Promise<{ server: Server; port: number }> =>
  new Promise((resolve, reject) => {
    const serverOptions = { ...limits, ...changes }
    const server = serve({ fetch: app.fetch, hostname: host, port, serverOptions }, (address: AddressInfo) =>
      resolve({ server, port: address.port }),
    ) as Server
    server.maxConnections = maxConnections
    server.timeout = stalledMs
    server.on('clientError', refuseUnreadable)
    server.on('connect', refuseTunnel)
    // Node would request the body immediately. The app requests it later, or responds without it.
    server.on('checkContinue', (request, response) => server.emit('request', request, response))
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL'
          ? new StartupError(
              exitCodes.configuration,
              `Port ${port} on ${host} cannot be used (${error.code}). Set HOST and PORT to a free address on this machine.`,
            )
          : error.syscall === 'getaddrinfo'
            ? new StartupError(exitCodes.configuration, 'HOST is not an address or a name of this machine.')
            : error,
      ),
    )
  })
