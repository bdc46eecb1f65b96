import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Response } from '@playwright/test'
import { chooseBrowser } from '../e2e/browser.ts'
import { addExampleBots } from '../e2e/product/add-example-bots.ts'
import { admin, type Product, startProduct } from '../e2e/product/start-product.ts'
import { median } from './median.ts'

/** A slow network and a slow phone: 1.6 Mbit/s, 150 ms round trip, a processor four times slower than this one. */
const network = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 }
const cpuSlowdown = 4
const runs = 3

/** `code` is all JavaScript and style sheets, in kB of gzip. */
const targets = { code: 190, interactiveMs: 3_000, layoutShift: 0.1 }

interface PageUnderTest {
  name: string
  path: string
  /** The control that a person waits for. */
  ready: { role: 'button' | 'textbox' | 'searchbox'; name: string }
  signedIn: boolean
}

const setup = '/bots/new-bot/settings/email/office365'
const pages: PageUnderTest[] = [
  { name: 'sign-in', path: '/sign-in', ready: { role: 'button', name: 'Sign in' }, signedIn: false },
  { name: 'overview', path: '/bots', ready: { role: 'button', name: 'Create bot' }, signedIn: true },
  { name: 'configuration, new', path: setup, ready: { role: 'button', name: 'Submit' }, signedIn: true },
  {
    name: 'configuration, set up',
    path: setup.replace('new-bot', 'working-bot'),
    ready: { role: 'button', name: 'Send test email' },
    signedIn: true,
  },
]

interface Measure {
  code: number
  kilobytes: number
  requests: number
  interactiveMs: number
  layoutShift: number
}

/** Adds up all layout shifts from the start of the page. */
const observeLayoutShift = () => {
  Reflect.set(window, 'layoutShift', 0)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      Reflect.set(
        window,
        'layoutShift',
        Number(Reflect.get(window, 'layoutShift')) + Number(Reflect.get(entry, 'value')),
      )
  }).observe({ type: 'layout-shift', buffered: true })
}

async function measure(browser: Browser, product: Product, page: PageUnderTest): Promise<Measure> {
  const context = await browser.newContext({ baseURL: product.url })
  if (page.signedIn) await context.request.post('/api/v1/session', { data: admin, headers: { origin: product.url } })
  const tab = await context.newPage()
  await tab.addInitScript(observeLayoutShift)
  const session = await context.newCDPSession(tab)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', network)
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown })
  const code: Response[] = []
  tab.on('response', (response) => {
    if (/\.(js|css)$/.test(new URL(response.url()).pathname)) code.push(response)
  })
  let bytes = 0
  let requests = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
    requests += 1
  })
  const startedAt = performance.now()
  await tab.goto(page.path, { waitUntil: 'commit' })
  const control = tab.getByRole(page.ready.role, { name: page.ready.name })
  await control.waitFor()
  // A trial click succeeds when the control is visible, stable and receives events.
  await control.click({ trial: true })
  const interactiveMs = performance.now() - startedAt
  await tab.waitForLoadState('networkidle')
  const layoutShift = await tab.evaluate(() => Number(Reflect.get(window, 'layoutShift')))
  const bodies = await Promise.all(code.map((response) => response.body()))
  await context.close()
  return {
    code: bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1_000,
    kilobytes: bytes / 1_000,
    requests,
    interactiveMs,
    layoutShift,
  }
}

const product = await startProduct({ logLevel: 'silent' })
await addExampleBots(product)
const browser = await chromium.launch(await chooseBrowser('system'))
let isMet = true
process.stdout.write(
  `Everything that a first visit loads, 1.6 Mbit/s, 150 ms, CPU ${cpuSlowdown} times slower, median of ${runs}\n\n` +
    '| page | JS and CSS, kB of gzip | total transfer, kB | requests | usable after | layout shift |\n' +
    '|---|--:|--:|--:|--:|--:|\n',
)
for (const page of pages) {
  const measures: Measure[] = []
  for (let run = 0; run < runs; run += 1) measures.push(await measure(browser, product, page))
  const of = (name: keyof Measure) => median(measures.map((one) => one[name]))
  const row = { code: of('code'), interactiveMs: of('interactiveMs'), layoutShift: of('layoutShift') }
  isMet &&=
    row.code <= targets.code && row.interactiveMs <= targets.interactiveMs && row.layoutShift <= targets.layoutShift
  process.stdout.write(
    `| ${page.name} | ${row.code.toFixed(0)} | ${of('kilobytes').toFixed(0)} | ${of('requests')} | ${(row.interactiveMs / 1000).toFixed(1)} s | ${row.layoutShift.toFixed(3)} |\n`,
  )
}
await browser.close()
await product.close()
process.exitCode = isMet ? 0 : 1
