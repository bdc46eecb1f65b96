import { createHmac, createPublicKey } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import type { JWTPayload } from 'jose'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendRaw } from '../../testing/raw-request.ts'
import {
  type HostKey,
  hostEnvironment,
  makeHostKey,
  signHostToken,
  startTestHost,
  type TestHost,
} from '../../testing/start-host.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf } from '../../testing/test-client.ts'

let host: TestHost
let key: HostKey
let server: TestServer

beforeAll(async () => {
  key = await makeHostKey('first')
  host = await startTestHost([key])
  server = await startTestServer({ environment: hostEnvironment(host.url) })
  const local = await server.signIn()
  for (const id of ['orders', 'invoices']) await local.put(`/bots/${id}`, { name: id })
})
afterAll(async () => {
  await server.close()
  await host.close()
})
beforeEach(() => {
  host.keys = [key]
  host.respond = undefined
})
afterEach(() => {
  vi.useRealTimers()
})

const admin: JWTPayload = {
  sub: 'grace',
  name: 'Grace Hopper',
  email: 'grace@example.com',
  role: 'admin',
  bots: ['orders'],
}
const owner: JWTPayload = { ...admin, sub: 'ada', name: 'Ada', role: 'owner' }
const sign = (claims: Record<string, unknown> = {}, signer = key) => signHostToken(signer, { ...admin, ...claims })
const seconds = () => Math.floor(Date.now() / 1_000)

const ask = (token: string, path = '/session', { on = server, ...options }: Options = {}) => {
  const { method = 'GET', body, headers = {} } = options
  return on.anonymous().request(method, path, {
    headers: { 'x-host-token': token, ...headers },
    ...(body !== undefined && { body }),
  })
}
interface Options {
  on?: TestServer
  method?: string
  body?: unknown
  headers?: Record<string, string>
}
const slugFor = async (token: string, path?: string, options?: Options) =>
  problemOf(await ask(token, path, options)).slug

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function signWithSecret(header: object, claims: JWTPayload, secret: string | Uint8Array) {
  const content = `${encode(header)}.${encode({ iss: 'https://dashboard.example', aud: 'office365-email', exp: seconds() + 300, ...claims })}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}
/** The time at which keys are read again, even if no token names an unknown one. */
function advancePastCache() {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 })
}
const waitForPause = () => new Promise((resolve) => setTimeout(resolve, 1_100))

describe('the token of a host', () => {
  it('signs a person in, who is stored nowhere', async () => {
    const { status, body } = await ask(await sign())
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        user: { id: 'host:grace', email: 'grace@example.com', name: 'Grace Hopper', role: 'admin', botIds: ['orders'] },
      },
    })
    expect(await server.sql('select * from people')).toHaveLength(1)
  })

  it('gives an owner every bot, and an admin those that it names', async () => {
    expect((await ask(await sign(owner))).body.user).toMatchObject({ role: 'owner', botIds: 'all' })
    expect((await ask(await sign({ bots: 'all' }))).body.user.botIds).toBe('all')
    expect((await ask(await sign(), '/bots/orders')).status).toBe(200)
    expect((await ask(await sign(), '/bots/invoices')).status).toBe(404)
  })

  it.each([[undefined], ['orders'], [7], [null], [{ orders: true }], [true]])(
    'gives an admin no bots if it names none in a list: %j',
    async (bots) => {
      const token = await sign({ bots })
      expect((await ask(token)).body.user.botIds).toEqual([])
      expect((await ask(token, '/bots/orders')).status).toBe(404)
    },
  )

  it('reads bots as IDs or with their names, and ignores what cannot be one', async () => {
    const bots = [
      'orders',
      { id: 'invoices', name: 'Invoices' },
      'Not An ID',
      7,
      null,
      { name: 'no ID' },
      ['orders'],
      '__proto__',
    ]
    expect((await ask(await sign({ bots }))).body.user.botIds).toEqual(['orders', 'invoices'])
  })

  it('reads the role as a text or in a list', async () => {
    const roleOf = async (role: unknown) => (await ask(await sign({ role }))).body.user.role
    expect(await roleOf(['staff', 'admin'])).toBe('admin')
    expect(await roleOf(['admin', 'owner'])).toBe('owner')
  })

  it.each([[undefined], ['staff'], ['Owner'], [[]], [['staff', 7]], [[['owner']]], [{ owner: true }], [1], [null]])(
    'refuses a person without a role that counts here: %j',
    async (role) => {
      const answer = await ask(await sign({ role }))
      expect(problemOf(answer)).toMatchObject({ status: 403, slug: 'forbidden' })
      expect(answer.body.detail).toContain('claim role')
    },
  )

  it('decides each request anew: a changed role counts from the next one', async () => {
    expect((await ask(await sign({ role: 'owner' }), '/people')).status).toBe(200)
    expect((await ask(await sign({ role: 'admin' }), '/people')).status).toBe(403)
  })

  it('falls back to the address and then to the subject if there is no name', async () => {
    const nameOf = async (claims: JWTPayload) => (await ask(await sign(claims))).body.user.name
    expect(await nameOf({ name: ' \u202e\u200b ' })).toBe('grace@example.com')
    expect(await nameOf({ name: ['Grace'], email: 'not an address' })).toBe('grace')
    expect(await nameOf({ name: 'Grace\u202e\nHopper\0 ' })).toBe('Grace Hopper')
    expect(await nameOf({ name: '\ud800x' })).toBe('\ufffdx')
    expect((await nameOf({ name: '😀'.repeat(500) })).length).toBe(200)
  })

  it.each([
    [''],
    ['gra\0ce'],
    ['gra\u202ece'],
    ['gra\u00a0ce'],
    [' grace'],
    ['grace '],
    [' '],
    [7],
    [['grace']],
    [undefined],
    [null],
    ['\ud800'],
  ])('refuses a subject that is not 1 to 255 visible characters: %j', async (sub) => {
    const token = await signHostToken(key, { ...admin, ...({ sub } as object) })
    expect(await slugFor(token)).toBe('not-signed-in')
  })

  it('refuses a long subject, and accepts other letters in it', async () => {
    expect(await slugFor(await sign({ sub: 'a'.repeat(256) }))).toBe('not-signed-in')
    expect((await ask(await sign({ sub: 'a'.repeat(255) }))).status).toBe(200)
    expect((await ask(await sign({ sub: 'grâce@例え 1' }))).body.user.id).toBe('host:grâce@例え 1')
  })
})

describe('a token is refused', () => {
  it.each<[string, () => Record<string, unknown>]>([
    ['that has expired', () => ({ exp: seconds() - 31 })],
    ['that is not valid yet', () => ({ nbf: seconds() + 40 })],
    ['without an end', () => ({ exp: undefined })],
    ['whose end is a text', () => ({ exp: `${seconds() + 300}` })],
    ['of another issuer', () => ({ iss: 'https://dashboard.example/' })],
    ['without an issuer', () => ({ iss: undefined })],
    ['with a list of issuers', () => ({ iss: ['https://dashboard.example'] })],
    ['for another audience', () => ({ aud: 'office365-email-2' })],
    ['for other audiences', () => ({ aud: ['a', 'OFFICE365-EMAIL'] })],
    ['without an audience', () => ({ aud: undefined })],
  ])('%s', async (_, change) => {
    expect(problemOf(await ask(await sign(change())))).toMatchObject({ status: 401, slug: 'not-signed-in' })
  })

  it('not because it is also for others', async () => {
    expect((await ask(await sign({ aud: ['other', 'office365-email'] }))).status).toBe(200)
  })

  it('not because of 30 seconds between two clocks', async () => {
    expect((await ask(await sign({ exp: seconds() - 20 }))).status).toBe(200)
    expect((await ask(await sign({ nbf: seconds() + 20 }))).status).toBe(200)
  })

  it('that another key signed, even under the name of this one', async () => {
    const forger = await makeHostKey('first')
    expect(await slugFor(await sign({}, forger))).toBe('not-signed-in')
  })

  it('that brings its own key, or says where to find one', async () => {
    const forger = await makeHostKey('first')
    const elsewhere = await startTestHost([forger])
    for (const header of [
      { jwk: forger.publicJwk },
      { jku: elsewhere.url },
      { x5u: elsewhere.url, x5c: ['AAAA'] },
      { jku: elsewhere.url, kid: elsewhere.url },
      { kid: '../../../../dev/null' },
      { kid: '__proto__' },
    ])
      expect(await slugFor(await signHostToken(forger, admin, header))).toBe('not-signed-in')
    expect(elsewhere.reads).toBe(0)
    await elsewhere.close()
  })

  it('that needs something this server does not know', async () => {
    const [, claims] = (await sign()).split('.')
    for (const header of [
      { alg: 'none' },
      { alg: 'None', kid: 'first' },
      { alg: 'ES256', kid: 'first', crit: ['exp'], exp: 1 },
      { alg: 'ES256', kid: 'first', b64: false, crit: ['b64'] },
      { alg: ['ES256'], kid: 'first' },
      { alg: 'ES256', kid: ['first'] },
    ])
      for (const signature of ['', 'AAAA'])
        expect(await slugFor(`${encode(header)}.${claims}.${signature}`)).toBe('not-signed-in')
    expect(await slugFor(await signHostToken(key, admin, { crit: ['b64'], b64: true }))).not.toBe('internal')
  })

  it('that the public key signed as a shared secret', async () => {
    const pem = createPublicKey({ key: key.publicJwk, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString()
    for (const secret of [pem, pem.trim(), JSON.stringify(key.publicJwk), key.publicJwk.x ?? ''])
      expect(await slugFor(signWithSecret({ alg: 'HS256', kid: 'first' }, admin, secret))).toBe('not-signed-in')
  })

  it('that a shared secret signed, even one that the host publishes', async () => {
    const secret = Buffer.alloc(32, 7)
    const shared = { ...key, publicJwk: { kty: 'oct', kid: 'shared', k: secret.toString('base64url'), alg: 'HS256' } }
    host.keys = [shared, key]
    await waitForPause()
    for (const kid of ['shared', 'first'])
      expect(await slugFor(signWithSecret({ alg: 'HS256', kid }, admin, secret))).toBe('not-signed-in')
    expect(await slugFor(await signHostToken({ ...key, kid: 'shared' }, admin))).toBe('not-signed-in')
    expect((await ask(await sign())).status).toBe(200)
  })

  it.each([
    [''],
    [' '],
    ['a.b.c'],
    ['a.b'],
    ['....'],
    ['Bearer '],
    ['Basic YTpi'],
    ['eyJhbGciOiJFUzI1NiJ9..AAAA'],
    ['{"payload":"e30","signatures":[]}'],
  ])('that is none: %j', async (token) => {
    expect(await slugFor(token)).toBe('not-signed-in')
  })

  it('also after Bearer, which some proxies write', async () => {
    expect((await ask(`Bearer ${await sign()}`)).status).toBe(200)
    expect(await slugFor(`Bearer ${await sign({ aud: 'other' })}`)).toBe('not-signed-in')
  })

  it('that is very long, or longer than all headers may be', async () => {
    expect(await slugFor(`${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.c`)).toBe('not-signed-in')
    expect((await ask(await sign({ padding: 'x'.repeat(20_000) }))).status).toBe(431)
  })

  it('that only looks signed', async () => {
    const [header = '', claims = '', signature = ''] = (await sign()).split('.')
    const zeros = Buffer.alloc(64).toString('base64url')
    const deep = Buffer.from('['.repeat(5_000)).toString('base64url')
    const twice = Buffer.from('{"alg":"none","kid":"first","alg":"ES256"}').toString('base64url')
    const others = encode({ sub: 'ada', role: 'owner' })
    for (const token of [
      `${header}.${claims}.${zeros}`,
      `${header}.${claims}.`,
      `${header}.${claims}.${signature}.`,
      `${header}.${claims}.${signature}AA`,
      `${header}.${others}.${signature}`,
      `${header}..${signature}`,
      `${deep}.${claims}.${signature}`,
      `${twice}.${claims}.${signature}`,
      `${header}.${claims}.${signature}.a.b`,
      `${encode({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`,
      `${encode({ alg: 'RS256', kid: 'first' })}.${claims}.${signature}`,
      `${encode({ alg: 'ES384', kid: 'first' })}.${claims}.${signature}`,
      `${encode(null)}.${claims}.${signature}`,
      `${encode('ES256')}.${claims}.${signature}`,
    ])
      expect([token, await slugFor(token)]).toEqual([token, 'not-signed-in'])
  })

  it('whose claims are no object', async () => {
    const { CompactSign } = await import('jose')
    for (const content of ['[]', '"x"', 'null', '{', '{"sub":"grace"}\0', '\ufeff{}'])
      expect(
        await slugFor(
          await new CompactSign(new TextEncoder().encode(content))
            .setProtectedHeader({ alg: 'ES256', kid: 'first' })
            .sign(key.privateKey),
        ),
      ).toBe('not-signed-in')
  })

  it('that was sent twice', async () => {
    const [token, port] = [await sign(), Number(new URL(server.url).port)]
    const send = async (...lines: string[]) => {
      const head = [
        'GET /api/v1/session HTTP/1.1',
        `Host: localhost:${new URL(server.dependencies.config.publicUrl).port || 80}`,
      ]
      return (await sendRaw(port, [...head, ...lines, 'Connection: close', '', ''].join('\r\n'))).status
    }
    expect(await send(`X-Host-Token: ${token}`)).toBe(200)
    expect(await send(`X-Host-Token: ${token}`, `x-host-token: ${token}`)).toBe(401)
    expect(await send(`X-Host-Token: ${token}, ${token}`)).toBe(401)
    expect(await send('X-Host-Token:', `X-Host-Token: ${token}`)).toBe(401)
    expect(await send(`X_Host_Token: ${token}`)).toBe(401)
  })

  it('even if the request has a good cookie, and a good one wins over the cookie', async () => {
    const local = await server.signIn()
    const send = (token: string) => local.request('GET', '/session', { headers: { 'x-host-token': token } })
    expect(problemOf(await send(await sign({ exp: seconds() - 60 })))).toMatchObject({ status: 401 })
    expect(problemOf(await send(''))).toMatchObject({ status: 401 })
    expect((await send(await sign())).body.user.id).toBe('host:grace')
    expect((await local.get('/session')).body.user.email).toBe('ada@example.com')
  })

  it('but the sign-in methods and intake links respond, because they are the same for everyone', async () => {
    for (const token of [await sign({ exp: seconds() - 60 }), await sign({ role: 'staff' }), ''])
      expect((await ask(token, '/sign-in-methods')).body).toEqual({
        password: true,
        identityProvider: false,
        hostSignInUrl: null,
      })
    const intake = { method: 'POST', body: { token: 'x'.repeat(43) } }
    expect(await slugFor(await sign({ role: 'staff' }), '/intake/read', intake)).toBe('not-found')
  })
})

describe('the keys of a host', () => {
  let other: TestServer
  beforeEach(async () => {
    other = await startTestServer({ environment: hostEnvironment(host.url), emulator: server.emulator })
  })
  afterEach(() => other.close())
  const askOther = (token: string) => ask(token, '/session', { on: other })
  const slugOfOther = (token: string) => slugFor(token, '/session', { on: other })

  it('can change while the server runs', async () => {
    const second = await makeHostKey('second', 'RS256')
    expect(await slugOfOther(await sign({}, second))).toBe('not-signed-in')
    host.keys = [key, second]
    await waitForPause()
    expect((await askOther(await sign({}, second))).status).toBe(200)
    expect((await askOther(await sign())).status).toBe(200)
    host.keys = [second]
    advancePastCache()
    expect(await slugOfOther(await sign())).toBe('not-signed-in')
    expect((await askOther(await sign({}, second))).status).toBe(200)
  })

  it('are not read for each token that names an unknown one', async () => {
    const unknown = await makeHostKey('unknown')
    const before = host.reads
    for (let count = 0; count < 50; count += 1) await slugOfOther(await sign({}, unknown))
    expect(host.reads - before).toBeLessThan(5)
  })

  it.each<[string, TestHost['respond']]>([
    ['are refused', (response) => response.writeHead(500).end()],
    ['break off', (response) => response.socket?.destroy()],
    ['are elsewhere', (response) => response.writeHead(302, { location: host.url }).end()],
    ['are garbage', (response) => response.end('<html>')],
    ['are no key set', (response) => response.end('{"keys":"none"}')],
    ['are none', (response) => response.end('{"keys":[]}')],
    ['are only shared secrets', (response) => response.end('{"keys":[{"kty":"oct","k":"AAAA","kid":"first"}]}')],
    ['have a private one', (response) => response.end(JSON.stringify({ keys: [{ ...key.publicJwk, d: 'AAAA' }] }))],
    ['never end', (response) => void response.write(' '.repeat(1_000_000))],
  ])('let no one in when they %s, cookie or not', async (_, respond) => {
    host.respond = respond
    const local = await other.signIn()
    const answer = await local.request('GET', '/session', { headers: { 'x-host-token': await sign() } })
    expect(problemOf(answer)).toMatchObject({ status: 503, slug: 'sign-in-unavailable' })
    expect(answer.headers.get('retry-after')).toBe('5')
    expect((await local.get('/session')).status).toBe(200)
    host.respond = undefined
    await waitForPause()
    expect((await askOther(await sign())).status).toBe(200)
  })

  it('are not waited for longer than five seconds', async () => {
    host.respond = () => undefined
    const startedAt = performance.now()
    expect(await slugOfOther(await sign())).toBe('sign-in-unavailable')
    expect(performance.now() - startedAt).toBeLessThan(8_000)
  }, 15_000)

  it('stay usable while they are young, even if a token names an unknown one during an outage', async () => {
    expect((await askOther(await sign())).status).toBe(200)
    host.respond = (response) => response.socket?.destroy()
    await waitForPause()
    expect(await slugOfOther(await sign({}, await makeHostKey('unknown')))).toBe('sign-in-unavailable')
    expect((await askOther(await sign())).status).toBe(200)
  })

  it('are never read through a proxy if they are on this machine', async () => {
    const forger = await makeHostKey('first')
    const proxy = await startTestHost([forger])
    vi.stubEnv('HTTP_PROXY', new URL(proxy.url).origin)
    const behind = await startTestServer({ environment: hostEnvironment(host.url), emulator: server.emulator })
    vi.unstubAllEnvs()
    expect(await slugFor(await sign({}, forger), '/session', { on: behind })).toBe('not-signed-in')
    expect((await ask(await sign(), '/session', { on: behind })).status).toBe(200)
    expect(proxy.reads).toBe(0)
    await behind.close()
    await proxy.close()
  })

  it('can come over https, and from a file that changes', async () => {
    const { private: tlsKey, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    })
    setDefaultCACertificates([...getCACertificates('default'), cert])
    const secure = await startTestHost([key], { key: tlsKey, cert })
    const overTls = await startTestServer({ environment: hostEnvironment(secure.url), emulator: server.emulator })
    setDefaultCACertificates([...getCACertificates('default'), cert])
    const answer = await ask(await sign(), '/session', { on: overTls })
    await overTls.close()
    await secure.close()
    expect(answer.status).toBe(200)

    const file = join(server.folder, 'keys.json')
    const write = (...keys: HostKey[]) =>
      writeFileSync(file, JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }))
    write(key)
    const withFile = await startTestServer({ environment: hostEnvironment(file), emulator: server.emulator })
    const [first, second] = [await sign(), await makeHostKey('second', 'EdDSA')]
    expect((await ask(first, '/session', { on: withFile })).status).toBe(200)
    write(second)
    expect(await slugFor(first, '/session', { on: withFile })).toBe('not-signed-in')
    expect((await ask(await sign({}, second), '/session', { on: withFile })).status).toBe(200)
    for (const text of ['{"keys":', '{"keys":[]}', '']) {
      writeFileSync(file, text)
      expect(await slugFor(await sign({}, second), '/session', { on: withFile })).toBe('sign-in-unavailable')
    }
    rmSync(file)
    expect(await slugFor(await sign({}, second), '/session', { on: withFile })).toBe('sign-in-unavailable')
    write(key)
    expect((await ask(first, '/session', { on: withFile })).status).toBe(200)
    await withFile.close()
  })
})

describe('a request with the token of a host', () => {
  const rename = { method: 'PUT', body: { name: 'Orders' } }
  const publicOrigin = () => server.dependencies.config.publicUrl

  it('that changes something must come from a page of this server', async () => {
    const token = await sign()
    const send = (headers: Record<string, string>) => slugFor(token, '/bots/orders', { ...rename, headers })
    expect(await send({ origin: 'https://evil.example' })).toBe('cross-site-request')
    expect(await send({ origin: publicOrigin(), 'sec-fetch-site': 'cross-site' })).toBe('cross-site-request')
    expect(await send({ origin: publicOrigin(), 'sec-fetch-site': 'same-site' })).toBe('cross-site-request')
    expect(await send({ origin: '' })).toBe('cross-site-request')
    expect(await send({ origin: publicOrigin() })).toBe('none')
    expect(await send({ origin: 'null', 'sec-fetch-site': 'same-origin' })).toBe('none')
    expect(await slugFor(token, '/session', { method: 'DELETE', headers: { origin: 'https://evil.example' } })).toBe(
      'cross-site-request',
    )
  })

  it('uses the service key if it has one, and that needs no origin', async () => {
    const local = await server.signIn()
    const made = await local.post('/service-keys', { name: 'k', botIds: 'all', scopes: ['bots:write'] })
    const headers = { authorization: `Bearer ${made.body.key}`, origin: 'https://elsewhere.example' }
    expect(await slugFor(await sign({ bots: [] }), '/bots/orders', { ...rename, headers })).toBe('none')
    expect(await slugFor('nonsense', '/bots/orders', { ...rename, headers })).toBe('none')
    const wrong = { authorization: 'Bearer unknown-key' }
    expect(await slugFor(await sign(), '/bots/orders', { headers: wrong })).toBe('invalid-service-key')
  })

  it('does not become a key by other content of Authorization', async () => {
    const token = await sign()
    for (const authorization of ['Basic YTpi', `Bearer ${token}`, 'Bearer', '']) {
      const headers = { authorization, origin: 'https://evil.example' }
      expect(await slugFor(token, '/bots/orders', { ...rename, headers })).toBe('cross-site-request')
      expect((await ask(token, '/session', { headers: { authorization } })).status).toBe(200)
    }
  })

  it('records the person in the audit log and in what they make', async () => {
    const token = await sign(owner)
    const headers = { origin: publicOrigin() }
    await ask(token, '/bots/recorded', { method: 'PUT', body: { name: 'Recorded' }, headers })
    const { body } = await ask(token, '/audit-events?botId=recorded')
    expect(body.auditEvents[0]).toMatchObject({
      action: 'bot.created',
      actor: { kind: 'person', id: 'host:ada', name: 'Ada' },
    })
    const fresh = await sign({ ...owner, auth_time: seconds() })
    const made = await ask(fresh, '/service-keys', {
      method: 'POST',
      body: { name: 'k', botIds: ['recorded'], scopes: ['messages:read'] },
      headers,
    })
    expect(made.body.createdBy).toMatchObject({ id: 'host:ada', name: 'Ada' })
  })

  it.each<[string, JWTPayload, boolean]>([
    ['five minutes ago', { auth_time: seconds() - 300 }, true],
    ['31 minutes ago', { auth_time: seconds() - 31 * 60 }, false],
    ['at an unknown time', {}, false],
    ['in a little while', { auth_time: seconds() + 10 }, true],
    ['in the future', { auth_time: seconds() + 120 }, false],
    ['at a time that is a text', { auth_time: `${seconds()}` }, false],
    ['before 1970', { auth_time: -1 }, false],
  ])('is fresh if the person signed in there less than 30 minutes ago: %s', async (_, claims, isFresh) => {
    const headers = { origin: publicOrigin() }
    const body = { name: 'k', botIds: ['orders'], scopes: ['messages:read'] }
    const slug = await slugFor(await sign(claims), '/service-keys', { method: 'POST', body, headers })
    expect(slug).toBe(isFresh ? 'none' : 'fresh-sign-in-required')
  })

  it('has no session, password or identity here that could be changed', async () => {
    const token = await sign({ auth_time: seconds() })
    const headers = { origin: publicOrigin() }
    expect((await ask(token, '/sessions')).body).toEqual({ sessions: [] })
    expect(await slugFor(token, '/sessions/none', { method: 'DELETE', headers })).toBe('forbidden')
    expect(await slugFor(token, '/session/identity')).toBe('forbidden')
    expect(await slugFor(token, '/session/identity', { method: 'DELETE', headers })).toBe('forbidden')
    expect((await ask(token, '/session', { method: 'DELETE', headers })).status).toBe(204)
    expect((await ask(token)).status).toBe(200)
  })

  it('counts by the person', async () => {
    const [one, other] = [await sign({ sub: 'busy' }), await sign({ sub: 'calm' })]
    const answers = new Set<number>()
    for (let count = 0; count < 1_250 && !answers.has(429); count += 50) {
      const batch = await Promise.all(Array.from({ length: 50 }, () => ask(one)))
      for (const { status } of batch) answers.add(status)
    }
    expect(answers).toEqual(new Set([200, 429]))
    expect((await ask(other)).status).toBe(200)
  })
})

describe('the header Authorization', () => {
  let inside: TestServer
  beforeAll(async () => {
    const environment = { ...hostEnvironment(host.url), HOST_JWT_HEADER: 'Authorization' }
    inside = await startTestServer({ environment, emulator: server.emulator })
  })
  afterAll(() => inside.close())

  const send = (authorization: string, path = '/session', options: Options = {}) =>
    inside.anonymous().request(options.method ?? 'GET', path, {
      headers: { authorization, ...options.headers },
      ...(options.body !== undefined && { body: options.body }),
    })

  it('can have the token, and service keys keep working', async () => {
    const token = await sign(owner)
    expect((await send(`Bearer ${token}`)).body.user.id).toBe('host:ada')
    expect((await send(`bearer  ${token} `)).status).toBe(200)
    const local = await inside.signIn()
    const { key: serviceKey } = (
      await local.post('/service-keys', { name: 'k', botIds: 'all', scopes: ['bots:write'] })
    ).body
    const rename = { method: 'PUT', body: { name: 'Orders' }, headers: { origin: 'https://elsewhere.example' } }
    expect((await send(`Bearer ${serviceKey}`, '/bots/orders', rename)).status).toBe(201)
    expect(problemOf(await send(`Bearer ${token}`, '/bots/orders', rename)).slug).toBe('cross-site-request')
    const own = { ...rename, headers: { origin: inside.dependencies.config.publicUrl } }
    expect((await send(`Bearer ${token}`, '/bots/orders', own)).status).toBe(200)
  })

  it('is refused with anything else', async () => {
    const token = await sign()
    for (const value of [
      token,
      '',
      'Bearer',
      `Basic ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer ${token}, Bearer k`,
    ])
      expect(problemOf(await send(value))).toMatchObject({ status: 401, slug: 'not-signed-in' })
    expect(problemOf(await send('Bearer unknown')).slug).toBe('invalid-service-key')
  })
})

describe('the names of the claims', () => {
  it('can be those of the host, also inside of others', async () => {
    const environment = {
      ...hostEnvironment(host.url),
      HOST_JWT_CLAIMS: 'sub=oid,role=custom.groups,bots=https://dashboard.example/bots,auth_time=iat',
    }
    const inside = await startTestServer({ environment, emulator: server.emulator })
    const token = await sign({
      oid: 'user-1',
      custom: { groups: ['staff', 'owner'] },
      'https://dashboard.example/bots': ['orders'],
    })
    const { body } = await ask(token, '/session', { on: inside })
    expect(body.user).toMatchObject({ id: 'host:user-1', role: 'owner', name: 'Grace Hopper' })
    const headers = { origin: inside.dependencies.config.publicUrl }
    const link = { method: 'POST', body: { email: 'eve@example.com', role: 'admin' }, headers, on: inside }
    expect(await slugFor(token, '/people', link)).toBe('none')
    await inside.close()
  })
})
