import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { createRequestContext } from '../../ground/request-context.ts'
import { createBrowser } from '../../testing/browser.ts'
import { type LooseIdentityProvider, startLooseIdentityProvider } from '../../testing/start-loose-identity-provider.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'
import type { Person } from '../people/person.ts'
import type { PersonChanges } from '../people/person-store.ts'

const publicUrl = 'http://localhost:4712'
const password = 'four-words-in-a-row'
const minuteMs = 60_000
const roles = ['mail-admins']
let provider: LooseIdentityProvider
let strict: TestServer
let trusting: TestServer
let owner: TestClient

beforeAll(async () => {
  provider = await startLooseIdentityProvider()
  const environment = { PUBLIC_URL: publicUrl, ...provider.environment, OIDC_ADMIN_ROLE: 'mail-admins' }
  strict = await startTestServer({ environment })
  trusting = await startTestServer({
    emulator: strict.emulator,
    environment: { ...environment, OIDC_TRUST_EMAIL: 'true' },
  })
})
afterAll(async () => {
  await trusting.close()
  await strict.close()
  await provider.close()
})
beforeEach(async () => {
  owner = await strict.signIn()
})
afterEach(async () => {
  for (const server of [strict, trusting]) {
    const client = await server.signIn()
    for (const { id, email } of (await client.get('/people')).body.people)
      if (email !== 'ada@example.com') await client.delete(`/people/${id}`)
  }
})

const isOwnPage = ({ origin, pathname }: URL) => origin === publicUrl && !pathname.startsWith('/api/')
const start = '/api/v1/session/oidc'
type Browser = ReturnType<typeof createBrowser>

const cookieOf = ({ cookies }: Browser) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
/** Calls the API with the browser's cookies. */
const clientOf = (browser: Browser, server = strict): TestClient => {
  const anonymous = createTestClient(server.url, publicUrl)
  const withCookie: TestClient['request'] = (method, path, options = {}) =>
    anonymous.request(method, path, { ...options, headers: { ...options.headers, cookie: cookieOf(browser) } })
  return {
    request: withCookie,
    get: (path) => withCookie('GET', path),
    put: (path, body) => withCookie('PUT', path, { body }),
    post: (path, body) => withCookie('POST', path, { body }),
    delete: (path) => withCookie('DELETE', path),
  }
}
async function signIn(server = strict, path = start, browser = createBrowser(publicUrl, server.url)) {
  const { next } = await browser.open(path, isOwnPage)
  const client = clientOf(browser, server)
  const { status, body } = await client.get('/session')
  const user: { email: string; role: string } | null = status === 200 ? body.user : null
  return { browser, client, user, failed: next?.searchParams.get('failed') ?? null }
}
/** A browser in which the person has signed in with the password. */
async function withPassword(credentials: { email: string; password: string }) {
  const browser = createBrowser(publicUrl, strict.url)
  const answer = await fetch(`${strict.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: publicUrl },
    body: JSON.stringify(credentials),
  })
  const [pair = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';')
  browser.cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  return { browser, client: clientOf(browser) }
}
/** Begins to link, as the pages do: the browser keeps the cookie and gets the URL to open. */
async function beginLinking({ cookies }: Browser, client: TestClient): Promise<{ url: URL }> {
  const answer = await client.post('/session/identity', { next: '/people' })
  expect(answer.status).toBe(200)
  for (const cookie of answer.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  return { url: new URL(answer.body.url) }
}
/** Sets the row of a person as an earlier version, or another provider, would have left it. */
async function rewrite(person: Person | undefined, changes: PersonChanges) {
  const context = createRequestContext({ kind: 'system', id: 'test', name: 'test' }, new Date())
  const event = auditEvent(context, 'person.changed')
  await strict.dependencies.storage.people.update(person?.id ?? '', () => ({ changes, event }))
}
async function addGrace(values: object = {}, server = strict) {
  const client = await server.signIn()
  const answer = await client.post('/people', { email: 'grace@example.com', role: 'owner', ...values })
  expect(answer.status).toBe(201)
}
const verified = { sub: 'g', email: 'grace@example.com', email_verified: true }

describe('a person is recognized by an address', () => {
  it.each<[string, object, object]>([
    ['true', verified, {}],
    ['the text "true"', { ...verified, email_verified: 'true' }, {}],
    ['true, from userinfo', { sub: 'g' }, { email: 'grace@example.com', email_verified: true }],
    ['true, of the address in capitals', { ...verified, email: 'GRACE@Example.COM' }, {}],
  ])('that is verified: %s', async (_name, idToken, userInfo) => {
    await addGrace()
    provider.answer({ ...idToken }, { ...userInfo })
    expect((await signIn()).user).toMatchObject({ email: 'grace@example.com', role: 'owner' })
  })

  it.each<[string, object, object]>([
    ['false', { ...verified, email_verified: false }, {}],
    ['the text "false"', { ...verified, email_verified: 'false' }, {}],
    ['the text "TRUE"', { ...verified, email_verified: 'TRUE' }, {}],
    ['1', { ...verified, email_verified: 1 }, {}],
    ['null', { ...verified, email_verified: null }, {}],
    ['a list', { ...verified, email_verified: [true] }, {}],
    ['false in one of two answers', verified, { email: 'grace@example.com', email_verified: false }],
    ['false beside an address elsewhere', { sub: 'g', email_verified: false }, { email: 'grace@example.com' }],
  ])('but not if the provider says: %s', async (_name, idToken, userInfo) => {
    for (const server of [strict, trusting]) {
      await addGrace({}, server)
      provider.answer({ ...idToken, roles }, { ...userInfo })
      expect(await signIn(server)).toMatchObject({ user: null, failed: 'no-address' })
    }
  })

  it('but not if the provider names a subject that PostgreSQL cannot store', async () => {
    await addGrace()
    for (const sub of ['g\u0000', 'g\ud800']) {
      provider.answer({ ...verified, sub })
      expect(await signIn()).toMatchObject({ user: null, failed: 'identity-provider' })
    }
  })

  it('without a flag only if OIDC_TRUST_EMAIL says so', async () => {
    provider.answer({ sub: 'g', email: 'grace@example.com' })
    await addGrace()
    await addGrace({}, trusting)
    expect(await signIn(strict)).toMatchObject({ user: null, failed: 'no-address' })
    expect((await signIn(trusting)).user).toMatchObject({ email: 'grace@example.com' })
  })

  it('only with the flag that came with it', async () => {
    await addGrace()
    provider.answer({ sub: 'g', email: 'grace@example.com' }, { email_verified: true })
    expect((await signIn()).user).toBe(null)
    provider.answer({ sub: 'g', email_verified: true }, { email: 'grace@example.com' })
    expect((await signIn()).user).toBe(null)
    provider.answer({ sub: 'g', email: 'grace@example.com' }, { email: 'other@example.com', email_verified: true })
    expect((await signIn()).user).toBe(null)
  })

  it('never by preferred_username', async () => {
    for (const server of [strict, trusting]) {
      await addGrace({}, server)
      provider.answer({ sub: 'g', preferred_username: 'grace@example.com', email_verified: true, roles })
      expect(await signIn(server)).toMatchObject({ user: null, failed: 'no-address' })
    }
  })

  it.each([
    ['a Kelvin sign', 'kate@example.com', '\u212aate@example.com'],
    ['a dotted capital I', 'irene@example.com', '\u0130rene@example.com'],
    ['a long s', 'sue@example.com', '\u017fue@example.com'],
    ['full-width letters', 'grace@example.com', '\uff47race@example.com'],
    ['a full-width domain', 'grace@example.com', 'grace@\uff45xample.com'],
    ['another composition', 'gr\u00e1ce@example.com', 'gra\u0301ce@example.com'],
    ['a Cyrillic letter', 'grace@example.com', 'gr\u0430ce@example.com'],
    ['white space', 'grace@example.com', ' grace@example.com'],
    ['an invisible character', 'grace@example.com', 'grace\u200b@example.com'],
    ['a name beside it', 'grace@example.com', 'Grace <grace@example.com>'],
    ['two addresses', 'grace@example.com', 'grace@example.com,eve@example.com'],
  ])('never by one that only looks like it: %s', async (_name, email, sent) => {
    await addGrace({ email })
    provider.answer({ sub: 'g', email: sent, email_verified: true, roles })
    expect((await signIn()).user).toBe(null)
    expect((await owner.get('/people')).body.people).toHaveLength(2)
  })
})

describe('a person who has a password', () => {
  it('cannot be taken over with an address, with or without the admin role', async () => {
    await addGrace({ password })
    for (const claims of [verified, { ...verified, roles }]) {
      provider.answer(claims)
      expect(await signIn()).toMatchObject({ user: null, failed: 'has-password' })
    }
    const { auditEvents } = (await owner.get('/audit-events?action=session.refused')).body
    expect(auditEvents[0].details.reason).toBe('the mail address belongs to a person with a password')
  })

  it('links the identity, signed in with the password, and unlinks it again', async () => {
    await addGrace({ password })
    provider.answer({ sub: 'g', email: 'elsewhere@example.com' })
    const { browser, client } = await withPassword({ email: 'grace@example.com', password })
    expect((await client.get('/session/identity')).body).toEqual({ linked: false, hasPassword: true })
    const { url } = await beginLinking(browser, client)
    expect(url.searchParams.get('prompt')).toBe('login')
    const { next } = await browser.open(url.href, isOwnPage)
    expect(next?.pathname).toBe('/people')
    expect((await client.get('/session/identity')).body).toEqual({ linked: true, hasPassword: true })
    expect((await signIn()).user).toMatchObject({ email: 'grace@example.com' })

    expect((await client.delete('/session/identity')).status).toBe(204)
    expect(await signIn()).toMatchObject({ user: null, failed: 'no-address' })
    const { auditEvents } = (await owner.get('/audit-events?action=person.changed')).body
    expect(auditEvents[0].details.changed).toEqual(['identity'])
  })

  it('cannot link an identity that already signs in another person', async () => {
    await addGrace()
    provider.answer(verified)
    expect((await signIn()).user).toMatchObject({ email: 'grace@example.com' })
    const { browser, client } = await withPassword({ email: 'ada@example.com', password: 'correct-horse-battery' })
    const { url } = await beginLinking(browser, client)
    const { next } = await browser.open(url.href, isOwnPage)
    expect(next?.search).toBe('?failed=not-linked&next=%2Fpeople')
    expect((await client.get('/session/identity')).body).toMatchObject({ linked: false })
  })

  it('cannot link with a sign-in that is old, ended or of another session, whatever the cookie says', async () => {
    provider.answer({ sub: 'mallory' })
    const credentials = { email: 'ada@example.com', password: 'correct-horse-battery' }
    const begin = async () => {
      const session = await withPassword(credentials)
      return { ...session, ...(await beginLinking(session.browser, session.client)) }
    }
    const ended = await begin()
    await clientOf(ended.browser).delete('/session')
    const other = await begin()
    const session = [...(await withPassword(credentials)).browser.cookies]
    for (const [name, value] of session) other.browser.cookies.set(name, value)
    for (const { browser, url } of [ended, other])
      expect((await browser.open(url.href, isOwnPage)).next?.searchParams.get('failed')).toBe('not-linked')

    const old = await begin()
    strict.advanceClock(29 * minuteMs)
    await old.client.get('/session')
    strict.advanceClock(2 * minuteMs)
    try {
      expect((await old.browser.open(old.url.href, isOwnPage)).next?.searchParams.get('failed')).toBe('not-linked')
      expect(problemOf(await old.client.post('/session/identity'))).toMatchObject({ slug: 'fresh-sign-in-required' })
    } finally {
      strict.advanceClock(-31 * minuteMs)
    }
    expect((await owner.get('/session/identity')).body).toMatchObject({ linked: false })
  })

  it('begins to link only from our own pages', async () => {
    const { browser } = await withPassword({ email: 'ada@example.com', password: 'correct-horse-battery' })
    const headers = { cookie: cookieOf(browser), origin: 'https://evil.example' }
    const answer = await createTestClient(strict.url, '').request('POST', '/session/identity', { headers })
    expect(problemOf(answer)).toMatchObject({ status: 403, slug: 'cross-site-request' })
  })
})

describe('a person without a password', () => {
  it('cannot unlink their only way to sign in', async () => {
    await addGrace()
    provider.answer(verified)
    const { client } = await signIn()
    expect((await client.get('/session/identity')).body).toEqual({ linked: true, hasPassword: false })
    expect(problemOf(await client.delete('/session/identity'))).toMatchObject({ status: 409, slug: 'not-possible-now' })
  })
})

describe('the identity', () => {
  it('is the subject together with its issuer: the same subject of another provider is another person', async () => {
    await addGrace()
    provider.answer(verified)
    expect((await signIn()).user).toMatchObject({ email: 'grace@example.com' })
    const [grace] = (await strict.dependencies.storage.people.list()).filter(({ email }) => email.startsWith('grace'))
    expect(grace).toMatchObject({ providerIssuer: provider.issuer, providerSubject: 'g' })
    await rewrite(grace, { providerIssuer: 'https://login.other.example' })
    expect(await signIn()).toMatchObject({ user: null, failed: 'not-added' })
  })

  it('from before issuers were stored matches no one by its subject, and is linked again by the address', async () => {
    await addGrace()
    const [grace] = (await strict.dependencies.storage.people.list()).filter(({ email }) => email.startsWith('grace'))
    await rewrite(grace, { providerSubject: 'g', providerIssuer: null })
    provider.answer({ ...verified, email: 'eve@example.com' })
    expect((await signIn()).user).toBe(null)
    provider.answer({ ...verified, sub: 'another' })
    expect((await signIn()).user).toMatchObject({ email: 'grace@example.com' })
    provider.answer({ ...verified, sub: 'g' })
    expect((await signIn()).user).toBe(null)
  })
})

describe('how fresh a sign-in is', () => {
  const seconds = (ago: number) => Math.floor(Date.now() / 1_000) - ago
  const addSomebody = async (client: TestClient) => {
    const answer = await client.post('/people', { email: `${Date.now()}-${Math.random()}@example.com`, role: 'admin' })
    return problemOf(answer)
  }

  beforeEach(() => addGrace())

  it('is requested from the provider with every sign-in', async () => {
    provider.answer(verified)
    await signIn()
    expect(Object.fromEntries(provider.asked.at(-1) ?? [])).toMatchObject({ max_age: '28800' })
    expect(provider.asked.at(-1)?.has('prompt')).toBe(false)
    await signIn(strict, `${start}?fresh=true`)
    expect(Object.fromEntries(provider.asked.at(-1) ?? [])).toMatchObject({ max_age: '0', prompt: 'login' })
  })

  it.each<[string, object, number]>([
    ['just now', { auth_time: seconds(0) }, 201],
    ['20 minutes ago', { auth_time: seconds(20 * 60) }, 201],
    ['a minute from now, by a clock that is ahead', { auth_time: seconds(-50) }, 201],
    ['31 minutes ago', { auth_time: seconds(31 * 60) }, 403],
    ['in 1970', { auth_time: 0 }, 403],
    ['tomorrow', { auth_time: seconds(-86_400) }, 403],
    ['nobody knows when', { auth_time: undefined }, 403],
  ])('is what the provider says: signed in there %s', async (_name, claims, status) => {
    provider.answer({ ...verified, ...claims }, { auth_time: seconds(0) })
    const { client, user } = await signIn()
    expect(user).not.toBe(null)
    const slug = status === 403 ? 'fresh-sign-in-required' : 'none'
    expect(await addSomebody(client)).toMatchObject({ status, slug })
  })

  it.each<[string, object]>([
    ['old', { auth_time: seconds(3_600) }],
    ['of five minutes before', { auth_time: seconds(300) }],
    ['of a time to come', { auth_time: seconds(-86_400) }],
    ['not given', { auth_time: undefined }],
  ])(
    'is refused if a fresh one was asked for and it is %s; the session that was there stays',
    async (_name, claims) => {
      provider.answer({ ...verified, auth_time: seconds(1_900) })
      const { browser, client } = await signIn()
      provider.answer({ ...verified, ...claims })
      expect(await signIn(strict, `${start}?fresh=true&next=/people`, browser)).toMatchObject({
        failed: 'not-fresh',
        user: { email: 'grace@example.com' },
      })
      expect(await addSomebody(client)).toMatchObject({ slug: 'fresh-sign-in-required' })
      provider.answer(verified)
      expect(await signIn(strict, `${start}?fresh=true`, browser)).toMatchObject({ failed: null })
      expect((await addSomebody(client)).status).toBe(201)
    },
  )
})
