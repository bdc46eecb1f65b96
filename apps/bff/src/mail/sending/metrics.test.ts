import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sendMessageEndpoints } from '@office365-email/shared/endpoints/send-message'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendRaw } from '../../testing/raw-request.ts'
import { mail, type SendingServer, startSendingServer } from '../../testing/start-sending-server.ts'
import { startTestServer } from '../../testing/start-test-server.ts'

let server: SendingServer
beforeAll(async () => {
  server = await startSendingServer()
})
afterAll(() => server.close())

describe('/metrics', () => {
  it('has every series from the start, so that alerts see the first fault', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    const labels = {
      messages_total: ['outcome', 'accepted', 'simulated', 'failed', 'unknown', 'postponed'],
      token_requests_total: ['outcome', 'signed-in', 'refused', 'throttled', 'unreachable'],
      delivery_phase_seconds_count: ['phase', 'lane', 'token', 'record', 'microsoft'],
    }
    for (const [name, [label, ...values]] of Object.entries(labels))
      for (const value of values) expect(text).toContain(`office365_email_${name}{${label}="${value}"} 0\n`)
    for (const reason of ['busy', 'paused', 'stopping'])
      expect(text).toContain(`office365_email_messages_total{outcome="refused-${reason}"} 0\n`)
    expect(text).toContain('office365_email_microsoft_throttled_total 0\n')
    expect(text).toContain('office365_email_http_responses_total{status="5xx"} 0\n')
  })

  it('counts outcomes and times phases, and names no bot and no mailbox', async () => {
    const bot = await server.addBot()
    await bot.service.post(bot.messages, mail())
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    await bot.service.post(bot.messages, mail())
    await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    const answer = await fetch(`${server.url}/metrics`)
    const text = await answer.text()
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toMatch(/office365_email_messages_total\{outcome="accepted"\} 1\n/)
    expect(text).toMatch(/office365_email_messages_total\{outcome="failed"\} 1\n/)
    expect(text).toMatch(/office365_email_queued_messages 1\n/)
    expect(text).toMatch(/office365_email_bots\{status="working"\} 1\n/)
    expect(text).toMatch(/office365_email_bots\{status="not-set-up"\} 0\n/)
    expect(text).toMatch(/office365_email_token_requests_total\{outcome="signed-in"\} 2\n/)
    expect(text).toMatch(/delivery_phase_seconds_bucket\{le="10",phase="microsoft"\} 2\n/)
    expect(text).not.toMatch(/contoso|sender-/)
  })

  it('has every metric that the dashboard, the alert rules and the documentation name, and no other of its own', async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text()
    const typed = [...text.matchAll(/^# TYPE office365_email_(\w+) (\w+)$/gm)]
    const names = typed.flatMap(([, name = '', type]) => (type === 'histogram' ? [name, `${name}_bucket`] : [name]))
    const read = (file: string) => readFileSync(join(import.meta.dirname, '../../../../../docs', file), 'utf8')
    for (const file of ['grafana/dashboard.json', 'grafana/alert-rules.yaml']) {
      const used = [...read(file).matchAll(/office365_email_(\w+)/g)].map(([, name = '']) => name)
      expect(used.length).toBeGreaterThan(10)
      expect(used.filter((name) => !names.includes(name))).toEqual([])
    }
    const documented = [...read('monitoring.md').matchAll(/^\| `(\w+)` \| (\w+) \|/gm)]
    const own = typed.filter(([, name = '']) => !/^(process|nodejs)_/.test(name))
    const describe = (found: RegExpExecArray[]) => new Set(found.map(([, name, type]) => `${name} ${type}`))
    expect(describe(documented)).toEqual(describe(own))
  })

  it.each([
    ['x-forwarded-for', '203.0.113.7'],
    ['forwarded', 'for=203.0.113.7'],
    ['x-forwarded-proto', 'https'],
    ['x-real-ip', '203.0.113.7'],
    ['via', '1.1 proxy'],
  ])('is closed to requests that a proxy forwards with %s', async (name, value) => {
    const answer = await fetch(`${server.url}/metrics`, { headers: { [name]: value } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('requires the token if the server accepts connections from other machines', async () => {
    const settings = { HOST: '0.0.0.0', PUBLIC_URL: 'https://mail.example', METRICS_TOKEN: 'scrape-me-please' }
    const own = await startTestServer({ environment: settings })
    const get = async (authorization = '', host = 'mail.example') => {
      const head = `GET /metrics HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${authorization}\r\n\r\n`
      return (await sendRaw(Number(new URL(own.url).port), head)).status
    }
    expect(await get()).toBe(401)
    expect(await get('Bearer wrong-token')).toBe(401)
    expect(await get('Bearer scrape-me-please')).toBe(200)
    expect(await get('Bearer scrape-me-please', 'evil.example')).toBe(403)
    await own.close()
  })
})

it('passes the trace context and the message ID to Microsoft', async () => {
  const bot = await server.addBot()
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const { body } = await bot.service.post(bot.messages, mail(), { traceparent })
  const handedOver = server.emulator.requests().findLast(({ route }) => route === 'sendMail')
  expect(handedOver?.headers).toMatchObject({ traceparent, 'client-request-id': body.id })
  await bot.service.post(bot.messages, mail(), { traceparent: 'anything else' })
  const next = server.emulator.requests().findLast(({ route }) => route === 'sendMail')
  expect(next?.headers).not.toHaveProperty('traceparent')
})

const sendExamples = sendMessageEndpoints.sendMessage.bodyExamples

describe('the documentation', () => {
  it('has examples that the API accepts unchanged', async () => {
    const bot = await server.addBot()
    for (const { value } of Object.values(sendExamples))
      expect((await bot.service.post(bot.messages, value)).status).toBe(202)
  })

  it('describes sending with its headers, examples and problems', async () => {
    const { body } = await server.anonymous().get('/openapi.json')
    const { post } = body.paths['/api/v1/bots/{botId}/messages']
    expect(post.parameters.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['botId', 'Idempotency-Key', 'Prefer']),
    )
    expect(Object.keys(post.requestBody.content['application/json'].examples)).toEqual(Object.keys(sendExamples))
    expect(Object.keys(body.components.securitySchemes)).toEqual(['serviceKey', 'session'])
    expect(post.security).toEqual([{ serviceKey: [] }, { session: [] }])
    expect(body.paths['/api/v1/session'].post.security).toEqual([])
    expect(Object.keys(post.responses)).toEqual(
      expect.arrayContaining([
        '202',
        '400',
        '401',
        '403',
        '404',
        '409',
        '413',
        '415',
        '422',
        '429',
        '502',
        '503',
        '504',
      ]),
    )
  })

  it('is a page that loads nothing from other servers', async () => {
    const page = await fetch(`${server.url}/api/docs`)
    const text = await page.text()
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';/)
    expect(text).not.toMatch(/https?:\/\//)
    const scripts = [...text.matchAll(/src="([^"]+)"/g)].map(([, path]) => path)
    expect(scripts).toHaveLength(2)
    for (const path of scripts) {
      const script = await fetch(`${server.url}${path}`)
      expect(script.status).toBe(200)
      expect(script.headers.get('content-type')).toMatch(/javascript/)
    }
  })
})
