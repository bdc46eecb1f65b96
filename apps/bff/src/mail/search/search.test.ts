import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

const password = 'four-words-in-a-row'

let server: SendingServer
let orders: SendingBot
let alerts: SendingBot

const subjectsOf = (body: { messages: { subject: string }[] }) => body.messages.map(({ subject }) => subject)
const search = async (query: string, client: TestClient = server.admin) => {
  const { status, body } = await client.get(`/messages?${query}`)
  expect(status).toBe(200)
  return subjectsOf(body)
}

beforeAll(async () => {
  server = await startSendingServer()
  orders = await server.addBot()
  alerts = await server.addBot()
  const send = ({ service, messages }: SendingBot, changes: object) => service.post(messages, mail(changes))
  await send(orders, { to: ['Ada@Contoso.com'], subject: 'Your order 4711' })
  await send(orders, { to: ['grace@example.com'], cc: ['ada@contoso.com'], subject: 'Your invoice' })
  await send(alerts, { to: ['grace@example.com'], bcc: ['boss@contoso.com'], subject: 'An alert about an order' })
  await send(orders, { to: ['x@fabrikam.com'], subject: '=1+1, "quoted"' })
})
afterAll(() => server.close())

describe('the search in messages', () => {
  it('finds in all bots by recipient, words, state, source and time, newest first', async () => {
    expect(await search('recipient=ada@contoso.com')).toEqual(['Your invoice', 'Your order 4711'])
    expect(await search('recipient=@contoso.com')).toEqual([
      'An alert about an order',
      'Your invoice',
      'Your order 4711',
    ])
    expect(await search('q=ORDER')).toEqual(['An alert about an order', 'Your order 4711'])
    expect(await search(`q=order&bot=${orders.id}`)).toEqual(['Your order 4711'])
    expect(await search('q=order&recipient=contoso.com&state=accepted,failed&source=service:Service%201')).toEqual([
      'Your order 4711',
    ])
    expect(await search(`q=order&from=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([])
    expect(await search(`q=order&to=${new Date(Date.now() + 60_000).toISOString()}&limit=1`)).toHaveLength(1)
  })

  it('takes the same filters for one bot', async () => {
    const { body } = await server.admin.get(`${alerts.messages}?recipient=contoso.com&q=alert`)
    expect(subjectsOf(body)).toEqual(['An alert about an order'])
  })

  it('counts how many match, and in which states', async () => {
    const { body } = await server.admin.get('/messages?recipient=contoso.com&state=failed&counts=true')
    expect(body).toMatchObject({
      messages: [],
      counts: { matching: 0, isMore: false, isByStateMore: false, byState: { accepted: 3, failed: 0 } },
    })
    const cursor = (await server.admin.get('/messages?limit=1')).body.nextCursor
    const second = (await server.admin.get(`/messages?limit=1&counts=true&cursor=${cursor}`)).body
    expect(Object.keys(second)).toEqual(['messages', 'nextCursor'])
  })

  it('shows services and people only messages of their own bots', async () => {
    expect(await search('recipient=contoso.com', alerts.service)).toEqual(['An alert about an order'])
    const forbidden = await alerts.service.get(`/messages?bot=${orders.id}`)
    const missing = await alerts.service.get('/messages?bot=nowhere')
    expect(problemOf(forbidden)).toEqual({ status: 404, slug: 'not-found', pointers: [] })
    expect({ ...forbidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' })
    await server.admin.post('/people', { email: 'grace@example.com', role: 'admin', botIds: [alerts.id], password })
    const admin = await server.signIn({ email: 'grace@example.com', password })
    expect(await search('q=order', admin)).toEqual(['An alert about an order'])
    await server.admin.post('/people', { email: 'nobody@example.com', role: 'admin', botIds: [], password })
    expect(await search('', await server.signIn({ email: 'nobody@example.com', password }))).toEqual([])
  })
})

interface ExportEvent {
  botId: string | null
  actor: { name: string }
  details: Record<string, unknown>
}
const lastExport = async (): Promise<ExportEvent> =>
  (await server.admin.get('/audit-events?action=message.exported&limit=1')).body.auditEvents[0]

describe('the export of messages', () => {
  it('is a CSV file that opens in Excel and holds no formula', async () => {
    const { status, headers, text } = await server.admin.get('/messages/export?format=csv&recipient=fabrikam.com')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="messages-\d{4}-\d\d-\d\d\.csv"$/)
    expect(headers.get('row-estimate')).toBe('1')
    expect(headers.get('cache-control')).toBe('no-store')
    const [head, row, end] = text.split('\r\n')
    expect(head).toMatch(/^"id","botId","state",/)
    expect(row).toContain(`"x@fabrikam.com","","","'=1+1, ""quoted""","service","Service 1",1,`)
    expect(end).toBe('')
  })

  it('begins with a byte order mark', async () => {
    const { url } = server
    const response = await fetch(`${url}/api/v1/messages/export?format=csv`, {
      headers: { authorization: `Bearer ${orders.key}` },
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('is one message per line in NDJSON, the same as in a list', async () => {
    const { headers, text } = await orders.service.get('/messages/export?format=ndjson&q=your')
    expect(headers.get('content-type')).toBe('application/x-ndjson')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual((await orders.service.get('/messages?q=your')).body.messages)
  })

  it('records who exported how many, without addresses and words', async () => {
    await orders.service.get(`/messages/export?format=csv&q=your&recipient=contoso.com&state=accepted&bot=${orders.id}`)
    const event = await lastExport()
    expect(event).toMatchObject({ botId: orders.id, actor: { kind: 'service-key', name: 'Service 1' } })
    expect(event.details).toEqual({
      format: 'csv',
      count: 2,
      complete: true,
      filter: { states: ['accepted'], by: ['recipient', 'q'] },
    })
  })

  it('exports only messages of own bots', async () => {
    const { text } = await alerts.service.get('/messages/export?format=csv')
    expect(text).toContain('An alert about an order')
    expect(text).not.toContain('Your invoice')
    expect((await alerts.service.get(`/messages/export?format=csv&bot=${orders.id}`)).status).toBe(404)
  })
})

describe('the export of many messages', () => {
  const total = 30_000
  beforeAll(async () => {
    const subject = 'x'.repeat(500)
    const start = Date.now() - 86_400_000
    const rows = Array.from({ length: total }, (_, index) => {
      const hex = (start + index).toString(16).padStart(12, '0')
      const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
      const created = new Date(start + index).toISOString()
      return `('${id}', 'bulk', 'accepted', '{"kind":"service","name":"bulk"}', '{"to":[],"cc":[],"bcc":[]}', '${subject}', '${created}', 1)`
    })
    for (let from = 0; from < total; from += 1_000)
      await server.sql(
        `insert into messages (id, bot_id, state, source, recipients, subject, created_at, attempts) values ${rows.slice(from, from + 1_000).join(',')}`,
      )
    await server.admin.put('/bots/bulk', { name: 'Bulk' })
  })

  const makeKey = async (name: string): Promise<{ id: string; key: string }> =>
    (await server.admin.post('/service-keys', { name, scopes: ['messages:read'], botIds: ['bulk'] })).body

  /** A client that has taken the beginning of an export, and waits. */
  async function beginExport(headers: Record<string, string>): Promise<IncomingMessage> {
    const asking = request(`${server.url}/api/v1/messages/export?format=csv&bot=bulk`, { headers })
    asking.end()
    const [response] = await once(asking, 'response')
    response.pause()
    await wait(300)
    return response
  }

  async function expectIncomplete(response: IncomingMessage, name: string): Promise<void> {
    await expect(readText(response)).rejects.toThrow('aborted')
    await until(lastExport, ({ actor }) => actor.name === name)
    const { auditEvents } = (await server.admin.get('/audit-events?action=message.exported')).body
    const events = auditEvents.filter(({ actor }: ExportEvent) => actor.name === name)
    expect(events).toMatchObject([{ details: { complete: false } }])
    expect(events[0].details.count).toBeLessThan(total)
  }

  it('reads no further than a slow client, and ends when it leaves', async () => {
    const { key } = await makeKey('leaves')
    const response = await beginExport({ authorization: `Bearer ${key}` })
    response.destroy()
    const event = await until(lastExport, ({ actor }) => actor.name === 'leaves')
    expect(event.details).toMatchObject({ complete: false })
    expect(event.details['count']).toBeLessThan(total)
    const all = await createTestClient(server.url, server.url, key).get('/messages/export?format=ndjson')
    expect(all.text.split('\n')).toHaveLength(total + 1)
    expect((await lastExport()).details).toMatchObject({ complete: true, count: total })
  })

  it('breaks off when the service key is revoked, and is recorded once, as incomplete', async () => {
    const { id, key } = await makeKey('revoked')
    const response = await beginExport({ authorization: `Bearer ${key}` })
    expect((await server.admin.delete(`/service-keys/${id}`)).status).toBe(204)
    await expectIncomplete(response, 'revoked')
  })

  it.each([
    ['signs out', (session: Session) => session.signOut()],
    ['loses the bot', ({ id }: Session) => changePerson(id, { botIds: [orders.id] })],
    ['is removed', ({ id }: Session) => server.admin.delete(`/people/${id}`)],
  ])('breaks off when the person %s', async (name, loseAccess) => {
    const session = await signInAs(name)
    const response = await beginExport({ cookie: session.cookie })
    expect((await loseAccess(session)).status).toBeLessThan(300)
    await expectIncomplete(response, name)
  })
})

interface Session {
  id: string
  cookie: string
  signOut: () => Promise<Response>
}

const changePerson = (id: string, body: object) => server.admin.request('PATCH', `/people/${id}`, { body })

/** A new person who sees the bot with many messages. */
async function signInAs(name: string): Promise<Session> {
  const email = `${name.replaceAll(' ', '-')}@example.com`
  const { id } = (await server.admin.post('/people', { email, name, role: 'admin', botIds: ['bulk'], password })).body
  const origin = server.dependencies.config.publicUrl
  const headers = { 'content-type': 'application/json', origin }
  const url = `${server.url}/api/v1/session`
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ email, password }) })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { id, cookie, signOut: () => fetch(url, { method: 'DELETE', headers: { cookie, origin } }) }
}

describe('the export of the audit log', () => {
  it('has the events that the caller sees, and is recorded', async () => {
    const { text, headers } = await server.admin.get(`/audit-events/export?format=csv&action=bot&botId=${orders.id}`)
    expect(headers.get('content-disposition')).toMatch(/audit-log-.*\.csv"$/)
    expect(text.split('\r\n')).toHaveLength(3)
    expect(text).toContain('"bot.created"')
    const [event] = (await server.admin.get('/audit-events?action=audit-event.exported')).body.auditEvents
    expect(event.details).toEqual({ format: 'csv', count: 1, complete: true, action: 'bot' })
    const { text: lines } = await server.admin.get('/audit-events/export?format=ndjson')
    expect(lines.trimEnd().split('\n').length).toBeGreaterThan(5)
  })
})
