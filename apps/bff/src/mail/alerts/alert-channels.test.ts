import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type AlertReceiver,
  ntfyToken,
  type ServiceName,
  services,
  startAlertReceiver,
} from '../../testing/start-alert-receiver.ts'
import { contoso as values } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'

const names = Object.keys(services) as ServiceName[]
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** What an attacker would name a bot, for the formats of all services. */
const hostileName = '@everyone <!channel> <@123> [pay](https://evil.example) **b** `c` &amp; <at>x</at> 漢字 🚨'

let receivers: Record<ServiceName, AlertReceiver>
let server: TestServer
let owner: TestClient
let now: Date

beforeEach(async () => {
  const started = await Promise.all(names.map(async (name) => [name, await startAlertReceiver(name)] as const))
  receivers = Object.fromEntries(started) as Record<ServiceName, AlertReceiver>
  const hosts = names.map((name) => receivers[name].host).join(',')
  server = await startTestServer({ environment: { ALERT_WEBHOOK_HOSTS: hosts } })
  owner = await server.signIn()
  now = new Date('2027-03-10T12:00:10Z')
  await owner.put('/bots/orders', { name: 'Orders' })
})
afterEach(async () => {
  await server.close()
  await Promise.all(names.map((name) => receivers[name].close()))
})

const targetOf = (kind: ServiceName) => ({
  kind,
  url: receivers[kind].url,
  ...(kind === 'ntfy' && { token: ntfyToken }),
})
const create = async (kind: ServiceName, choices: object = {}) => {
  const answer = await owner.post('/alert-channels', { ...targetOf(kind), name: kind, collectMinutes: 0, ...choices })
  expect(answer.status).toBe(201)
  return answer.body
}
const channels = async () => (await owner.get('/alert-channels')).body.alertChannels
const watch = (minutes = 0) => {
  const at = new Date(now.getTime() + minutes * minuteMs)
  return server.dependencies.mail.watchOnce(at, at)
}
const expiresIn = (days: number) => new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10)
async function configure(botId: string, name: string, days: number) {
  await owner.put(`/bots/${botId}`, { name })
  await owner.put(`/bots/${botId}/office365`, { ...values, secretExpiresOn: expiresIn(days) })
}
const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

const matches = (text: string, pattern: RegExp) => text.match(pattern) ?? []

/** Whatever the service would not show as it is. */
const findMeaning: Record<ServiceName, (message: object) => string[]> = {
  slack: (message) => textsOf(message).flatMap((text) => matches(text, /<(?!https?:\/\/[^|]*\|)|&(?!amp;|lt;|gt;)/g)),
  discord: (message) => {
    const { embeds, allowed_mentions: mentions } = message as { embeds: object[]; allowed_mentions: object }
    const shown = embeds.flatMap((embed) => Object.entries(embed).filter(([name]) => name !== 'url'))
    const texts = textsOf(shown).join('\n').replaceAll(/\\./g, '')
    return [...matches(texts, /[@<[\](`*_]|:\/\//g), ...textsOf(mentions)]
  },
  // A text block would have Markdown, and entities would have mentions.
  teams: (message) => matches(JSON.stringify(message), /"TextBlock"|"entities"/g),
  ntfy: (message) => matches(JSON.stringify(message), /"markdown"/g),
}

describe.each(names)('a channel for %s', (kind) => {
  it('is tested before and after it is saved, in the format of the service', async () => {
    const draft = await owner.post('/alert-tests', targetOf(kind))
    expect(draft).toMatchObject({ status: 200, body: { outcome: 'delivered', status: expect.any(Number) } })
    const { id } = await create(kind)
    expect((await owner.post(`/alert-channels/${id}/test`)).body).toMatchObject({ outcome: 'delivered' })
    expect(receivers[kind].responses.map(({ status }) => status)).toEqual([draft.body.status, draft.body.status])
  })

  it('shows only the host and the end of its address, which is a secret', async () => {
    const created = await create(kind)
    const { host, url } = receivers[kind]
    expect(created).toMatchObject({
      kind,
      address: { host, ending: url.slice(-4), hasToken: kind === 'ntfy' },
      signingSecret: null,
    })
    const secret = services[kind].path
    await owner.post(`/alert-channels/${created.id}/test`)
    for (const path of ['/alert-channels', '/audit-events'])
      for (const part of [secret, secret.slice(1, 30), ntfyToken])
        expect((await owner.get(path)).text).not.toContain(part)
    const rows = JSON.stringify(await server.sql('select * from alert_webhooks'))
    for (const part of [secret, secret.slice(1, 30), ntfyToken]) expect(rows).not.toContain(part)
    expect((await owner.get('/alert-webhooks')).body.alertWebhooks).toEqual([])
  })

  it('gets each alert, with names that mean nothing to the service', async () => {
    await create(kind)
    await configure('orders', hostileName, 7)
    await watch()
    expect(receivers[kind].responses).toHaveLength(1)
    expect(receivers[kind].accepted).toHaveLength(1)
    const [{ body } = { body: '' }] = receivers[kind].accepted
    const message = JSON.parse(body)
    expect(textsOf(message).join('\n')).toContain('漢字 🚨')
    expect(findMeaning[kind](message)).toEqual([])
  })

  it('gets many alerts as one summary within every limit', async () => {
    await create(kind)
    const longName = '🚨'.repeat(50)
    await Promise.all(Array.from({ length: 30 }, (_, index) => configure(`bot-${index}`, longName, 7)))
    await watch()
    expect(receivers[kind].responses.map(({ status }) => status < 300)).toEqual([true])
    expect(receivers[kind].accepted[0]?.body).toContain('30 alerts')
    expect(receivers[kind].accepted[0]?.body).toMatch(/And 1\d more/)
    expect(await channels()).toMatchObject([{ waiting: 0, lastDelivery: { outcome: 'delivered' } }])
  })

  it('waits as long as the service asks for, also with alerts that come later', async () => {
    await create(kind)
    const { tooMany } = services[kind]
    receivers[kind].answerNext(tooMany)
    await configure('orders', 'Orders', 7)
    await watch()
    await configure('invoices', 'Invoices', 7)
    await watch(1)
    const isAsked = tooMany.headers?.['retry-after'] !== undefined
    expect(receivers[kind].responses).toHaveLength(isAsked ? 1 : 2)
    await watch(3)
    const bodies = receivers[kind].accepted.map(({ body }) => body).join()
    for (const name of ['Orders', 'Invoices']) expect(bodies).toContain(name)
    expect(await channels()).toMatchObject([{ waiting: 0, failingSince: null }])
  })

  it('shows a refusal without its secrets, and is tried again when its address is corrected', async () => {
    const { id } = await create(kind)
    const secret = services[kind].path
    const words = `<b>No</b> service\u0007 at ${secret} for ${ntfyToken}`
    receivers[kind].answerNext({ status: 404, body: words })
    await configure('orders', 'Orders', 7)
    await watch()
    const [shown] = await channels()
    expect(shown).toMatchObject({ waiting: 1, failingSince: now.toISOString(), lastDelivery: { status: 404 } })
    const token = kind === 'ntfy' ? '[secret]' : ntfyToken
    expect(shown.lastDelivery.excerpt).toBe(`No service at [secret] for ${token}`)
    expect((await owner.request('PATCH', `/alert-channels/${id}`, { body: { url: receivers[kind].url } })).status).toBe(
      200,
    )
    await watch(0.1)
    expect(receivers[kind].accepted).toHaveLength(1)
    expect(await channels()).toMatchObject([{ waiting: 0, failingSince: null }])
  })
})

describe('a channel', () => {
  it('gets only the types and the bots that it is for', async () => {
    await owner.put('/bots/invoices', { name: 'Invoices' })
    await create('slack', { types: ['secret-expires'], botIds: ['invoices'] })
    await create('discord', { types: ['mail-fails', 'mail-recovered'] })
    await configure('orders', 'Orders', 7)
    await configure('invoices', 'Invoices', 7)
    await watch()
    expect(receivers.slack.accepted).toHaveLength(1)
    expect(receivers.slack.accepted[0]?.body).toContain('Invoices')
    expect(receivers.discord.responses).toEqual([])
  })

  it('collects the alerts of a period into one message', async () => {
    await create('slack', { collectMinutes: 15 })
    await configure('orders', 'Orders', 7)
    await watch(1)
    await configure('invoices', 'Invoices', 7)
    await watch(5)
    expect(receivers.slack.responses).toEqual([])
    expect(await channels()).toMatchObject([{ waiting: 2 }])
    await watch(15)
    expect(receivers.slack.accepted).toHaveLength(1)
    expect(receivers.slack.accepted[0]?.body).toContain('2 alerts')
  })

  it('sends no alert that waits once its owner chooses other bots', async () => {
    const channel = await create('slack', { collectMinutes: 15 })
    await configure('orders', 'Orders', 7)
    await configure('invoices', 'Invoices', 7)
    await watch(1)
    expect(await channels()).toMatchObject([{ waiting: 2 }])
    await owner.request('PATCH', `/alert-channels/${channel.id}`, { body: { botIds: ['invoices'] } })
    await watch(15)
    expect(receivers.slack.accepted).toHaveLength(1)
    expect(receivers.slack.accepted[0]?.body).not.toContain('Orders')
    expect(await channels()).toMatchObject([{ waiting: 0 }])
  })

  it('keeps both of two changes that are made at the same time', async () => {
    const { id } = await create('slack')
    const change = (body: object) => owner.request('PATCH', `/alert-channels/${id}`, { body })
    const changes = [{ name: 'Renamed' }, { types: ['mail-fails'] }, { botIds: ['orders'] }, { collectMinutes: 15 }]
    const answers = await Promise.all(changes.map(change))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const merged = Object.assign({}, ...changes)
    expect(await channels()).toMatchObject([{ ...merged, version: 5 }])
  })

  it('refuses a change that is based on an earlier version', async () => {
    const { id, version } = await create('slack')
    const change = (name: string, ifMatch: string) =>
      owner.request('PATCH', `/alert-channels/${id}`, { body: { name }, headers: { 'if-match': ifMatch } })
    expect((await change('First', `"${version}"`)).body).toMatchObject({ name: 'First', version: version + 1 })
    expect(problemOf(await change('Second', `"${version}"`))).toMatchObject({
      status: 412,
      slug: 'alert-channel-changed',
    })
    expect(await channels()).toMatchObject([{ name: 'First' }])
    expect((await change('Third', `"${version + 1}"`)).status).toBe(200)
    expect((await change('Fourth', '*')).status).toBe(200)
  })

  it('keeps its token for its server only', async () => {
    const { id } = await create('ntfy')
    const change = (body: object) => owner.request('PATCH', `/alert-channels/${id}`, { body })
    const elsewhere = { url: `https://${receivers.slack.host}/topic` }
    expect(problemOf(await change(elsewhere))).toMatchObject({ status: 422, pointers: ['/token'] })
    expect((await change({ url: receivers.ntfy.url })).status).toBe(200)
    expect((await change({ ...elsewhere, token: null })).status).toBe(200)
  })

  it('keeps alerts during quiet hours and sends them as one summary afterward, urgent ones immediately', async () => {
    const quietHours = { timeZone: 'Europe/Berlin', from: '12:00', to: '14:30', days: [3], letUrgentThrough: true }
    await create('slack', { quietHours })
    await configure('orders', 'Orders', 7)
    await configure('invoices', 'Invoices', 7)
    await configure('old', 'Old', -3)
    await watch()
    expect(receivers.slack.accepted.map(({ body }) => body.includes('Old'))).toEqual([true])
    await watch(80)
    expect(receivers.slack.accepted).toHaveLength(1)
    expect(await channels()).toMatchObject([{ waiting: 2 }])
    await watch(90)
    expect(receivers.slack.accepted[1]?.body).toContain('2 alerts')
    expect(await channels()).toMatchObject([{ waiting: 0 }])
  })

  it('refuses quiet hours without an end', async () => {
    const quietHours = {
      timeZone: 'UTC',
      from: '00:00',
      to: '00:00',
      days: [1, 2, 3, 4, 5, 6, 7],
      letUrgentThrough: true,
    }
    const answer = await owner.post('/alert-channels', { ...targetOf('slack'), name: 'Never', quietHours })
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers: ['/quietHours'] })
  })

  it.each([
    ['slack', { url: 'https://hooks.slack.com/' }, '/url'],
    ['slack', {}, '/url'],
    ['slack', { url: 'https://hooks.slack.com/services/x', token: 't' }, '/token'],
    ['teams', { url: 'https://contoso.webhook.office.com/webhookb2/x' }, '/url'],
    ['discord', { url: 'https://discord.com/channels/1/2' }, '/url'],
    ['discord', { url: 'https://discord.com/api/webhooks/1/token/slack' }, '/url'],
    ['ntfy', { url: 'https://ntfy.sh/' }, '/url'],
    ['ntfy', { url: 'https://ntfy.sh/topic?auth=x' }, '/url'],
    ['ntfy', { url: 'https://ntfy.sh/topic', to: ['ada@example.com'] }, '/to'],
    ['slack', { url: 'http://hooks.slack.com/services/x' }, '/url'],
    ['slack', { url: 'https://10.0.0.1/services/x' }, '/url'],
    ['discord', { url: 'https://169.254.169.254/api/webhooks/1/t' }, '/url'],
    ['email', { senderBotId: 'none', to: ['ada@example.com'] }, '/senderBotId'],
    ['email', { senderBotId: 'orders' }, '/to'],
    ['email', { senderBotId: 'orders', to: ['nobody'] }, '/to/0'],
    ['email', { senderBotId: 'orders', to: ['ada@example.com'], url: 'https://example.com/' }, '/url'],
  ])('%s with %j is refused on %s, also for a test', async (kind, target, pointer) => {
    for (const [path, body] of [
      ['/alert-channels', { kind, name: 'A', ...target }],
      ['/alert-tests', { kind, ...target }],
    ] as const)
      expect(problemOf(await owner.post(path, body))).toEqual({
        status: 422,
        slug: 'invalid-request',
        pointers: [pointer],
      })
  })

  it('does not follow a redirect', async () => {
    receivers.slack.answerNext({ status: 307, body: '', headers: { location: receivers.discord.url } })
    const answer = await owner.post('/alert-tests', targetOf('slack'))
    expect(answer.body).toMatchObject({ outcome: 'failed', status: 307 })
    expect(receivers.discord.responses).toEqual([])
  })

  it('is one of at most 20', async () => {
    for (let count = 0; count < 20; count += 1) await create('slack')
    const more = await owner.post('/alert-channels', { ...targetOf('slack'), name: 'One more' })
    expect(problemOf(more).slug).toBe('not-possible-now')
  })

  it('records who created, changed, tested and deleted it', async () => {
    const { id } = await create('slack')
    await owner.request('PATCH', `/alert-channels/${id}`, { body: { name: 'Other' } })
    await owner.post(`/alert-channels/${id}/test`)
    await owner.delete(`/alert-channels/${id}`)
    const { auditEvents } = (await owner.get('/audit-events?action=alert-webhook')).body
    const { host } = receivers.slack
    expect(auditEvents.map(({ action, details }: { action: string; details: object }) => [action, details])).toEqual([
      ['alert-webhook.deleted', { alertWebhookId: id }],
      ['alert-webhook.tested', { alertWebhookId: id, kind: 'slack', outcome: 'delivered', status: 200 }],
      ['alert-webhook.changed', { alertWebhookId: id, kind: 'slack', host, isTargetChanged: false }],
      ['alert-webhook.created', { alertWebhookId: id, kind: 'slack', host }],
    ])
  })

  it('that is a webhook is also one of the old endpoints, and keeps its signing secret when it is changed', async () => {
    const url = `http://${receivers.slack.host}/hook`
    const { id, signingSecret } = (await owner.post('/alert-channels', { kind: 'webhook', name: 'Own', url })).body
    expect(signingSecret).toMatch(/^whsec_/)
    expect((await owner.get('/alert-webhooks')).body.alertWebhooks).toMatchObject([{ id, url }])
    const before = await server.sql('select sealed_secret from alert_webhooks')
    await owner.request('PATCH', `/alert-channels/${id}`, { body: { name: 'Renamed' } })
    expect(await server.sql('select sealed_secret from alert_webhooks')).toEqual(before)
    await owner.request('PATCH', `/alert-channels/${id}`, { body: { url: `${url}2` } })
    expect((await owner.get('/alert-webhooks')).body.alertWebhooks).toMatchObject([{ id, url: `${url}2` }])
    await owner.post(`/alert-channels/${id}/test`)
    expect(receivers.slack.responses).toHaveLength(1)
    expect((await owner.delete(`/alert-webhooks/${id}`)).status).toBe(204)
    expect(await channels()).toEqual([])
  })

  it('finds bots for its form', async () => {
    await owner.put('/bots/invoices', { name: 'Invoices' })
    expect((await owner.get('/alert-bots?q=inv')).body).toEqual({
      bots: [{ id: 'invoices', name: 'Invoices' }],
      matching: 1,
      all: 2,
    })
    expect((await owner.get('/alert-bots?ids=orders')).body.bots).toEqual([{ id: 'orders', name: 'Orders' }])
  })
})
