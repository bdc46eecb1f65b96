import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from '../../testing/raw-request.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'

let server: TestServer
let owner: TestClient
let key: string
let port: number
beforeAll(async () => {
  server = await startTestServer()
  port = Number(new URL(server.url).port)
  owner = await server.signIn()
  await owner.put('/bots/orders', { name: 'Orders' })
  key = (await owner.post('/service-keys', { name: 'k', botIds: 'all', scopes: ['configuration:write', 'bots:write'] }))
    .body.key
})
afterAll(() => server.close())

/** Sends a request with the key and returns its response and problem. */
async function send(line: string, body: string | Buffer, ...headers: string[]) {
  const bytes = Buffer.from(body)
  const length = headers.some((header) => /^transfer-encoding/i.test(header)) ? [] : [`Content-Length: ${bytes.length}`]
  const head = [`${line} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${key}`, ...length, ...headers, '', '']
  const answer = await sendRaw(port, Buffer.concat([Buffer.from(head.join('\r\n')), bytes]))
  const slug = /"type":"\/problems\/([\w-]+)"/.exec(answer.text)?.[1]
  const header = (name: string) => new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(answer.text)?.[1]
  return { status: answer.status, slug, header, text: answer.text }
}
const json = 'Content-Type: application/json'

describe('a route without a body', () => {
  const reset = 'POST /api/v1/bots/orders/office365/reset'
  it.each<[string, string | Buffer, string[], number, string | undefined]>([
    ['nothing', '', [], 409, 'not-configured'],
    ['nothing, as JSON', '', [json], 409, 'not-configured'],
    ['an empty object', '{}', [json], 409, 'not-configured'],
    ['an empty object in chunks', '2\r\n{}\r\n0\r\n\r\n', [json, 'Transfer-Encoding: chunked'], 409, 'not-configured'],
    ['no chunks', '0\r\n\r\n', ['Transfer-Encoding: chunked', json], 409, 'not-configured'],
    ['white space', ' \r\n', [json], 409, 'not-configured'],
    ['a member', '{"force":true}', [json], 422, 'invalid-request'],
    ['a list', '[]', [json], 422, 'invalid-request'],
    ['null', 'null', [json], 422, 'invalid-request'],
    ['a text', '"x"', [json], 422, 'invalid-request'],
    ['half an object', '{', [json], 400, 'invalid-json'],
    ['a form', 'a=b', ['Content-Type: application/x-www-form-urlencoded'], 415, 'unsupported-media-type'],
    ['something of no type', 'a', [], 415, 'unsupported-media-type'],
    ['too much', ' '.repeat(70_000), [json], 413, 'payload-too-large'],
  ])('of the method POST, with %s', async (_name, body, headers, status, slug) => {
    expect(await send(reset, body, ...headers)).toMatchObject({ status, slug })
  })

  it('of the method DELETE or GET is the same', async () => {
    const path = '/api/v1/bots/orders/office365/reset'
    expect(await send(`DELETE ${path}`, '{"force":true}', json)).toMatchObject({ status: 422 })
    expect(await send(`DELETE ${path}`, '{}', json)).toMatchObject({ slug: 'not-configured' })
    expect(await send('GET /api/v1/bots', '{"a":1}', json)).toMatchObject({ status: 422, slug: 'invalid-request' })
    expect(await send('GET /api/v1/bots', '0\r\n\r\n', 'Transfer-Encoding: chunked')).toMatchObject({ status: 422 })
    expect(await send('GET /api/v1/bots', '', json)).toMatchObject({ status: 200 })
    expect(problemOf(await owner.request('DELETE', '/session', { body: { all: true } })).status).toBe(422)
    expect((await owner.get('/session')).status).toBe(200)
  })
})

describe('a body', () => {
  const put = (body: string | Buffer, ...headers: string[]) => send('PUT /api/v1/bots/orders', body, ...headers)
  const body = '{"name":"Orders"}'

  it.each([
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json ; charset=utf8 ; profile=x',
    'application/json; odata=verbose; charset=utf-8',
    'application/json;',
    'text/json',
    'text/json; charset=us-ascii',
    'application/problem+json',
    'application/vnd.api+json',
    'application/merge-patch+json; charset=utf-8',
  ])('is read as %s', async (type) => {
    expect(await put(body, `Content-Type: ${type}`)).toMatchObject({ status: 200 })
  })

  it.each([
    ['text/plain', 'accept', 'application/json'],
    ['application/jsonp', 'accept', 'application/json'],
    ['application/json, text/plain', 'accept', 'application/json'],
    ['application/xml', 'accept', 'application/json'],
    ['multipart/form-data; boundary=json', 'accept', 'application/json'],
    ['application/json; charset=utf-16', 'accept', 'application/json'],
    ['application/json; charset="ISO-8859-1"', 'accept', 'application/json'],
  ])('of the type %s is refused, with what is accepted', async (type, name, value) => {
    const answer = await put(body, `Content-Type: ${type}`)
    expect(answer).toMatchObject({ status: 415, slug: 'unsupported-media-type' })
    expect(answer.header(name)).toBe(value)
    expect(answer.text).toMatch(type.includes('charset') ? /UTF-8/ : /Content-Type: application\/json/)
  })

  it.each(['gzip', 'br', 'deflate', 'identity, gzip', 'GZIP'])('in the coding %s is refused', async (coding) => {
    const answer = await put(body, json, `Content-Encoding: ${coding}`)
    expect(answer).toMatchObject({ status: 415, slug: 'unsupported-media-type' })
    expect(answer.header('accept-encoding')).toBe('identity')
  })

  it('may be in the coding identity, and begin with a byte order mark', async () => {
    expect(await put(body, json, 'Content-Encoding: Identity')).toMatchObject({ status: 200 })
    expect(await put(`\ufeff${body}`, json)).toMatchObject({ status: 200 })
    expect(await put(`\ufeff\ufeff${body}`, json)).toMatchObject({ status: 400, slug: 'invalid-json' })
    expect(await put(Buffer.from(`\ufeff${body}`, 'utf16le'), json)).toMatchObject({
      status: 400,
      slug: 'invalid-json',
    })
  })

  it.each(['text/html', 'application/xml', 'image/png;q=1, application/json;q=0'])(
    'is answered with JSON also if the client accepts only %s',
    async (accept) => {
      const answer = await put(body, json, `Accept: ${accept}`)
      expect(answer.status).toBe(200)
      expect(answer.header('content-type')).toBe('application/json')
    },
  )
})

describe('a service key', () => {
  const get = async (headers: Record<string, string>, query = '') => {
    const response = await fetch(`${server.url}/api/v1/bots${query}`, { headers })
    const authenticate = response.headers.get('www-authenticate')
    const detail = response.ok ? '' : /"detail":"([^"]*)"/.exec(await response.text())?.[1]
    return { status: response.status, authenticate, detail }
  }

  it.each<[string, () => Record<string, string>]>([
    ['in capitals', () => ({ authorization: `BEARER ${key}` })],
    ['in small letters', () => ({ authorization: `bearer ${key}` })],
    ['with spaces around it', () => ({ authorization: `Bearer   ${key}  ` })],
  ])('is accepted %s', async (_name, headers) => {
    expect(await get(headers())).toMatchObject({ status: 200 })
  })

  it.each<[string, () => Record<string, string>, string]>([
    ['without Bearer', () => ({ authorization: key }), ''],
    ['as Token', () => ({ authorization: `Token ${key}` }), ''],
    ['as Basic', () => ({ authorization: `Basic ${btoa(`x:${key}`)}` }), ''],
    ['with Bearer twice', () => ({ authorization: `Bearer Bearer ${key}` }), ''],
    ['as X-API-Key', () => ({ 'x-api-key': key }), ''],
    ['in the query', () => ({}), '?api_key='],
    ['in the query, as a token', () => ({}), '?access_token='],
  ])('is refused %s, with the right form', async (_name, headers, query) => {
    const { status, authenticate, detail } = await get(headers(), query && `${query}${key}`)
    expect(status).toBe(401)
    expect(authenticate).toMatch(/^Bearer/)
    expect(detail).toMatch(/Authorization: Bearer <key>/)
    expect(detail).not.toContain(key)
  })

  it.each(['\u00e2\u0080\u008b', '\u00c2\u00a0', '"', '\u00ef\u00bb\u00bf'])(
    'with a stray character says so: %j',
    async (stray) => {
      const { status, detail } = await get({ authorization: `Bearer ${key}${stray}` })
      expect({ status, detail }).toMatchObject({ status: 401, detail: expect.stringMatching(/invisible or special/) })
    },
  )
})

it('answers HEAD like GET, without a body', async () => {
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/v1/bots', '/api/v1/openapi.json', '/api/v1/nowhere']) {
    const [got, asked] = await Promise.all(
      ['GET', 'HEAD'].map((method) =>
        fetch(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${key}` } }),
      ),
    )
    expect([path, asked?.status, asked?.headers.get('content-type')]).toEqual([
      path,
      got?.status,
      got?.headers.get('content-type'),
    ])
    expect(await asked?.text()).toBe('')
  }
})
