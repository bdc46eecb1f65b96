import { problems } from '@office365-email/shared/problem'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { sendRaw } from '../../testing/raw-request.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { listen } from './listen.ts'

let server: TestServer
let port: number
let close: () => void
const lines: { route: string; status: number; method?: string; requestId: string; problem?: string }[] = []

beforeAll(async () => {
  server = await startTestServer()
  const logger = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const quick = { headersTimeout: 300, requestTimeout: 400, connectionsCheckingInterval: 50 }
  const own = await listen(createApp({ ...server.dependencies, logger }), { host: '127.0.0.1', port: 0 }, quick)
  port = own.port
  close = () => {
    own.server.closeAllConnections()
    own.server.close()
  }
})
afterAll(async () => {
  close()
  await server.close()
})

const request = (...head: string[]) => `${head.join('\r\n')}\r\n\r\n`
const get = (...headers: string[]) => request('GET /api/v1/session HTTP/1.1', ...headers)
const post = (...headers: string[]) => request('POST /api/v1/session HTTP/1.1', 'Host: localhost', ...headers)
const countOf = async (status: string): Promise<number> => {
  const { text } = await server.dependencies.mail.metrics.render()
  return Number(new RegExp(`http_responses_total\\{status="${status}"\\} (\\d+)`).exec(text)?.[1])
}

describe('a request that is not valid HTTP', () => {
  it.each<[string, string, keyof typeof problems]>([
    ['no host', get(), 'invalid-http'],
    ['an empty host', get('Host:'), 'invalid-http'],
    ['two hosts', get('Host: localhost', 'Host: localhost'), 'invalid-http'],
    ['two hosts in one header', get('Host: localhost, localhost'), 'invalid-http'],
    ['a host with a path', get('Host: localhost/x'), 'invalid-http'],
    ['a host with a user', get('Host: user@localhost'), 'invalid-http'],
    ['a host with a wrong port', get('Host: localhost:port'), 'invalid-http'],
    ['a host with a backslash', get('Host: local\\host'), 'invalid-http'],
    ['a host with a space', get('Host: local host'), 'invalid-http'],
    ['half an IPv6 host', get('Host: [::1'), 'invalid-http'],
    ['no request line', request('hello'), 'invalid-http'],
    ['a method in small letters', request('get /healthz HTTP/1.1', 'Host: localhost'), 'invalid-http'],
    ['another version', request('GET /healthz HTTP/3.7', 'Host: localhost'), 'invalid-http'],
    ['a target that is no address', request('GET healthz HTTP/1.1', 'Host: localhost'), 'invalid-http'],
    ['an absolute address without host', request('GET http:// HTTP/1.1', 'Host: localhost'), 'invalid-http'],
    ['a backslash in the path', request('GET /a\\b HTTP/1.1', 'Host: localhost'), 'invalid-http'],
    ['a folded header', get('Host: localhost', 'X-A: b', ' c'), 'invalid-http'],
    ['a length and chunks', post('Content-Length: 4', 'Transfer-Encoding: chunked'), 'invalid-http'],
    ['two lengths', post('Content-Length: 4', 'Content-Length: 5'), 'invalid-http'],
    ['an odd length', post('Content-Length: 0x4'), 'invalid-http'],
    ['an odd encoding', post('Transfer-Encoding: chunked, x'), 'invalid-http'],
    ['long headers', get('Host: localhost', `X-A: ${'a'.repeat(20_000)}`), 'headers-too-large'],
    ['a long address', request(`GET /${'a'.repeat(20_000)} HTTP/1.1`, 'Host: localhost'), 'headers-too-large'],
    ['an unknown expectation', post('Content-Length: 2', 'Expect: the-moon'), 'expectation-failed'],
    ['a tunnel', request('CONNECT graph.microsoft.com:443 HTTP/1.1', 'Host: localhost'), 'method-not-allowed'],
    ['a head that does not end', 'GET /healthz HTTP/1.1\r\nHost: loc', 'request-timeout'],
  ])(
    'gets a problem that says what to do, with all headers, and is logged and counted: %s',
    async (_name, text, slug) => {
      const before = { lines: lines.length, count: await countOf('4xx') }
      const answer = await sendRaw(port, text)
      const [head = '', body = ''] = answer.text.split('\r\n\r\n')
      const problem = JSON.parse(body)
      const { status, title } = problems[slug]
      expect(problem).toEqual({
        ...{ type: `/problems/${slug}`, title, status, detail: expect.stringMatching(/^[A-Z].{9,}/) },
        requestId: expect.any(String),
      })
      expect(answer.status).toBe(status)
      expect(head).toMatch(/^content-type: application\/problem\+json$/im)
      expect(head).toMatch(/^content-security-policy: default-src 'none'/im)
      expect(head).toMatch(/^x-content-type-options: nosniff$/im)
      expect(head).toMatch(new RegExp(`^x-request-id: ${problem.requestId}$`, 'im'))
      expect(head.match(/^(content-length|connection|date):/gim)?.length).toBe(3)
      expect(lines.slice(before.lines)).toMatchObject([
        { route: 'none', status, requestId: problem.requestId, problem: slug },
      ])
      expect(await countOf('4xx')).toBe(before.count + 1)
    },
  )

  it('is one fault also if it is a chunk of a body, and gets one response', async () => {
    const answer = await sendRaw(
      port,
      `${post('Content-Type: application/json', 'Transfer-Encoding: chunked')}zz\r\n`,
      {
        until: 'close',
      },
    )
    expect(answer.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
    expect(answer.text).toMatch(/application\/problem\+json/)
  })

  it('does not end the server if its sender hangs up', async () => {
    await sendRaw(port, request('CONNECT a:1 HTTP/1.1', 'Host: localhost'), {
      drip: (socket) => socket.resetAndDestroy(),
    })
    await sendRaw(port, 'hello\r\n\r\n', { drip: (socket) => socket.resetAndDestroy() })
    expect((await sendRaw(port, request('GET /healthz HTTP/1.1', 'Host: localhost'))).status).toBe(200)
  })
})

it.each([
  ['the absolute form', request('GET http://localhost/healthz HTTP/1.1', 'Host: localhost'), 200],
  [
    'the absolute form of another host',
    request('GET http://evil.example/api/v1/bots HTTP/1.1', 'Host: localhost'),
    403,
  ],
  ['a path with two slashes', request('GET //healthz HTTP/1.1', 'Host: localhost'), 404],
  ['HTTP/1.0 without host, as some probes send', request('GET /healthz HTTP/1.0'), 200],
  ['HTTP/1.0 without host', request('GET /api/v1/bots HTTP/1.0'), 403],
  ['another spelling of the host', request('GET /api/v1/bots HTTP/1.1', 'Host: LOCALHOST.'), 401],
  ['an IPv6 host', request('GET /api/v1/bots HTTP/1.1', 'Host: [0:0::1]:8080'), 401],
  ['a host with an empty port', request('GET /api/v1/bots HTTP/1.1', 'Host: localhost:'), 401],
  ['TRACE', request('TRACE /healthz HTTP/1.1', 'Host: localhost'), 405],
  ['a NUL in the path', request('GET /api/v1/bots/%00 HTTP/1.1', 'Host: localhost'), 401],
  ['a broken percent sign', request('GET /api/v1/bots/%zz HTTP/1.1', 'Host: localhost'), 401],
])('%s has the right status', async (_name, text, status) => {
  expect((await sendRaw(port, text)).status).toBe(status)
})

it.each([
  ['/healthz', 'GET, HEAD, OPTIONS'],
  ['/api/v1/session', 'GET, HEAD, POST, DELETE, OPTIONS'],
  ['/api/v1/bots/orders/messages', 'POST, GET, HEAD, OPTIONS'],
])('OPTIONS of %s names the methods', async (path, allow) => {
  const { status, text } = await sendRaw(port, request(`OPTIONS ${path} HTTP/1.1`, 'Host: localhost'))
  expect(status).toBe(204)
  const named = /^allow: (.*)$/im.exec(text)?.[1]?.trim().split(', ')
  expect(named?.sort()).toEqual(allow.split(', ').sort())
})

it('logs the pattern of the route, never the path', async () => {
  const routeOf = async (method: string, path: string) => {
    await sendRaw(port, request(`${method} ${path} HTTP/1.1`, 'Host: localhost'))
    return lines.at(-1)?.route
  }
  expect(await routeOf('GET', '/api/v1/bots/orders/office365')).toBe('/api/v1/bots/:botId/office365')
  expect(await routeOf('HEAD', '/api/v1/bots/orders/messages?limit=1')).toBe('/api/v1/bots/:botId/messages')
  expect(await routeOf('POST', '/api/v1/bots/orders/office365/reset')).toBe('/api/v1/bots/:botId/office365/reset')
  expect(await routeOf('PATCH', '/api/v1/bots/orders')).toBe('/api/v1/bots/:botId')
  expect(await routeOf('GET', '/readyz')).toBe('/readyz')
  expect(await routeOf('GET', '/api/docs/start.js')).toBe('/api/docs/start.js')
  expect(await routeOf('GET', '/api/v1/secret-path')).toBe('none')
  expect(await routeOf('GET', '/secret-path')).toBe('none')
})
