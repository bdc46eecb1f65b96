import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBrowser } from './testing/browser.ts'
import { hostEnvironment } from './testing/start-host.ts'
import { startIdentityProvider, type TestIdentityProvider } from './testing/start-identity-provider.ts'
import { mail, type SendingServer, startSendingServer } from './testing/start-sending-server.ts'
import { owner, startTestServer } from './testing/start-test-server.ts'
import type { TestResponse } from './testing/test-client.ts'

const origin = 'https://dashboard.example.com'
const basePath = '/tools/email'
const document = `<!doctype html>
<html>
  <head>
    <link rel="icon" href="./favicon.svg" />
    <script src="./assets/main.js"></script>
    <a href="https://example.com/./x">x</a>
  </head>
</html>`

let provider: TestIdentityProvider
let folder: string
let server: SendingServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-web-'))
  await writeFile(join(folder, 'index.html'), document)
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  provider = await startIdentityProvider(`${origin}${basePath}/api/v1/session/oidc/callback`)
  server = await startSendingServer({
    webFolder: folder,
    environment: {
      PUBLIC_URL: `${origin}${basePath}/`,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  })
})
afterAll(async () => {
  await server.close()
  await provider.close()
  await rm(folder, { recursive: true })
})

const get = async (path: string) => await fetch(`${server.url}${path}`, { headers: { accept: 'text/html' } })
const cookieOf = ({ headers }: Pick<TestResponse, 'headers'>): string => headers.getSetCookie()[0] ?? ''

describe.each([
  ['a proxy that keeps the path', basePath],
  ['a proxy that removes the path', ''],
])('behind %s', (_name, sent) => {
  it('serves the pages, whose addresses are below the path', async () => {
    for (const path of ['/', '/bots/orders/settings/email/office365', '/intake']) {
      const response = await get(`${sent}${path}`)
      expect(response.status).toBe(200)
      const text = await response.text()
      expect(text).toContain(`<meta name="base-path" content="${basePath}" />`)
      expect(text).toContain(`href="${basePath}/favicon.svg"`)
      expect(text).toContain(`src="${basePath}/assets/main.js"`)
      expect(text).toContain('href="https://example.com/./x"')
    }
    expect(await (await get(`${sent}/favicon.svg`)).text()).toBe('<svg/>')
    expect((await get(`${sent}/nowhere`)).status).toBe(404)
  })

  it('serves the API and its documentation', async () => {
    expect((await get(`${sent}/healthz`)).status).toBe(200)
    expect(await (await get(`${sent}/api/docs`)).text()).toContain(`src="${basePath}/api/docs/scalar.js"`)
    expect(await (await get(`${sent}/api/docs/start.js`)).text()).toContain(`url: '${basePath}/api/v1/openapi.json'`)
    const { paths } = (await (await get(`${sent}/api/v1/openapi.json`)).json()) as { paths: object }
    expect(Object.keys(paths)).toContain(`${basePath}/api/v1/bots`)
    expect((await get(`${sent}/api/v1/nowhere`)).status).toBe(404)
  })

  it('keeps the cookie to the path', async () => {
    const response = await fetch(`${server.url}${sent}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(owner),
    })
    expect(response.status).toBe(200)
    expect(cookieOf(response)).toMatch(
      /^__Secure-office365-email-session=[^;]+; Path=\/tools\/email; HttpOnly; Secure; SameSite=Lax$/,
    )
  })
})

it.each(['/tools/emails', '/tools', '/tools/email.html', '/TOOLS/email'])('serves nothing at %s', async (path) => {
  expect((await get(path)).status).toBe(404)
})

it('answers the path itself with the first page, with or without a slash', async () => {
  for (const path of [basePath, `${basePath}/`, `${basePath}?a=b`]) expect((await get(path)).status).toBe(200)
})

it('makes addresses below the path', async () => {
  const { id, messages, service } = await server.addBot()
  const link = await server.admin.post(`/bots/${id}/intake-links`)
  expect(link.body.url).toMatch(/^https:\/\/dashboard\.example\.com\/tools\/email\/intake#/)
  const queued = await service.post(messages, mail(), { prefer: 'respond-async' })
  expect(queued.headers.get('location')).toBe(`${basePath}/api/v1${messages}/${queued.body.id}`)
})

it('leaves to the host what concerns all of its origin', async () => {
  const admin = await server.signIn()
  const { headers } = await admin.delete('/session')
  expect(headers.has('strict-transport-security')).toBe(false)
  expect(headers.has('clear-site-data')).toBe(false)
})

it('signs in through the identity provider and returns to a page below the path', async () => {
  const admin = await server.signIn()
  await admin.post('/people', { email: 'grace@example.com', role: 'admin', botIds: [] })
  provider.accounts['grace'] = { email: 'grace@example.com', email_verified: true }
  const open = async (subject: string) => {
    provider.choose(subject)
    const browser = createBrowser(origin, server.url)
    const isPage = (url: URL) => url.origin === origin && !url.pathname.includes('/api/')
    const { next } = await browser.open(`${basePath}/api/v1/session/oidc?next=/bots/orders/settings`, isPage)
    return next?.href
  }
  expect(await open('grace')).toBe(`${origin}${basePath}/bots/orders/settings`)
  provider.accounts['mallory'] = { email: 'mallory@example.com', email_verified: true }
  expect(await open('mallory')).toMatch(/^https:\/\/dashboard\.example\.com\/tools\/email\/sign-in\?failed=not-added/)
})

it('serves the style sheet of THEME_FILE, which the pages load after their own', async () => {
  const file = join(folder, 'theme.css')
  const css = ':root { --office365-email-color-accent: #a02020 }'
  await writeFile(file, css)
  const themed = await startTestServer({
    webFolder: folder,
    environment: { THEME_FILE: file, PUBLIC_URL: `${origin}${basePath}` },
  })
  const page = await (await fetch(`${themed.url}${basePath}/`)).text()
  expect(page).toMatch(/main\.js[\s\S]*<link rel="stylesheet" href="\/tools\/email\/theme\.css" \/>\s*<\/head>/)
  const response = await fetch(`${themed.url}${basePath}/theme.css`)
  expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(await response.text()).toBe(css)
  await themed.close()
})

it('has no pages about accounts if SHELL is off, but the one where a sign-in in a new tab ends', async () => {
  const framed = await startTestServer({ webFolder: folder, environment: { SHELL: 'off' } })
  const statusOf = async (path: string) =>
    (await fetch(`${framed.url}${path}`, { headers: { accept: 'text/html' } })).status
  for (const path of ['/sign-in', '/set-up', '/people']) expect(await statusOf(path)).toBe(404)
  for (const path of ['/bots', '/signed-in', '/intake']) expect(await statusOf(path)).toBe(200)
  await framed.close()
})

describe('frames', () => {
  const headersOf = async (environment: Record<string, string>) => {
    const framed = await startTestServer({ environment })
    const signedIn = await framed.anonymous().post('/session', owner)
    await framed.close()
    return signedIn.headers
  }

  it('are refused by default', async () => {
    const headers = await headersOf({})
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
  })

  it('are allowed to the origins of FRAME_ANCESTORS, with the same cookie', async () => {
    const headers = await headersOf({
      PUBLIC_URL: 'https://mail.example.com',
      FRAME_ANCESTORS: 'https://dashboard.example.com, https://other.example.com:8443',
    })
    expect(headers.get('content-security-policy')).toContain(
      'frame-ancestors https://dashboard.example.com https://other.example.com:8443;',
    )
    expect(headers.get('content-security-policy')).toContain("script-src 'self';")
    expect(headers.get('x-frame-options')).toBeNull()
    expect(cookieOf({ headers })).toMatch(/^__Host-[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })
})

it('tells the pages that they have no shell and that the bots come from the host', async () => {
  const inside = await startTestServer({
    webFolder: folder,
    environment: { ...hostEnvironment('https://localhost:1/keys'), SHELL: 'off', BOTS_FROM: 'host' },
  })
  const open = (path: string) => fetch(`${inside.url}${path}`, { headers: { accept: 'text/html' } })
  const page = await (await open('/bots/orders/settings/email/office365')).text()
  expect(page).toContain('<meta name="shell" content="off" />')
  expect(page).toContain('<meta name="bots-from" content="host" />')
  for (const path of ['/sign-in', '/set-up', '/people']) expect((await open(path)).status).toBe(404)
  await inside.close()
})

it('explains a failed sign-in on the page that was asked for, if there is no sign-in page', async () => {
  const inside = await startTestServer({
    environment: {
      PUBLIC_URL: `${origin}${basePath}`,
      SHELL: 'off',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  })
  const begin = `${inside.url}${basePath}/api/v1/session/oidc/callback?error=access_denied`
  const response = await fetch(begin, { headers: { accept: 'text/html' }, redirect: 'manual' })
  expect(response.headers.get('location')).toBe(`${basePath}/?failed=identity-provider`)
  await inside.close()
})
