import { createServer, IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import { type AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import { exitCodes, StartupError } from '../exit-codes.ts'
import { parseHost } from '../parse-host.ts'
import { Problem } from '../problem.ts'
import { removeBasePath } from './base-path.ts'
import type { Environment } from './environment.ts'
import { PreparedResponse } from './prepared-response.ts'
import { valuesOf } from './raw-headers.ts'

type Bindings = Environment['Bindings']

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

const allMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

const invalid = (detail: string) => new Problem('invalid-http', { detail })
const wrongHost = () => invalid('Send exactly one Host header with a host name, such as Host: mail.example.com')
const wrongTarget = () => invalid('Send a path that begins with a slash, or a complete http address.')
const wrongCoding = () => invalid('Send either a Content-Length or Transfer-Encoding: chunked.')
const unknownExpectation = () =>
  new Problem('expectation-failed', { detail: 'Leave out the Expect header, or send Expect: 100-continue' })

/** By the code of Node's parser. */
const faults: Record<string, () => Problem> = {
  HPE_HEADER_OVERFLOW: () =>
    new Problem('headers-too-large', {
      detail: 'The address and the headers together may have 16 KB. Send a shorter address, or fewer cookies.',
    }),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: () =>
    new Problem('payload-too-large', { detail: 'Send chunks without extensions, or a Content-Length.' }),
  ERR_HTTP_REQUEST_TIMEOUT: () => new Problem('request-timeout', { detail: 'Send the request faster.' }),
  HPE_INVALID_METHOD: () => invalid(`Send one of these methods, in capital letters: ${allMethods}.`),
  HPE_INVALID_CHUNK_SIZE: () => invalid('Send each chunk with its length in hexadecimal digits.'),
  HPE_INVALID_TRANSFER_ENCODING: wrongCoding,
  HPE_INVALID_CONTENT_LENGTH: () => invalid('Send one Content-Length header, in digits.'),
  HPE_UNEXPECTED_CONTENT_LENGTH: () => invalid('Send one Content-Length header, or Transfer-Encoding: chunked.'),
  HPE_INVALID_HEADER_TOKEN: () => invalid('A header has a character that is not allowed, or more than one line.'),
  HPE_INVALID_VERSION: () => invalid('Send HTTP/1.1.'),
  HPE_INVALID_EOF_STATE: () => invalid('The connection ended before the whole request arrived.'),
}

const faultOf = (code: string | undefined): Problem =>
  (faults[code ?? ''] ?? (() => invalid('The server cannot read this request. Send valid HTTP/1.1.')))()

/** Gives the app's response to a request that has no route and no context, on the socket itself, and closes it. */
async function respondOnSocket(socket: Duplex, response: Response, mayRespond: () => boolean): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  if (!mayRespond()) return void socket.destroy()
  const headers = new Headers(response.headers)
  headers.set('content-length', String(body.length))
  headers.set('connection', 'close')
  headers.set('date', new Date().toUTCString())
  const lines = Array.from(headers, ([name, value]) => `${name}: ${value}`)
  const start = `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`
  socket.end(Buffer.concat([Buffer.from([start, ...lines, '', ''].join('\r\n'), 'latin1'), body]))
}

/** Node would refuse a request without host itself, and would use the first of two. Null: the host is valid. */
function findHostFault(request: IncomingMessage): Problem | null {
  const hosts = valuesOf(request, 'host')
  const needsNone = request.httpVersion === '1.0'
  if (hosts.length === 0) return needsNone ? null : wrongHost()
  const [host = ''] = hosts
  const parsed = hosts.length === 1 ? parseHost(host, 'http:') : null
  if (!parsed) return wrongHost()
  // The adapter refuses hosts in another spelling. The app reads the header as it was sent.
  request.headers.host = parsed.host
  return null
}

/** Node also accepts codings that a proxy may read differently, and chunks in HTTP/1.0 (RFC 9112, section 6.1). */
function findFramingFault(request: IncomingMessage): Problem | null {
  if (request.headers['transfer-encoding'] === undefined) return null
  const codings = valuesOf(request, 'transfer-encoding')
  const isPlain = codings.length === 1 && codings[0]?.toLowerCase() === 'chunked'
  return isPlain && request.httpVersion !== '1.0' ? null : wrongCoding()
}

/**
 * Serves the app on a port (0: any free one), at the root and below the base path. Node enforces the limits of size and
 * time before the app runs.
 */
export const listen = (
  app: Pick<Hono<Environment>, 'fetch'>,
  { host, port, basePath = '' }: { host: string; port: number; basePath?: string },
  changes: Partial<TransportLimits> = {},
): Promise<{ server: Server; port: number }> =>
  new Promise((resolve, reject) => {
    const current = new WeakMap<Duplex, PreparedResponse>()
    const ending = new WeakSet<Duplex>()
    const refuse = async (refusal: Problem, socket?: Duplex): Promise<Response> => {
      const outgoing: Bindings['outgoing'] = { prepared: {}, refusal }
      const incoming = new IncomingMessage(socket instanceof Socket ? socket : new Socket())
      const response = await app.fetch(new Request('http://localhost/'), { incoming, outgoing })
      const headers = { ...outgoing.prepared, ...Object.fromEntries(response.headers) }
      return new Response(await response.text(), { status: response.status, headers })
    }
    const respond = getRequestListener(
      // The adapter knows nothing of HTTP/2 and of other responses here: `createServer` below determines both.
      (request, bindings) => app.fetch(request, bindings as HttpBindings & Bindings),
      { hostname: 'localhost', errorHandler: () => refuse(wrongTarget()) },
    )
    const receive = (request: IncomingMessage, response: PreparedResponse, known: Problem | null = null) => {
      // What follows a refused request may be a part of it.
      if (ending.has(request.socket)) return
      current.set(request.socket, response)
      const refusal = known ?? findFramingFault(request) ?? findHostFault(request)
      if (refusal) {
        ending.add(request.socket)
        response.refusal = refusal
        request.url = '/'
        request.headers.host = 'localhost'
      } else if (request.url === '*' && request.method === 'OPTIONS') request.url = '/'
      request.url = removeBasePath(request.url ?? '/', basePath)
      void respond(request, response)
    }
    const refuseOnSocket = (refusal: Problem, socket: Duplex) => {
      const started = current.get(socket)
      // A complete request gets its own response first: the client would take the refusal for it.
      if (started?.req.complete && !started.writableFinished && !started.destroyed && !ending.has(socket))
        return void started.once('close', () => refuseOnSocket(refusal, socket))
      // A request that has its response gets no second one, even if the rest of its body is not valid.
      const isAnswered = () => started?.headersSent === true && !(started.writableFinished && started.req.complete)
      const mayRespond = () => socket.writable && !isAnswered()
      if (!mayRespond()) return void socket.destroy()
      void refuse(refusal, socket).then((response) => respondOnSocket(socket, response, mayRespond))
    }

    const options = { ...limits, ...changes, requireHostHeader: false, ServerResponse: PreparedResponse }
    const server = createServer(options, receive)
    server.maxConnections = maxConnections
    server.timeout = stalledMs
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      if (error.code === 'ECONNRESET') socket.destroy()
      else refuseOnSocket(faultOf(error.code), socket)
    })
    server.on('connect', (_request, socket) => {
      socket.on('error', () => undefined)
      const detail = 'This server is no proxy for other hosts.'
      refuseOnSocket(new Problem('method-not-allowed', { detail, headers: { allow: allMethods } }), socket)
    })
    // Node would request the body immediately. The app requests it later, or responds without it.
    server.on('checkContinue', receive)
    server.on('checkExpectation', (request, response) => receive(request, response, unknownExpectation()))
    server.listen(port, host, () => resolve({ server, port: (server.address() as AddressInfo).port }))
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
