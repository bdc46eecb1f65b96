import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailPages, shellPages } from '@office365-email/shared/pages'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createApp } from '../../app.ts'
import { sendRaw } from '../../testing/raw-request.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { listen } from './listen.ts'

let server: TestServer
let folder: string
let port: number
let close: () => void
const routes: string[] = []
const page = '<title>page</title>'

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-web-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), `<!doctype html><head>${page}</head>`)
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  await writeFile(join(folder, 'favicon.svg.br'), 'x')
  await writeFile(join(folder, 'assets/main-1a2b.js'), 'run()')
  server = await startTestServer()
  const logger = pino({}, { write: (line: string) => void routes.push(JSON.parse(line).route) })
  const app = createApp({ ...server.dependencies, webFolder: folder, logger })
  const own = await listen(app, { host: '127.0.0.1', port: 0 })
  port = own.port
  close = () => {
    own.server.closeAllConnections()
    own.server.close()
  }
})
afterAll(async () => {
  close()
  await server.close()
  await rm(folder, { recursive: true })
})

const html = 'Accept: text/html,application/xhtml+xml,*/*;q=0.8'
const ask = (path: string, accept = 'Accept: */*', method = 'GET') =>
  sendRaw(port, [`${method} ${path} HTTP/1.1`, 'Host: localhost', accept, '', ''].join('\r\n'))

const pages = Object.values({ ...mailPages, ...shellPages })
const example = (pattern: string) => pattern.replace(':botId', 'orders')

it.each(pages)('serves the page %s, also with a slash at its end, and logs its pattern', async (pattern) => {
  for (const path of [example(pattern), `${example(pattern).replace(/\/$/, '')}/`, `${example(pattern)}?a=%20b`]) {
    const { status, text } = await ask(path)
    expect({ path, status }).toEqual({ path, status: 200 })
    expect(text).toContain(page)
    expect(routes.at(-1)?.replace(/(.)\/$/, '$1')).toBe(pattern)
  }
  expect((await ask(example(pattern), html, 'HEAD')).status).toBe(200)
})

it.each([
  '/readyz/',
  '/healthz/',
  '/health',
  '/metrics/',
  '/livez',
  '/READYZ',
  '/healthz%2F',
  '/%68ealthz/',
  '/index.html',
  '/favicon.ico',
  '/favicon.svg.br',
  '/Bots',
  '//bots',
  '/bots//settings',
  '/bots/orders%2Fsettings',
  '/bots/%00',
  '/bots/%zz',
  '/bots/orders/nowhere',
  '/bots/./orders',
  '/x/../bots',
  '/assets/../bots',
  '/x/%2e%2e/bots',
  '/bots;x',
  '/.env',
  '/wp-login.php',
])('has no page at %s: a probe fails, and a person gets a page that says so', async (path) => {
  const probe = await ask(path)
  expect(probe.status).toBe(404)
  expect(probe.text).toMatch(/"type":"\/problems\/not-found"/)
  expect(routes.at(-1)).toMatch(/^none$|^\/bots\/:botId|^\/bots$/)
  expect((await ask(path, 'Accept: */*', 'HEAD')).status).toBe(404)
  const browser = await ask(path, html)
  expect(browser.status).toBe(404)
  expect(browser.text).toContain(page)
})

it.each(['/assets/missing.js', '/assets/', '/assets', '/api/v1/nowhere', '/api/nowhere'])(
  'never answers %s with a page',
  async (path) => {
    const { status, text } = await ask(path, path === '/assets' ? 'Accept: */*' : html)
    expect(status).toBe(404)
    expect(text).not.toContain(page)
  },
)

it('serves the files of the build', async () => {
  expect((await ask('/assets/main-1a2b.js')).text).toMatch(/immutable[\s\S]*run\(\)/)
  expect(routes.at(-1)).toBe('/assets/*')
  expect((await ask('/favicon.svg')).text).toMatch(/<svg\/>/)
  expect(routes.at(-1)).toBe('/favicon.svg')
})

it('names the methods of a page', async () => {
  const posted = await ask('/bots', html, 'POST')
  expect(posted.status).toBe(405)
  expect(posted.text).toMatch(/^allow: GET, HEAD, OPTIONS\r$/im)
  expect((await ask('/bots', html, 'OPTIONS')).status).toBe(204)
  expect((await ask('*', html, 'OPTIONS')).status).toBe(204)
})
