import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBrowser } from '../../testing/browser.ts'
import { startIdentityProvider, type TestIdentityProvider } from '../../testing/start-identity-provider.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import type { TestClient } from '../../testing/test-client.ts'

const publicUrl = 'http://localhost:4711'
let provider: TestIdentityProvider
let server: TestServer
let owner: TestClient

beforeAll(async () => {
  provider = await startIdentityProvider(`${publicUrl}/api/v1/session/oidc/callback`)
  server = await startTestServer({
    environment: {
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_ADMIN_ROLE: 'mail-admins',
    },
  })
})
afterAll(async () => {
  await server.close()
  await provider.close()
})
beforeEach(async () => {
  owner = await server.signIn()
  Object.assign(provider.accounts, {
    grace: { email: 'Grace@example.com', email_verified: true, name: 'Grace Hopper', roles: ['staff'] },
    linus: { email: 'linus@example.com', email_verified: true, name: 'Linus', roles: ['mail-admins'] },
  })
})
afterEach(async () => {
  for (const { id, email } of (await owner.get('/people')).body.people)
    if (email !== 'ada@example.com') await owner.delete(`/people/${id}`)
})

const start = '/api/v1/session/oidc'
const isCallback = ({ pathname }: URL) => pathname.endsWith('/callback')
const isOwnPage = ({ origin, pathname }: URL) => origin === publicUrl && !pathname.startsWith('/api/')
const browse = () => createBrowser(publicUrl, server.url)

async function signIn(subject: string, path = start) {
  provider.choose(subject)
  const browser = browse()
  const { next } = await browser.open(path, isOwnPage)
  return { browser, page: next?.href.replace(publicUrl, '') ?? null, user: await whoIs(browser) }
}
async function whoIs({ cookies }: ReturnType<typeof browse>) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${server.url}/api/v1/session`, { headers: { cookie } })
  return answer.status === 200 ? ((await answer.json()) as { user: Record<string, unknown> }).user : null
}
const refusals = async () =>
  (await owner.get('/audit-events?action=session.refused')).body.auditEvents.map(
    ({ details }: { details: { reason?: string } }) => details.reason,
  )

describe('signing in through the identity provider', () => {
  it('signs in a person whom an owner added, with the role and bots that are set here', async () => {
    await owner.post('/people', { email: 'grace@example.com', role: 'admin', botIds: [] })
    const { user, page } = await signIn('grace', `${start}?next=/bots/orders/settings/email/office365`)
    expect(user).toMatchObject({ email: 'grace@example.com', role: 'admin', botIds: [] })
    expect(page).toBe('/bots/orders/settings/email/office365')
    const asked = provider.asked.at(-1)
    expect(asked?.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked?.get(name)?.length).toBeGreaterThan(30)
  })

  it('recognizes a person by their identity there, not by a mail address that another person now has', async () => {
    await owner.post('/people', { email: 'grace@example.com', role: 'admin', botIds: [] })
    await signIn('grace')
    provider.accounts['grace'] = { email: 'grace.hopper@example.com', email_verified: true }
    expect((await signIn('grace')).user).toMatchObject({ email: 'grace@example.com' })
    provider.accounts['mallory'] = { email: 'grace@example.com', email_verified: true }
    const { user, page } = await signIn('mallory')
    expect({ user, page }).toEqual({ user: null, page: '/sign-in?failed=not-added' })
  })

  it('keeps the page that the person wanted to open when it fails', async () => {
    const page = '/bots/orders/settings/email/office365?a=b&c=d'
    const answer = await signIn('grace', `${start}?next=${encodeURIComponent(page)}`)
    const [path, search] = (answer.page ?? '').split('?')
    expect(path).toBe('/sign-in')
    expect(Object.fromEntries(new URLSearchParams(search))).toEqual({ failed: 'not-added', next: page })
  })

  it('does not use a mail address that the provider did not verify', async () => {
    await owner.post('/people', { email: 'eve@example.com', role: 'owner' })
    provider.accounts['eve'] = { email: 'eve@example.com', email_verified: false }
    expect((await signIn('eve')).user).toBe(null)
  })

  it('signs in a person with the admin role, for as long as they have it', async () => {
    const { user, browser } = await signIn('linus')
    expect(user).toMatchObject({ email: 'linus@example.com', name: 'Linus', role: 'admin', botIds: 'all' })
    provider.accounts['linus'] = { email: 'linus@example.com', email_verified: true, roles: [] }
    expect((await signIn('linus')).page).toBe('/sign-in?failed=not-added')
    expect(await whoIs(browser)).toBe(null)
    expect((await owner.get('/people')).body.people).toHaveLength(1)
    expect((await refusals())[0]).toBe('the provider no longer sends the role')
  })

  it('refuses everyone else', async () => {
    expect(await signIn('grace')).toMatchObject({ user: null, page: '/sign-in?failed=not-added' })
    expect((await refusals())[0]).toBe('no owner added this person')
  })

  it('starts a new session, and ends the one that was there', async () => {
    const first = await signIn('linus')
    const before = new Map(first.browser.cookies)
    await first.browser.open(start, isOwnPage)
    expect(await whoIs(first.browser)).not.toBe(null)
    expect(await whoIs({ ...first.browser, cookies: before })).toBe(null)
  })

  it('makes the provider ask again if a fresh sign-in is needed', async () => {
    await signIn('linus', `${start}?fresh=true`)
    expect(provider.asked.at(-1)?.get('prompt')).toBe('login')
  })

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/api/v1/session/oidc?next=/',
    '@evil.example',
    '/bots\r\nset-cookie: a=b',
  ])('does not lead to another site afterward: %j', async (next) => {
    const { user, page } = await signIn('linus', `${start}?next=${encodeURIComponent(next)}`)
    expect(user).not.toBe(null)
    expect(page).toBe('/')
  })
})

describe('a response that does not belong to the sign-in', () => {
  async function beginAndReturn(change: (answer: URL, browser: ReturnType<typeof browse>) => void) {
    provider.choose('linus')
    const browser = browse()
    const { next } = await browser.open(start, isCallback)
    if (!next) throw new Error('it never came back')
    change(next, browser)
    return { browser, answer: next, response: await browser.step(next) }
  }

  it.each<[string, (answer: URL, browser: ReturnType<typeof browse>) => void]>([
    ['another state', (answer) => answer.searchParams.set('state', 'x'.repeat(43))],
    ['no state', (answer) => answer.searchParams.delete('state')],
    ['another code', (answer) => answer.searchParams.set('code', 'x'.repeat(43))],
    ['another issuer', (answer) => answer.searchParams.set('iss', 'https://evil.example')],
    ['no issuer', (answer) => answer.searchParams.delete('iss')],
    ['another browser', (_answer, browser) => browser.cookies.clear()],
    ['another nonce', (_answer, { cookies }) => tamper(cookies, 'nonce')],
    ['another verifier', (_answer, { cookies }) => tamper(cookies, 'codeVerifier')],
    ['a cookie that is none of ours', (_answer, { cookies }) => cookies.set('office365-email-sign-in', 'AAAA')],
    ['a fault of the provider', (answer) => answer.searchParams.set('error', 'access_denied')],
  ])('is refused: %s', async (_name, change) => {
    const { browser, response } = await beginAndReturn(change)
    expect(response.headers.get('location')).toBe('/sign-in?failed=identity-provider')
    expect(await whoIs(browser)).toBe(null)
  })

  it('is refused the second time', async () => {
    const { browser, answer } = await beginAndReturn(() => undefined)
    expect(await whoIs(browser)).not.toBe(null)
    const again = await browser.step(answer)
    expect(again.headers.get('location')).toBe('/sign-in?failed=identity-provider')
  })

  it('neither begins nor finishes with HEAD, which link checkers send', async () => {
    provider.choose('linus')
    const browser = browse()
    const { next: back } = await browser.open(start, isCallback)
    if (!back) throw new Error('it never came back')
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const path of [start, `${back.pathname}${back.search}`]) {
      const request = { headers: { cookie }, redirect: 'manual' } as const
      const looked = await fetch(`${server.url}${path}`, { ...request, method: 'HEAD' })
      expect([looked.status, looked.headers.get('allow')]).toEqual([405, 'GET, OPTIONS'])
      expect(looked.headers.getSetCookie()).toEqual([])
      const options = await fetch(`${server.url}${path}`, { ...request, method: 'OPTIONS' })
      expect(options.headers.get('allow')).toBe('GET, OPTIONS')
    }
    await browser.step(back)
    expect(await whoIs(browser)).not.toBe(null)
  })

  it('is a problem for a program', async () => {
    const answer = await server.anonymous().get('/session/oidc/callback?code=a&state=b')
    expect(answer).toMatchObject({ status: 401, body: { type: '/problems/not-signed-in' } })
  })

  function tamper(cookies: Map<string, string>, member: string): void {
    const name = 'office365-email-sign-in'
    const content = JSON.parse(Buffer.from(cookies.get(name) ?? '', 'base64url').toString())
    const changed = JSON.stringify({ ...content, [member]: 'x'.repeat(43) })
    cookies.set(name, Buffer.from(changed).toString('base64url'))
  }
})

describe('the identity provider', () => {
  it('may be unreachable when the server starts: it is contacted when it is needed, and again after a fault', async () => {
    provider.pause(true)
    const own = await startTestServer({
      emulator: server.emulator,
      environment: {
        PUBLIC_URL: publicUrl,
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: provider.clientId,
        OIDC_CLIENT_SECRET: provider.clientSecret,
      },
    })
    try {
      const away = await createBrowser(publicUrl, own.url).open(start, isOwnPage)
      expect(away.next?.search).toBe('?failed=identity-provider')
      provider.pause(false)
      const back = await createBrowser(publicUrl, own.url).open(start, ({ origin }) => origin === provider.issuer)
      expect(back.next?.pathname).toBe('/auth')
    } finally {
      provider.pause(false)
      await own.close()
    }
  })

  it('is not offered if none is set up', async () => {
    const own = await startTestServer({ emulator: server.emulator })
    try {
      expect((await own.anonymous().get('/sign-in-methods')).body).toEqual({
        password: true,
        identityProvider: false,
        hostSignInUrl: null,
      })
      expect((await own.anonymous().get('/session/oidc')).status).toBe(404)
      expect((await server.anonymous().get('/sign-in-methods')).body).toEqual({
        password: true,
        identityProvider: true,
        hostSignInUrl: null,
      })
    } finally {
      await own.close()
    }
  })
})
