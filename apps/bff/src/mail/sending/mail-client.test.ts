import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createMailClient, type MailClientSettings, MailError, type SendOutcome } from '@office365-email/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findPort } from '../../testing/find-port.ts'
import { type FaultProxy, startFaultProxy } from '../../testing/start-fault-proxy.ts'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { deliverQueuedMessage } from './deliver-queued-message.ts'
import { maxInFlight, maxWaiting } from './lane.ts'

const helpdesk = { userId: 'c0470505-0000-4000-8000-00000000b003', userEmail: 'helpdesk@contoso.example' }

let server: SendingServer
let proxy: FaultProxy
let bot: SendingBot

beforeAll(async () => {
  server = await startSendingServer()
  proxy = await startFaultProxy(server.url)
})
beforeEach(async () => {
  server.emulator.reset()
  bot = await server.addBot()
})
afterEach(() => proxy.heal())
afterAll(async () => {
  await proxy.close()
  await server.close()
})

const clientOf = (settings: Partial<MailClientSettings> = {}) =>
  createMailClient({ baseUrl: server.url, serviceKey: bot.key, ...settings })

const arrived = (subject: string) => server.emulator.sentMail().filter((sent) => sent.subject === subject)

/** The parts of an outcome that tests compare. */
const gist = (result: SendOutcome) => {
  switch (result.outcome) {
    case 'not-sent':
      return [result.outcome, result.problem.slug, result.retryable]
    case 'delivery-unknown':
      return [result.outcome, result.problem.slug]
    default:
      return [result.outcome]
  }
}

describe('sending', () => {
  it('returns what Microsoft accepted', async () => {
    const result = await clientOf().sendMessage(bot.id, mail({ subject: 'Order 1', text: 'red \u001b[31mtext' }))
    expect(result).toMatchObject({
      outcome: 'accepted',
      message: { microsoft: { requestId: expect.any(String) }, warnings: [{ pointer: '/text' }] },
    })
    expect(arrived('Order 1')).toHaveLength(1)
  })

  it('returns a queued message, which can be read until it is accepted', async () => {
    const client = clientOf()
    const result = await client.sendMessage(bot.id, mail(), { respondAsync: true })
    if (result.outcome !== 'queued') throw new Error(result.outcome)
    expect(await client.readMessage(bot.id, result.message.id)).toMatchObject({ state: 'queued', settledAt: null })
    await deliverQueuedMessage(server.dependencies.mail.services, bot.id, result.message.id)
    const message = await client.readMessage(bot.id, result.message.id)
    expect(message).toMatchObject({ id: result.message.id, state: 'accepted', subject: 'Your order' })
  })

  it('says which member is wrong, and sends nothing', async () => {
    const result = await clientOf().sendMessage(bot.id, mail({ to: 'nobody', subject: 'Order 2' }))
    expect(gist(result)).toEqual(['not-sent', 'invalid-request', false])
    expect(result).toMatchObject({ problem: { status: 422, errors: [{ pointer: '/to' }] } })
    expect(arrived('Order 2')).toEqual([])
  })

  it('says who has to act if Microsoft refuses the message', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'microsoft-error', error: 'accessDenied' })
    const result = await clientOf().sendMessage(bot.id, mail())
    expect(gist(result)).toEqual(['not-sent', 'microsoft-rejected', false])
    expect(result).toMatchObject({ problem: { diagnosis: { owner: 'graph' } } })
  })

  it('does not try again with a wrong key', async () => {
    const client = clientOf({ serviceKey: 'secret-word' })
    expect(gist(await client.sendMessage(bot.id, mail()))).toEqual(['not-sent', 'invalid-service-key', false])
    const reading = client.listMessages(bot.id)
    await expect(reading).rejects.toThrow(MailError)
    await expect(reading).rejects.toMatchObject({ problem: { slug: 'invalid-service-key', status: 401 } })
  })

  it.each(['secret\nword', 'secret…word', ''])('never shows a key that cannot be sent: %j', (serviceKey) => {
    expect(() => clientOf({ serviceKey })).toThrow(/^serviceKey has to be/)
  })

  it('uses the path of the base URL', async () => {
    const below = await startSendingServer({ environment: { PUBLIC_URL: 'http://localhost:3000/email' } })
    const { id, key } = await below.addBot()
    const asked: string[] = []
    const client = clientOf({
      baseUrl: `${below.url}/email/`,
      serviceKey: key,
      fetch: (url, init) => {
        asked.push(url)
        return fetch(url, init)
      },
    })
    const result = await client.sendMessage(id, mail())
    await below.close()
    expect(gist(result)).toEqual(['accepted'])
    expect(asked).toEqual([`${below.url}/email/api/v1/bots/${id}/messages`])
  })

  it('reports a simulated message as simulated', async () => {
    const simulating = await startSendingServer({ environment: { SENDING: 'simulate' } })
    const { id, key } = await simulating.addBot()
    const result = await clientOf({ baseUrl: simulating.url, serviceKey: key }).sendMessage(id, mail())
    await simulating.close()
    expect(gist(result)).toEqual(['simulated'])
  })
})

describe('a refusal that passes', () => {
  it('is waited for: a busy lane accepts the message exactly once', async () => {
    const own = await server.addBot(helpdesk)
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 1_500, times: maxInFlight })
    const others = Array.from({ length: maxInFlight + maxWaiting }, (_, index) =>
      own.service.post(own.messages, mail({ subject: `Other ${index}` })),
    )
    await until(
      async () => server.dependencies.mail.services.lanes.depth().waiting,
      (waiting) => waiting === maxWaiting,
    )
    const startedAt = performance.now()
    const result = await clientOf({ serviceKey: own.key }).sendMessage(own.id, mail({ subject: 'Order 3' }))
    expect(gist(result)).toEqual(['accepted'])
    // Retry-After of bot-busy.
    expect(performance.now() - startedAt).toBeGreaterThan(1_000)
    expect(arrived('Order 3')).toHaveLength(1)
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual(others.map(() => 202))
  })

  it('is returned immediately if the server asks for more time than is left', async () => {
    const own = await server.addBot(helpdesk)
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 40 })
    const client = clientOf({ serviceKey: own.key, timeoutMs: 30_000 })
    const startedAt = performance.now()
    const result = await client.sendMessage(own.id, mail())
    expect(gist(result)).toEqual(['not-sent', 'microsoft-throttled', true])
    expect(result).toMatchObject({ problem: { status: 503, retryAfterSeconds: 40 } })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it.runIf(process.env['TEST_LONG'])(
    'is waited for: Microsoft throttles, then accepts the message once',
    async () => {
      server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 26 })
      const result = await clientOf().sendMessage(bot.id, mail({ subject: 'Order 4' }))
      expect(gist(result)).toEqual(['accepted'])
      expect(arrived('Order 4')).toHaveLength(1)
    },
    60_000,
  )

  it('is "not sent" if no server ever accepts the connection', async () => {
    const client = clientOf({ baseUrl: `http://localhost:${await findPort()}`, timeoutMs: 1_500 })
    const result = await client.sendMessage(bot.id, mail())
    expect(gist(result)).toEqual(['not-sent', 'no-connection', true])
  })
})

describe('a lost response', () => {
  it('is replaced by the first result, and Microsoft gets one mail', async () => {
    proxy.cutNext({ direction: 'back', afterBytes: 0, how: 'reset' })
    const result = await clientOf({ baseUrl: proxy.url }).sendMessage(bot.id, mail({ subject: 'Order 5' }))
    expect(proxy.hasCut()).toBe(true)
    if (result.outcome !== 'accepted') throw new Error(result.outcome)
    const { messages } = await clientOf().listMessages(bot.id)
    expect(messages.map(({ id, state }) => [id, state])).toEqual([[result.message.id, 'accepted']])
    expect(arrived('Order 5')).toHaveLength(1)
  })

  it('never sends a message twice, wherever the connection breaks', async () => {
    const client = clientOf({ baseUrl: proxy.url })
    const cuts = process.env['TEST_LONG'] ? 300 : 12
    const counts: unknown[] = []
    for (let index = 0; index < cuts; index += 1) {
      const afterBytes = Math.floor(Math.random() * 700)
      proxy.cutNext({
        direction: index % 2 === 0 ? 'back' : 'toward',
        afterBytes,
        how: index % 3 === 0 ? 'close' : 'reset',
      })
      const result = await client.sendMessage(bot.id, mail({ subject: `cut ${index}` }))
      counts.push([result.outcome, arrived(`cut ${index}`).length])
    }
    expect(counts).toEqual(counts.map(() => ['accepted', 1]))
  }, 600_000)

  it('is not waited for longer than one try may take', async () => {
    proxy.cutNext({ direction: 'back', afterBytes: 0, how: 'freeze' })
    const client = clientOf({ baseUrl: proxy.url, tryTimeoutMs: 1_000 })
    expect(gist(await client.sendMessage(bot.id, mail({ subject: 'Order 6' })))).toEqual(['accepted'])
    expect(arrived('Order 6')).toHaveLength(1)
  })

  it('is awaited while the first request is still running', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 2_000 })
    const client = clientOf({ tryTimeoutMs: 400 })
    expect(gist(await client.sendMessage(bot.id, mail({ subject: 'Order 7' })))).toEqual(['accepted'])
    expect(arrived('Order 7')).toHaveLength(1)
  })

  it('makes the outcome unknown if the repeat is refused', async () => {
    const keys = await server.admin.get('/service-keys')
    const [{ id }] = keys.body.serviceKeys.filter(({ botIds }: { botIds: string[] }) => botIds.includes(bot.id))
    let tries = 0
    const client = clientOf({
      async fetch(url, init) {
        tries += 1
        const response = await fetch(url, init)
        if (tries > 1) return response
        await server.admin.delete(`/service-keys/${id}`)
        throw new TypeError('The connection broke after the request.')
      },
    })
    const result = await client.sendMessage(bot.id, mail({ subject: 'Order 8' }))
    expect(tries).toBe(2)
    expect(gist(result)).toEqual(['delivery-unknown', 'connection-lost'])
    expect(arrived('Order 8')).toHaveLength(1)
  })
})

describe('an unknown delivery', () => {
  it('is returned with its message, and is not sent again', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer', delivered: true })
    const client = clientOf()
    const result = await client.sendMessage(bot.id, mail({ subject: 'Order 9' }))
    expect(gist(result)).toEqual(['delivery-unknown', 'delivery-unknown'])
    if (result.outcome !== 'delivery-unknown' || result.messageId === null) throw new Error('no message')
    expect(await client.readMessage(bot.id, result.messageId)).toMatchObject({ state: 'unknown' })
    const { idempotencyKey, messageId } = result
    expect(await client.sendMessage(bot.id, mail({ subject: 'Order 9' }), { idempotencyKey })).toMatchObject({
      outcome: 'delivery-unknown',
      messageId,
      idempotencyKey,
    })
    expect(arrived('Order 9')).toHaveLength(1)
  })

  it.each(['deadline', 'abort'])('follows an early end (%s) while the server waits for Microsoft', async (end) => {
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 2_000 })
    const client = clientOf()
    const limit = end === 'deadline' ? { timeoutMs: 500 } : { signal: AbortSignal.timeout(500) }
    const result = await client.sendMessage(bot.id, mail({ subject: `A ${end}` }), limit)
    expect(gist(result)).toEqual(['delivery-unknown', end === 'deadline' ? 'timed-out' : 'aborted'])
    expect(result).toMatchObject({ messageId: null })
    const { idempotencyKey } = result
    const again = await client.sendMessage(bot.id, mail({ subject: `A ${end}` }), { idempotencyKey })
    expect(gist(again)).toEqual(['accepted'])
    expect(arrived(`A ${end}`)).toHaveLength(1)
  })

  it('does not follow an abort before the first try, or between tries that sent nothing', async () => {
    const before = await clientOf().sendMessage(bot.id, mail(), { signal: AbortSignal.abort() })
    expect(gist(before)).toEqual(['not-sent', 'aborted', true])
    const nowhere = clientOf({ baseUrl: `http://localhost:${await findPort()}` })
    const between = await nowhere.sendMessage(bot.id, mail(), { signal: AbortSignal.timeout(700) })
    expect(gist(between)).toEqual(['not-sent', 'no-connection', true])
    expect((await clientOf().listMessages(bot.id)).messages).toEqual([])
  })
})

describe('a response of something else', () => {
  it.each([
    ['a sign-in page', 200, ['delivery-unknown', 'foreign-response'], true],
    ['a redirect', 307, ['delivery-unknown', 'foreign-response'], false],
    ['a page of a proxy', 403, ['delivery-unknown', 'foreign-response'], false],
    ['a proxy that accepts no large messages', 413, ['not-sent', 'foreign-response', false], false],
    ['a page of a proxy without a server', 502, ['delivery-unknown', 'foreign-response'], true],
  ])('is never taken for an answer: %s', async (_name, status, expected, isRepeated) => {
    let requests = 0
    const other = createServer((_request, response) => {
      requests += 1
      response.writeHead(status, { 'content-type': 'text/html', location: '/elsewhere' }).end('<h1>Hello</h1>')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const baseUrl = `http://localhost:${(other.address() as AddressInfo).port}`
    const result = await clientOf({ baseUrl, timeoutMs: 1_500 }).sendMessage(bot.id, mail())
    other.closeAllConnections()
    await new Promise((resolve) => other.close(resolve))
    expect(gist(result)).toEqual(expected)
    expect(requests > 1).toBe(isRepeated)
  })

  it('is not read without end', async () => {
    let bytes = 0
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          bytes += 4_194_304
          if (bytes > 400_000_000) controller.close()
          else controller.enqueue(new Uint8Array(4_194_304).fill(32))
        },
      })
    const client = clientOf({ fetch: async () => new Response(endless(), { status: 403 }) })
    expect(gist(await client.sendMessage(bot.id, mail()))).toEqual(['delivery-unknown', 'foreign-response'])
    expect(bytes).toBeLessThan(100_000_000)
  })

  it.each([
    ['redirects to its own page', 302],
    ['shows its own page', 404],
    ['hides the answer', 403],
  ])('can follow a message that was sent: a proxy %s', async (_name, status) => {
    const replaced = async (url: string, init: RequestInit) => {
      await (await fetch(url, init)).text()
      return new Response('<h1>Sorry</h1>', { status, headers: { location: '/sorry' } })
    }
    const subject = `Replaced ${status}`
    const result = await clientOf({ fetch: replaced }).sendMessage(bot.id, mail({ subject }))
    expect(arrived(subject)).toHaveLength(1)
    expect(gist(result)).toEqual(['delivery-unknown', 'foreign-response'])
    const { idempotencyKey } = result
    expect(gist(await clientOf().sendMessage(bot.id, mail({ subject }), { idempotencyKey }))).toEqual(['accepted'])
    expect(arrived(subject)).toHaveLength(1)
  })
})

describe('reading', () => {
  it('lists messages over several pages, newest first', async () => {
    const client = clientOf()
    const subjects = ['1', '2', '3', '4', '5']
    for (const subject of subjects) await client.sendMessage(bot.id, mail({ subject }))
    const pages: string[][] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await client.listMessages(bot.id, { limit: 2, state: 'accepted', cursor })
      pages.push(page.messages.map(({ subject }) => subject))
      cursor = page.nextCursor
    }
    expect(pages).toEqual([['5', '4'], ['3', '2'], ['1']])
  })

  it('throws for a message that does not exist', async () => {
    const reading = clientOf().readMessage(bot.id, 'a/b')
    await expect(reading).rejects.toMatchObject({ problem: { slug: 'not-found' } })
  })

  it('tries again after a lost response', async () => {
    proxy.cutNext({ direction: 'back', afterBytes: 0, how: 'reset' })
    await expect(clientOf({ baseUrl: proxy.url }).listMessages(bot.id)).resolves.toMatchObject({ messages: [] })
    expect(proxy.hasCut()).toBe(true)
  })
})
