import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates, type TlsOptions } from 'node:tls'
import { generate } from 'selfsigned'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttpClient, type HttpClient } from './http-client.ts'

let certificate: { key: string; cert: string }
let server: Server | undefined
let client: HttpClient | undefined
let url: URL

beforeAll(async () => {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  certificate = { key: made.private, cert: made.cert }
  setDefaultCACertificates([...getCACertificates('default'), made.cert])
})
afterEach(async () => {
  await client?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

interface Counts {
  whole: number
  connections: number
}

/**
 * Responds with 202 to every complete request. The test decides what happens to the connection afterward. After a longer
 * handshake, the client holds the last byte back for longer, which leaves time for a close to arrive: the server and its
 * clients share a process.
 */
async function startServer(
  afterAnswer: (socket: Socket, counts: Counts) => void,
  { handshakeMs = 0 } = {},
): Promise<Counts> {
  const counts: Counts = { whole: 0, connections: 0 }
  const SNICallback: TlsOptions['SNICallback'] = (_name, done) => void setTimeout(done, handshakeMs, null)
  server = createServer({ ...certificate, SNICallback, keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume().on('end', () => {
      counts.whole += 1
      response.writeHead(202, { 'content-length': '0' }).end(() => afterAnswer(request.socket, counts))
    })
  })
  server.on('secureConnection', () => {
    counts.connections += 1
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/v1.0/users/x/sendMail`)
  client = createHttpClient()
  return counts
}

const post = async (bytes = 2_000) =>
  await client?.request({ method: 'POST', url, headers: {}, body: Buffer.alloc(bytes, 'x'), deadlineMs: 10_000 })

it('ends a request whose connection is not made yet, without an error, when the client is closed', async () => {
  await startServer(() => undefined)
  const result = post()
  await client?.close()
  expect(await result).toEqual({ kind: 'not-sent', endedBy: 'stop' })
})

describe('a server that closes idle connections at random', () => {
  const rounds = process.env['TEST_LONG'] ? 1_000 : 300

  /** Closes an idle connection at a random moment, if no further request has begun to arrive on it. */
  const closeAtRandom = (longestMs: number, destroy: boolean) => (socket: Socket) => {
    const timer = setTimeout(() => (destroy ? socket.destroy() : socket.end()), Math.random() * longestMs)
    socket.once('data', () => clearTimeout(timer))
  }

  it.each([
    ['politely, within 3 ms', 3, false],
    ['politely, within 30 ms', 30, false],
    ['by destroying them, within 3 ms', 3, true],
    ['by destroying them, within 30 ms', 30, true],
  ])(
    'never makes a message unknown, one after the other (%s)',
    async (_name, longestMs, destroy) => {
      const counts = await startServer(closeAtRandom(longestMs, destroy), { handshakeMs: 20 })
      const results: string[] = []
      for (let round = 0; round < rounds; round += 1) {
        results.push((await post())?.kind ?? 'none')
        if (round % 3 === 0) await wait(Math.random() * longestMs)
      }
      expect(results.filter((kind) => kind !== 'response')).toEqual([])
      expect(counts.whole).toBe(rounds)
      expect(counts.connections).toBeGreaterThan(5)
    },
    120_000,
  )

  it('never makes a message unknown, four at a time', async () => {
    // So soon that a hundred reuses in a row, after which the origin would be trusted, do not happen by chance.
    const counts = await startServer(closeAtRandom(4, true), { handshakeMs: 40 })
    const one = async () => {
      for (let round = 0; round < rounds / 4; round += 1) expect((await post())?.kind).toBe('response')
    }
    await Promise.all([one(), one(), one(), one()])
    expect(counts.whole).toBe(rounds)
  }, 120_000)
})

describe('a connection', () => {
  it('is used again, even after six idle seconds', async () => {
    const counts = await startServer(() => undefined)
    for (let round = 0; round < 20; round += 1) {
      expect((await post())?.kind).toBe('response')
      await wait(5)
    }
    if (process.env['TEST_LONG']) {
      await wait(6_000)
      await post()
    }
    expect(counts.connections).toBe(1)
  }, 30_000)

  it('carries megabytes whole', async () => {
    const counts = await startServer(() => undefined)
    for (let round = 0; round < 3; round += 1)
      expect(await post(3_900_000)).toMatchObject({ kind: 'response', status: 202 })
    expect(counts.whole).toBe(3)
  })
})

it('reports not-sent for a large request that broke off while it was written', async () => {
  server = createServer(certificate)
  server.on('request', (request) => request.socket.destroy())
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/`)
  client = createHttpClient()
  expect(await post(3_900_000)).toMatchObject({ kind: 'not-sent' })
})

it('reports not-sent if the connection breaks before the last byte, and no other can be made', async () => {
  await startServer(() => undefined, { handshakeMs: 400 })
  expect((await post())?.kind).toBe('response')
  await wait(5)
  const second = post()
  await wait(10)
  server?.close()
  server?.closeAllConnections()
  expect(await second).toMatchObject({ kind: 'not-sent', code: 'ECONNREFUSED' })
})

it('reports no-response for a complete request without a response', async () => {
  server = createServer(certificate)
  server.on('request', (request) => request.resume().on('end', () => request.socket.destroy()))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  url = new URL(`https://localhost:${(server.address() as AddressInfo).port}/`)
  client = createHttpClient()
  expect(await post()).toMatchObject({ kind: 'no-response' })
})

it('reports not-sent if no server listens', async () => {
  url = new URL('https://localhost:1/')
  client = createHttpClient()
  expect(await post()).toMatchObject({ kind: 'not-sent', code: 'ECONNREFUSED' })
})
