import { get } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { owner, startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf } from '../../testing/test-client.ts'

const minuteMs = 60_000

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await server.anonymous().post('/session', owner)
    expect(answer.body.user).toMatchObject({ email: owner.email, role: 'owner', botIds: 'all' })
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/)
    expect(answer.headers.get('set-cookie')).toMatch(/SameSite=Lax/)
  })

  it('responds in the same way to a wrong password and an unknown address', async () => {
    const [wrong, unknown] = await Promise.all([
      server.anonymous().post('/session', { ...owner, password: 'not it' }),
      server.anonymous().post('/session', { email: 'nobody@example.com', password: 'not it' }),
    ])
    expect(wrong.status).toBe(401)
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
  })

  it('takes as long for an unknown address as for a wrong password', { timeout: 60_000 }, async () => {
    const accounts = Array.from({ length: 8 }, (_, number) => number)
    const admin = await server.signIn()
    for (const number of accounts) {
      const person = { email: `known-${number}@example.com`, role: 'admin', password: 'a long enough password' }
      expect((await admin.post('/people', person)).status).toBe(201)
    }
    const measure = async (email: string) => {
      // CPU time, in which the hashing shows: other programs on a busy machine do not add to it.
      const before = process.cpuUsage()
      const { status } = await server.anonymous().post('/session', { email, password: 'not it' })
      expect(status).toBe(401)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1_000
    }
    const times = { known: [] as number[], unknown: [] as number[] }
    // They take turns, so that whatever else this process does affects both.
    for (let round = 0; round < 5; round += 1)
      for (const number of accounts) {
        times.known.push(await measure(`known-${number}@example.com`))
        times.unknown.push(await measure(`unknown-${number}@example.com`))
      }
    const median = (values: number[]) => values.sort((one, other) => one - other)[values.length / 2] ?? 0
    const [known, unknown] = [median(times.known), median(times.unknown)]
    expect(Math.max(known, unknown) / Math.min(known, unknown), `${known} ms and ${unknown} ms`).toBeLessThan(1.25)
  })

  it('ignores the case of the address', async () => {
    expect((await server.anonymous().post('/session', { ...owner, email: 'Ada@Example.COM' })).status).toBe(200)
  })

  it('gives a new session at every sign-in and ends the old one', async () => {
    const client = server.anonymous()
    const first = (await client.post('/session', owner)).headers.getSetCookie()[0] ?? ''
    const second = (await client.post('/session', owner)).headers.getSetCookie()[0] ?? ''
    expect(second).not.toBe(first)
    const old = await server.anonymous().request('GET', '/session', { headers: { cookie: first.split(';')[0] ?? '' } })
    expect(old.status).toBe(401)
  })

  it('limits guesses at one account, and does not affect others', async () => {
    const guess = () => server.anonymous().post('/session', { email: 'victim@example.com', password: 'guess' })
    for (let tries = 0; tries < 10; tries += 1) expect((await guess()).status).toBe(401)
    const refused = await guess()
    expect(problemOf(refused)).toMatchObject({ status: 429, slug: 'rate-limited' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await server.anonymous().post('/session', owner)).status).toBe(200)
  })
})

describe('many tries at the same time', () => {
  const statusesOf = (answers: { status: number }[]) => {
    const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length
    return { unauthorized: count(401), notFound: count(404), limited: count(429), all: answers.length }
  }

  it('with a wrong password are limited to ten, and the rest is refused without a check', {
    timeout: 30_000,
  }, async () => {
    const client = server.anonymous()
    const guess = () => client.post('/session', { email: 'many@example.com', password: 'guess' })
    const answers = await Promise.all(Array.from({ length: 40 }, guess))
    expect(statusesOf(answers)).toEqual({ unauthorized: 10, notFound: 0, limited: 30, all: 40 })
    const refused = answers.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('with a wrong set-up link are also limited to ten', { timeout: 30_000 }, async () => {
    const body = { token: 'wrong', email: 'many@example.com', password: 'a long enough password' }
    const answers = await Promise.all(Array.from({ length: 40 }, () => server.anonymous().post('/set-up', body)))
    expect(statusesOf(answers)).toEqual({ unauthorized: 0, notFound: 10, limited: 30, all: 40 })
    expect((await server.anonymous().post('/session', owner)).status).toBe(200)
  })

  it('from one IPv6 network count as those of one address, however it is written', { timeout: 30_000 }, async () => {
    const behindProxy = await startTestServer({ emulator: server.emulator, environment: { TRUSTED_PROXY_HOPS: '1' } })
    const guessFrom = (address: string) =>
      behindProxy.anonymous().post(
        '/session',
        { email: 'many@example.com', password: 'guess' },
        {
          'x-forwarded-for': address,
        },
      )
    const addresses = (index: number) => [`2001:db8:5::${index}`, `2001:DB8:5:0:${index}::a`]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => addresses(index))
        .flat()
        .map(guessFrom),
    )
    expect(statusesOf(answers)).toEqual({ unauthorized: 10, notFound: 0, limited: 30, all: 40 })
    expect((await guessFrom('2001:db8:5:1::1')).status).toBe(401)
    await behindProxy.close()
  })

  it('with the right password do not count', { timeout: 30_000 }, async () => {
    for (let times = 0; times < 12; times += 1)
      expect((await server.anonymous().post('/session', owner)).status).toBe(200)
  })
})

describe('a session', () => {
  it('ends with sign-out', async () => {
    const client = await server.signIn()
    expect((await client.get('/session')).status).toBe(200)
    expect((await client.delete('/session')).status).toBe(204)
    expect(problemOf(await client.get('/session'))).toMatchObject({ status: 401, slug: 'not-signed-in' })
  })

  it('ends after half an hour without a request, and after eight hours in any case', async () => {
    const idle = await server.signIn()
    server.advanceClock(31 * minuteMs)
    expect((await idle.get('/session')).status).toBe(401)

    const busy = await server.signIn()
    for (let minutes = 0; minutes < 8 * 60; minutes += 20) {
      expect((await busy.get('/bots')).status, `after ${minutes} minutes`).toBe(200)
      server.advanceClock(20 * minuteMs)
    }
    expect((await busy.get('/bots')).status).toBe(401)
  })
})

describe('a request that changes something', () => {
  const put = async (headers: Record<string, string>) => {
    const client = await server.signIn()
    return await client.request('PUT', '/bots/guarded', { body: { name: 'Guarded' }, headers })
  }

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: '' }, 403],
  ])('with a cookie and %j gets %d', async (headers, status) => {
    expect((await put(headers)).status).toBe(status)
  })

  it('is refused as a form or as text, whatever its origin', async () => {
    expect(problemOf(await put({ 'content-type': 'text/plain' }))).toMatchObject({ slug: 'unsupported-media-type' })
    expect((await put({ 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415)
  })
})

it.each([
  ['/api/v1/session', 403],
  ['/api/v1/openapi.json', 403],
  ['/api/docs', 403],
  ['/metrics', 403],
  ['/bots', 403],
  ['/healthz', 200],
  ['/readyz', 200],
])('serves only its own host names: %s gets %d', async (path, expected) => {
  const { port } = new URL(server.url)
  const status = await new Promise((resolve, reject) => {
    const request = get({ port, path, headers: { host: 'evil.example' } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    request.on('error', reject)
  })
  expect(status).toBe(expected)
})

it('names the methods that a path allows', async () => {
  const answer = await server.anonymous().request('PATCH', '/session')
  expect(problemOf(answer)).toMatchObject({ status: 405, slug: 'method-not-allowed' })
  expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST'])
})

it('lets the first owner choose a password with the link of the first start, once', async () => {
  const fresh = await startTestServer({ environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } })
  const token = fresh.setUpToken ?? ''
  const redeem = (changes: object = {}) =>
    fresh
      .anonymous()
      .post('/set-up', { token, email: 'grace@example.com', password: 'a long enough password', ...changes })
  expect(problemOf(await redeem({ token: 'wrong' }))).toMatchObject({ status: 404 })
  expect(problemOf(await redeem({ password: 'short' }))).toMatchObject({ status: 422, pointers: ['/password'] })
  expect((await redeem()).body.user).toMatchObject({ email: 'grace@example.com', role: 'owner' })
  expect((await redeem()).status).toBe(404)
  const grace = await fresh.signIn({ email: 'grace@example.com', password: 'a long enough password' })
  expect((await grace.get('/bots')).status).toBe(200)
  await fresh.close()
})
