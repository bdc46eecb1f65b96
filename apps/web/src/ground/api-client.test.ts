import { auditEventEndpoints } from '@office365-email/shared/endpoints/audit-events'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { problems } from '@office365-email/shared/problem'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { call } from './api-client.ts'
import { ApiProblem, NoResponse, PageOutdated } from './api-problem.ts'
import { lockedView } from './testing/example-view.ts'

const office365 = { state: 'locked', health: 'working', userEmail: null, secretExpiresOn: null }
const bot = { id: 'orders', name: 'Orders', office365 }
const params = { botId: 'orders' }

const send = vi.fn<typeof fetch>()

const answerWith = (body: object | string, status = 200, type = 'application/json') =>
  send.mockResolvedValue(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'Content-Type': type } }),
  )

beforeEach(() => {
  vi.stubGlobal('fetch', send)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a request', () => {
  afterEach(() => {
    document.head.innerHTML = ''
    // Later tests load the modules without the path.
    vi.resetModules()
  })

  it('has the method, the path and the body of its endpoint', async () => {
    answerWith(bot, 201)
    await expect(call(botEndpoints.saveBot, { params: { botId: 'a/b' }, body: { name: 'Orders' } })).resolves.toEqual(
      bot,
    )
    const [url, init] = send.mock.lastCall ?? []
    expect(url).toBe('/api/v1/bots/a%2Fb')
    expect(init).toMatchObject({ method: 'PUT', body: '{"name":"Orders"}' })
  })

  it('leaves out undefined query parameters', async () => {
    answerWith({ auditEvents: [], nextCursor: null })
    await call(auditEventEndpoints.listAuditEvents, { query: { botId: undefined, action: 'bot', limit: '5' } })
    expect(send.mock.lastCall?.[0]).toBe('/api/v1/audit-events?action=bot&limit=5')
  })

  it('goes below the path at which the host mounts the pages', async () => {
    document.head.innerHTML = '<meta name="base-path" content="/tools/mail">'
    vi.resetModules()
    const mounted = await import('./api-client.ts')
    answerWith({ bots: [] })
    await mounted.call(botEndpoints.listBots, {})
    expect(send.mock.lastCall?.[0]).toBe('/tools/mail/api/v1/bots')
  })
})

describe('an answer', () => {
  const read = () => call(configurationEndpoints.readConfiguration, { params })

  it('may have members that this page does not know, at any depth', async () => {
    answerWith({ ...lockedView, mood: { kind: 'good' }, health: { ...lockedView.health, score: 1 } })
    await expect(read()).resolves.toEqual(lockedView)
  })

  it.each([
    ['lacks a member', { ...lockedView, version: undefined }],
    ['has a member of another type', { ...lockedView, version: '3' }],
    ['has an enum value that this page does not know', { ...lockedView, state: 'archived' }],
    ['is not an object', []],
  ])('that %s means that the page is outdated', async (_, answer) => {
    answerWith(answer)
    await expect(read()).rejects.toBeInstanceOf(PageOutdated)
  })

  it('with another success status means that the page is outdated', async () => {
    answerWith(lockedView, 202)
    await expect(read()).rejects.toBeInstanceOf(PageOutdated)
  })

  it('without a body is null', async () => {
    send.mockResolvedValue(new Response(null, { status: 204 }))
    await expect(call(configurationEndpoints.removeConfiguration, { params })).resolves.toBeNull()
  })

  const { status, title } = problems['not-configured']
  const problem = { type: '/problems/not-configured', title, status, detail: title, requestId: 'r1' }

  it('that is a problem is thrown as an ApiProblem', async () => {
    answerWith({ ...problem, hint: 'new' }, status, 'application/problem+json')
    const thrown = await read().catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(ApiProblem)
    expect(thrown).toMatchObject({ slug: 'not-configured', document: problem })
  })

  it('that is a problem of an unknown kind means that the page is outdated', async () => {
    answerWith({ ...problem, type: '/problems/brand-new' }, status, 'application/problem+json')
    await expect(read()).rejects.toBeInstanceOf(PageOutdated)
  })

  it.each([
    ['a page of a proxy', '<h1>Bad gateway</h1>', 502, 'text/html'],
    ['JSON of a proxy', { error: 'bad gateway' }, 502, 'application/json'],
    ['a page instead of data', '<h1>Sign in to the network</h1>', 200, 'text/html'],
  ])('that is %s is not from the server', async (_, body, code, type) => {
    answerWith(body, code, type)
    await expect(read()).rejects.toBeInstanceOf(NoResponse)
  })
})
