import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RawResponse, sendRaw } from '../../testing/raw-request.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

let server: TestServer
let port: number
let owner: TestClient
let key: string
let readingKey: string
let otherKey: string

beforeAll(async () => {
  server = await startTestServer()
  port = Number(new URL(server.url).port)
  owner = await server.signIn()
  await owner.put('/bots/orders', { name: 'Orders' })
  key = (await owner.post('/service-keys', { name: 'k', botIds: 'all', scopes: ['messages:send', 'bots:write'] })).body
    .key
  await owner.put('/bots/invoices', { name: 'Invoices' })
  const makeKey = async (botId: string, scope: string) =>
    (await owner.post('/service-keys', { name: 'k', botIds: [botId], scopes: [scope] })).body.key
  readingKey = await makeKey('orders', 'messages:read')
  otherKey = await makeKey('invoices', 'messages:send')
})
afterAll(() => server.close())

const head = (line: string, ...headers: string[]) => [line, 'Host: localhost', ...headers, '', ''].join('\r\n')
const signIn = (...headers: string[]) =>
  head('POST /api/v1/session HTTP/1.1', 'Content-Type: application/json', ...headers)
const isRefused = ({ status }: RawResponse) => status === 0 || (status >= 400 && status < 500)

const vectors: [string, string | Buffer][] = [
  ['two lengths that differ', `${signIn('Content-Length: 2', 'Content-Length: 3')}{}x`],
  ['two lengths in one header', `${signIn('Content-Length: 2, 3')}{}`],
  ['a length and chunks', `${signIn('Content-Length: 4', 'Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`],
  ['chunks and a length', `${signIn('Transfer-Encoding: chunked', 'Content-Length: 4')}2\r\n{}\r\n0\r\n\r\n`],
  ['an odd spelling of chunked', `${signIn('Transfer-Encoding: xchunked')}2\r\n{}\r\n0\r\n\r\n`],
  ['chunked twice', `${signIn('Transfer-Encoding: chunked, chunked')}2\r\n{}\r\n0\r\n\r\n`],
  ['chunked before identity', `${signIn('Transfer-Encoding: chunked, identity')}2\r\n{}\r\n0\r\n\r\n`],
  ['a space before the colon', `${signIn('Content-Length : 2')}{}`],
  ['a negative length', `${signIn('Content-Length: -1')}{}`],
  ['a length with a sign', `${signIn('Content-Length: +2')}{}`],
  ['a hexadecimal length', `${signIn('Content-Length: 0x2')}{}`],
  ['a length beyond all numbers', `${signIn('Content-Length: 99999999999999999999')}{}`],
  ['a chunk length that is none', `${signIn('Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`],
  ['a chunk beyond all numbers', `${signIn('Transfer-Encoding: chunked')}ffffffffffffffffff\r\n{}\r\n`],
  ['a folded header', head('GET /api/v1/session HTTP/1.1', 'X-A: b', ' folded')],
  ['a NUL in a header', head('GET /api/v1/session HTTP/1.1', 'X-A: b\0c')],
  ['a NUL in the path', head('GET /api/v1/\0 HTTP/1.1')],
  ['a header without a name', head('GET /api/v1/session HTTP/1.1', ': value')],
  ['a header name with a space', head('GET /api/v1/session HTTP/1.1', 'X A: b')],
  ['only line feeds', 'GET /api/v1/session HTTP/1.1\nHost: localhost\n\n'],
  ['only carriage returns', 'GET /api/v1/session HTTP/1.1\rHost: localhost\r\r'],
  ['no host', 'GET /api/v1/session HTTP/1.1\r\n\r\n'],
  ['two hosts', head('GET /api/v1/session HTTP/1.1', 'Host: evil.example')],
  ['a host with a path', 'GET /api/v1/session HTTP/1.1\r\nHost: localhost/evil\r\n\r\n'],
  ['a host with a user', 'GET /api/v1/session HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n'],
  ['another host', 'GET /api/v1/session HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['an absolute address', head('GET http://evil.example/api/v1/people HTTP/1.1')],
  ['HTTP/0.9', 'GET /api/v1/session\r\n\r\n'],
  ['HTTP/3.7', head('GET /api/v1/session HTTP/3.7')],
  ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a method that is none', head('G\u00cbT /api/v1/session HTTP/1.1')],
  ['an unknown method', head('BREW /api/v1/session HTTP/1.1')],
  ['TRACE', head('TRACE /api/v1/session HTTP/1.1')],
  ['CONNECT', head('CONNECT graph.microsoft.com:443 HTTP/1.1')],
  [
    'another protocol',
    `${head('GET /api/v1/session HTTP/1.1', 'Connection: Upgrade', 'Upgrade: h2c', 'HTTP2-Settings: AAAA')}`,
  ],
  ['TLS', Buffer.from('160301010001fc0303', 'hex')],
  ['noise', Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 73) % 256))],
  ['20 KB of one header', head('GET /api/v1/session HTTP/1.1', `X-A: ${'a'.repeat(20_000)}`)],
  ['20 KB of address', head(`GET /api/v1/session?${'a'.repeat(20_000)} HTTP/1.1`)],
  ['20 KB of cookies', head('GET /api/v1/session HTTP/1.1', `Cookie: ${'a=b; '.repeat(4_000)}`)],
  [
    '2,000 headers',
    head('GET /api/v1/session HTTP/1.1', ...Array.from({ length: 2_000 }, (_, index) => `X-${index}: a`)),
  ],
  ['a backslash in the path', head('GET /api/v1\\..\\people HTTP/1.1')],
  ['a path that climbs', head('GET /../../../../etc/passwd HTTP/1.1')],
  ['a path that climbs, encoded', head('GET /assets/%2e%2e/%2e%2e/%2e%2e/package.json HTTP/1.1')],
  ['broken percent signs', head('GET /api/v1/bots/%zz%e0%a4 HTTP/1.1')],
]

it('shows the version of the product to a probe', async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../../../../package.json'), 'utf8'))
  const answer = await fetch(`${server.url}/healthz`)
  expect(await answer.json()).toEqual({ status: 'ok', version })
})

describe('invalid HTTP', () => {
  it.each(vectors)('is refused or not found: %s', async (_name, bytes) => {
    const answer = await sendRaw(port, bytes, {
      // Ends the connection, since the server may wait for the rest of a request.
      drip: (socket) => socket.end(),
    })
    expect(answer).toSatisfy(isRefused)
    expect(answer.text).not.toMatch(/node_modules|at \w+ \(|root:/)
  })

  it('does not affect the server', async () => {
    expect((await server.anonymous().get('/healthz')).status).toBe(404)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })

  it('gets a problem in the same form as all others', async () => {
    const { status, text } = await sendRaw(port, head('GET /api/v1/session HTTP/1.1', `X-A: ${'a'.repeat(20_000)}`))
    expect(status).toBe(431)
    expect(text).toMatch(/content-type: application\/problem\+json/)
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 431, requestId: expect.any(String) })
  })

  it.each([
    ['chunks in HTTP/1.0', 'HTTP/1.0', ['Transfer-Encoding: chunked', 'Connection: keep-alive']],
    ['a coding before the chunks', 'HTTP/1.1', ['Transfer-Encoding: gzip, chunked']],
    ['an empty coding before the chunks', 'HTTP/1.1', ['Transfer-Encoding: , chunked']],
    ['two headers with codings', 'HTTP/1.1', ['Transfer-Encoding: identity', 'Transfer-Encoding: chunked']],
    ['two hosts', 'HTTP/1.1', ['Host: evil.example', 'Transfer-Encoding: chunked']],
  ])('ends the connection, and nothing after it runs: %s', async (_name, version, headers) => {
    const [first, body] = [head(`POST /api/v1/session ${version}`, ...headers), '{"name": "Hidden"}']
    const second = head(
      'PUT /api/v1/bots/hidden HTTP/1.1',
      `Authorization: Bearer ${key}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    )
    const { text } = await sendRaw(port, `${first}0\r\n\r\n${second}${body}`, {
      until: 'close',
    })
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
    expect((await owner.get('/bots/hidden')).status).toBe(404)
  })

  it('after a valid request leaves that one its own response', async () => {
    const body = JSON.stringify({ email: 'eve@example.com', password: 'correct-horse-battery' })
    const { text } = await sendRaw(
      port,
      `${signIn(`Content-Length: ${body.length}`)}${body}GET / HTTP/1.1\r\nHost localhost\r\n\r\n`,
      { until: 'close' },
    )
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 400'])
  })

  it('never contains a second request in the body of the first', async () => {
    const hidden = head('GET /healthz HTTP/1.1')
    const { text } = await sendRaw(
      port,
      `${signIn(`Content-Length: ${hidden.length}`, 'Connection: close')}${hidden}`,
      { until: 'close' },
    )
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(text).toMatch(/^HTTP\/1\.1 400/)
  })
})

describe('the size of a body', () => {
  const message = (text: string) => JSON.stringify({ to: ['ada@example.com'], subject: 's', text })

  it('is refused by its content-length, before it is read', async () => {
    const big = signIn('Content-Length: 10000000')
    const { status, milliseconds, text } = await sendRaw(port, big)
    expect({ status, text }).toMatchObject({ status: 413, text: expect.stringMatching(/payload-too-large/) })
    expect(milliseconds).toBeLessThan(1_000)
  })

  it('is refused as soon as it exceeds the limit if it has no content-length, and is not collected in memory', async () => {
    const before = process.memoryUsage().rss
    let sent = 0
    const chunk = `10000\r\n${'a'.repeat(65_536)}\r\n`
    const { status } = await sendRaw(port, signIn('Transfer-Encoding: chunked'), {
      drip(socket) {
        const pour = () => {
          while (!socket.destroyed && sent < 1_000_000_000) {
            sent += 65_536
            if (!socket.write(chunk)) return void socket.once('drain', pour)
          }
        }
        pour()
      },
    })
    expect([413, 0]).toContain(status)
    expect(sent).toBeLessThan(50_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
  })

  it.each([
    ['64 KB for everything but messages', '/set-up', 65_537, 413],
    ['64 KB and not a byte less', '/set-up', 65_536, 422],
    ['6 MB for messages', '/bots/orders/messages', 6_000_001, 413],
  ])('is %s', async (_name, path, bytes, status) => {
    const client = createTestClient(server.url, '', key)
    const filler = 'a'.repeat(bytes - JSON.stringify({ token: '' }).length)
    const answer = await client.post(path, JSON.stringify({ token: filler }))
    expect(answer.status).toBe(status)
  })

  it('counts for Graph as well: 4,000,000 bytes', async () => {
    const client = createTestClient(server.url, '', key)
    expect(problemOf(await client.post('/bots/orders/messages', message('a'.repeat(5_000_000)))).slug).toMatch(
      /payload-too-large|not-configured/,
    )
  })
})

describe('a body of a caller who may not send it', () => {
  const send = (...headers: string[]) =>
    head('POST /api/v1/bots/orders/messages HTTP/1.1', 'Content-Type: application/json', ...headers)
  const announced = 'Content-Length: 5900000'

  it.each<[string, () => string, number]>([
    ['nobody', () => send(announced), 401],
    ['nobody, in chunks', () => send('Transfer-Encoding: chunked'), 401],
    ['a key that is none', () => send(announced, 'Authorization: Bearer o365_none'), 401],
    ['a key without the scope', () => send(announced, `Authorization: Bearer ${readingKey}`), 403],
    ['a key for another bot', () => send(announced, `Authorization: Bearer ${otherKey}`), 404],
    [
      'nobody, at a route for people',
      () => head('POST /api/v1/people HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 60000'),
      401,
    ],
  ])('is not waited for: %s', async (_name, request, status) => {
    const answer = await sendRaw(port, request())
    expect(answer.status).toBe(status)
    expect(answer.milliseconds).toBeLessThan(1_000)
  })

  it('ends the connection soon if it does not arrive, and leaves the connection usable if it does', async () => {
    const missing = await sendRaw(port, send(announced), { until: 'close' })
    expect(missing.status).toBe(401)
    expect(missing.milliseconds).toBeLessThan(5_000)

    const hidden = head('GET /api/v1/sign-in-methods HTTP/1.1', 'Connection: close')
    const body = hidden.padEnd(3_000_000, 'a')
    const both = await sendRaw(port, `${send(`Content-Length: ${body.length}`)}${body}${hidden}`, { until: 'close' })
    expect(both.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401', 'HTTP/1.1 200'])
  })

  it('is not requested if its sender waits for that', async () => {
    const waiting = (...headers: string[]) => send(announced, 'Expect: 100-continue', ...headers)
    const refused = await sendRaw(port, waiting(), { until: 'close' })
    expect(refused.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401'])
    const asked = await sendRaw(port, waiting(`Authorization: Bearer ${key}`))
    expect(asked.text).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  })

  it('is refused if its key was revoked while it arrived', async () => {
    const { id, key: shortLived } = (
      await owner.post('/service-keys', { name: 'k', botIds: 'all', scopes: ['messages:send'] })
    ).body
    const body = JSON.stringify({ to: ['ada@example.com'], subject: 's', text: 't' })
    const request = send(`Content-Length: ${body.length}`, `Authorization: Bearer ${shortLived}`)
    const answer = await sendRaw(port, `${request}${body.slice(0, 10)}`, {
      drip: (socket) => void revokeThenSend(id, () => socket.write(body.slice(10))),
    })
    expect(answer.status).toBe(401)
  })

  async function revokeThenSend(id: string, sendRest: () => void) {
    await wait(150)
    await owner.delete(`/service-keys/${id}`)
    sendRest()
  }
})

describe('a body', () => {
  const send = (body: string | Buffer, ...headers: string[]) => {
    const bytes = Buffer.from(body)
    return sendRaw(
      port,
      Buffer.concat([
        Buffer.from(
          head(
            'PUT /api/v1/bots/orders HTTP/1.1',
            `Authorization: Bearer ${key}`,
            `Content-Length: ${bytes.length}`,
            ...headers,
          ),
        ),
        bytes,
      ]),
    )
  }
  const json = 'Content-Type: application/json'

  it.each<[string, string | Buffer, string[], number]>([
    ['as it should be', '{"name":"Orders"}', [json], 200],
    ['with white space around it', ' \r\n\t{"name":"Orders"} ', [json], 200],
    ['in UTF-8, said so', '{"name":"Orders"}', ['Content-Type: application/json; charset=utf-8'], 200],
    ['in UTF-16', Buffer.from('{"name":"Orders"}', 'utf16le'), ['Content-Type: application/json; charset=utf-16'], 415],
    [
      'that is not valid UTF-8',
      Buffer.from([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]),
      [json],
      400,
    ],
    ['with a byte order mark', '\ufeff{"name":"Orders"}', [json], 200],
    ['that is compressed', '{"name":"Orders"}', [json, 'Content-Encoding: gzip'], 415],
    ['as text', '{"name":"Orders"}', ['Content-Type: text/plain'], 415],
    ['as a form', 'name=Orders', ['Content-Type: application/x-www-form-urlencoded'], 415],
    ['of no type', '{"name":"Orders"}', [], 415],
    ['of two types', '{"name":"Orders"}', [json, 'Content-Type: text/plain'], 415],
    ['that is empty', '', [json], 400],
    ['that is cut', '{"name":"Ord', [json], 400],
    ['of two documents', '{"name":"Orders"}{}', [json], 400],
    ['that is no object', '[]', [json], 422],
    ['that is null', 'null', [json], 422],
    ['with a number beyond all numbers', '{"name":1e999}', [json], 422],
    ['with a torn surrogate', '{"name":"\\ud800"}', [json], 422],
    ['with a NUL', '{"name":"a\\u0000b"}', [json], 422],
    ['with a member twice', '{"name":"Bad","name":"Orders"}', [json], 200],
    ['with __proto__', '{"name":"Orders","__proto__":{"role":"owner"}}', [json], 422],
    ['with constructor', '{"name":"Orders","constructor":{"prototype":{}}}', [json], 422],
    ['that is deep', `{"name":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, [json], 422],
    ['with an unknown member', '{"name":"Orders","role":"owner"}', [json], 422],
  ])('%s is handled correctly', async (_name, body, headers, status) => {
    const answer = await send(body, ...headers)
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status })
    expect(answer.text).not.toMatch(/owner"?}|Unexpected|position/)
  })
})

describe('a slow client', () => {
  it('is disconnected, and others are served as usual', { timeout: 20_000 }, async () => {
    const quick = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 }
    const slow = await startTestServer({ emulator: server.emulator, limits: quick })
    try {
      const slowPort = Number(new URL(slow.url).port)
      const drip = (text: string) => (socket: { write(text: string): boolean; destroyed: boolean }) => {
        const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(text)), 40)
      }
      const stuck = [
        ...Array.from({ length: 100 }, () =>
          sendRaw(slowPort, 'GET /api/v1/session HTTP/1.1\r\n', { drip: drip('X-A: b\r\n') }),
        ),
        ...Array.from({ length: 100 }, () => sendRaw(slowPort, signIn('Content-Length: 1000'), { drip: drip(' ') })),
      ]
      const client = slow.anonymous()
      const times: number[] = []
      let isOver = false
      const all = Promise.all(stuck).finally(() => {
        isOver = true
      })
      while (!isOver) {
        const startedAt = performance.now()
        expect((await client.get('/session')).status).toBe(401)
        times.push(performance.now() - startedAt)
        // Fewer than 1,200 a minute, which is the limit of an address.
        await wait(2)
      }
      for (const answer of await all) {
        expect(answer.status).toBe(408)
        expect(answer.milliseconds).toBeLessThan(5_000)
      }
      expect(times.length).toBeGreaterThan(5)
    } finally {
      await slow.close()
    }
  })
})

describe('the address of a client', () => {
  async function addressBehind(hops: number, forwarded: string | undefined): Promise<string> {
    const own = await startTestServer({ emulator: server.emulator, environment: { TRUSTED_PROXY_HOPS: String(hops) } })
    try {
      const client = own.anonymous()
      const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
      await client.post('/session', { email: 'ada@example.com', password: 'wrong-password' }, headers)
      const { auditEvents } = (await (await own.signIn()).get('/audit-events?action=session.refused')).body
      return auditEvents[0].ip
    } finally {
      await own.close()
    }
  }

  it.each([
    [0, '203.0.113.9', '127.0.0.1'],
    [1, undefined, '127.0.0.1'],
    [1, '203.0.113.9', '203.0.113.9'],
    [1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    [2, '192.0.2.7, 198.51.100.1, 203.0.113.9', '198.51.100.1'],
    [3, '203.0.113.9', '127.0.0.1'],
    [1, '2001:db8::1', '2001:db8::1'],
    [1, '2001:0DB8:0:0::1', '2001:db8::1'],
    [1, '::ffff:203.0.113.9', '203.0.113.9'],
    [1, '0:0:0:0:0:FFFF:CB00:7109', '203.0.113.9'],
    [1, '<script>alert(1)</script>', '127.0.0.1'],
    [1, '203.0.113.8:54321', '203.0.113.8'],
    [1, '[2001:db8::1]:443', '2001:db8::1'],
    [1, '[2001:DB8::1]', '2001:db8::1'],
    [1, '"[2001:db8::1]:4711"', '2001:db8::1'],
    [1, '"203.0.113.8"', '203.0.113.8'],
    [1, '[::ffff:203.0.113.8]:443', '203.0.113.8'],
    [1, '[fe80::1%25eth0]:443', 'fe80::1'],
    [1, 'fe80::1%eth0', 'fe80::1'],
    [1, '203.0.113.8:_port', '203.0.113.8'],
    [1, ' 198.51.100.1 ,\t203.0.113.8 , ', '203.0.113.8'],
    [1, '198.51.100.1, unknown', '127.0.0.1'],
    [1, '198.51.100.1, _hidden', '127.0.0.1'],
    [1, '203.0.113.8:54321, 999.1.1.1', '127.0.0.1'],
    [2, '198.51.100.1, unknown, 203.0.113.8:80', '203.0.113.8'],
    [2, '192.0.2.7, 198.51.100.1:1, 203.0.113.8:80', '198.51.100.1'],
    [2, ', 203.0.113.8', '127.0.0.1'],
  ])('is read behind %i proxies: %s is %s', async (hops, forwarded, expected) => {
    expect(await addressBehind(hops, forwarded)).toBe(expected)
  })

  it('is that of the last proxy also if each proxy writes its own header, and never comes from Forwarded', async () => {
    const own = await startTestServer({ emulator: server.emulator, environment: { TRUSTED_PROXY_HOPS: '1' } })
    try {
      const body = '{"email":"ada@example.com","password":"wrong-password"}'
      const json = ['Content-Type: application/json', `Content-Length: ${body.length}`]
      const forged = ['X-Forwarded-For: 198.51.100.1', 'Forwarded: for=198.51.100.2', 'X-Real-IP: 198.51.100.3']
      const ports = Number(new URL(own.url).port)
      const post = (...headers: string[]) =>
        sendRaw(ports, `${head('POST /api/v1/session HTTP/1.1', ...json, ...headers)}${body}`)
      expect((await post(...forged, 'X-Forwarded-For: 203.0.113.8:1')).status).toBe(401)
      expect((await post('Forwarded: for=198.51.100.2', 'X-Real-IP: 198.51.100.3')).status).toBe(401)
      const { auditEvents } = (await (await own.signIn()).get('/audit-events?action=session.refused')).body
      expect(auditEvents.map(({ ip }: { ip: string }) => ip).sort()).toEqual(['127.0.0.1', '203.0.113.8'])
    } finally {
      await own.close()
    }
  })
})

describe('the host name', () => {
  async function statusesOf(environment: Record<string, string>, hosts: string[]): Promise<Record<string, number>> {
    const own = await startTestServer({ emulator: server.emulator, environment })
    try {
      const ownPort = Number(new URL(own.url).port)
      const ask = async (host: string) => {
        const request = `GET /api/v1/bots HTTP/1.1\r\nHost: ${host}\r\n\r\n`
        return [host, (await sendRaw(ownPort, request)).status] as const
      }
      return Object.fromEntries(await Promise.all(hosts.map(ask)))
    } finally {
      await own.close()
    }
  }
  const all = (hosts: string[], status: number) => Object.fromEntries(hosts.map((host) => [host, status]))

  it.each([
    [
      'https://mail.example',
      ['mail.example', 'mail.example:443', 'MAIL.example', 'mail.example.', 'mail.example.:443'],
    ],
    ['http://mail.example', ['mail.example', 'mail.example:80', 'Mail.Example.:80']],
    ['https://Mail.Example.:8443', ['mail.example:8443', 'MAIL.EXAMPLE.:8443']],
    ['https://b\u00fccher.example', ['xn--bcher-kva.example', 'XN--BCHER-KVA.example:443']],
    ['https://[2001:db8::1]', ['[2001:db8::1]', '[2001:DB8:0::1]:443']],
  ])('of %s is accepted in each of its spellings', async (publicUrl, hosts) => {
    const settings = { PUBLIC_URL: publicUrl, HOST: '0.0.0.0' }
    expect(await statusesOf(settings, hosts)).toEqual(all(hosts, 401))
  })

  it.each([
    ['https://mail.example', ['mail.example:80', 'mail.example:8443', 'mail.example..x', 'xmail.example', 'localhost']],
    ['http://mail.example', ['mail.example:443', 'mail.example.evil.example', '127.0.0.1', '[::1]']],
    ['https://mail.example:8443', ['mail.example', 'mail.example:443']],
  ])('other than that of %s is refused', async (publicUrl, hosts) => {
    const settings = { PUBLIC_URL: publicUrl, HOST: '0.0.0.0' }
    expect(await statusesOf(settings, hosts)).toEqual(all(hosts, 403))
  })

  it('in Origin is compared like that in Host', async () => {
    const environment = { PUBLIC_URL: 'https://mail.example' }
    const own = await startTestServer({ emulator: server.emulator, environment })
    try {
      const client = own.anonymous()
      const tryFrom = async (origin: string) =>
        (await client.post('/session', { email: 'ada@example.com', password: 'wrong-password' }, { origin })).status
      for (const origin of ['https://mail.example', 'https://MAIL.example:443', 'https://mail.example.'])
        expect([origin, await tryFrom(origin)]).toEqual([origin, 401])
      for (const origin of [
        'http://mail.example',
        'https://mail.example:80',
        'https://mail.example.evil.example',
        'null',
      ])
        expect([origin, await tryFrom(origin)]).toEqual([origin, 403])
    } finally {
      await own.close()
    }
  })
})
