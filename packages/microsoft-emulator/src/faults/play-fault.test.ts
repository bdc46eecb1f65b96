import { Agent } from 'node:https'
import { describe, expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import type { Fault, FaultEffect } from '../state/fault.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { requestToken, sendMail, sendRequest } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()
const order = (effect: FaultEffect, more: Partial<Fault> = {}) =>
  context.emulator.failNext({ on: 'sendMail', ...effect, ...more } as Fault)
const delivered = () => context.emulator.sentMail().length

describe('a fault', () => {
  it('happens once, or a given number of times, or until it is cleared', async () => {
    const { emulator } = context
    order({ status: 503 })
    order({ status: 500 }, { times: 2 })
    emulator.failAlways({ on: 'sendMail', status: 502 })
    const statuses: number[] = []
    for (let count = 0; count < 5; count++) statuses.push((await sendMail(emulator)).status)
    emulator.clearFaults()
    statuses.push((await sendMail(emulator)).status)
    expect(statuses).toEqual([503, 500, 500, 502, 502, 202])
  })

  it('can match one mailbox, one client or any condition', async () => {
    const { emulator } = context
    order({ status: 503 }, { match: example.otherUserId })
    expect((await sendMail(emulator)).status).toBe(202)
    expect((await sendMail(emulator, { user: example.otherUserId })).status).toBe(503)
    emulator.failNext({ on: 'token', status: 503, match: example.disabledClientId })
    expect((await requestToken(emulator)).status).toBe(200)
    expect((await requestToken(emulator, { client_id: example.disabledClientId })).status).toBe(503)
    order({ status: 503 }, { match: ({ headers }) => headers['x-mark'] === '1' })
    expect((await sendMail(emulator)).status).toBe(202)
    expect((await sendMail(emulator, { headers: { 'x-mark': '1' } })).status).toBe(503)
  })

  it('can affect the OIDC document and the token', async () => {
    const { emulator } = context
    emulator.failNext({ on: 'oidc', kind: 'html', status: 503 })
    const path = `/${example.tenantId}/v2.0/.well-known/openid-configuration`
    expect(await sendRequest(emulator, path)).toMatchObject({ status: 503, text: expect.stringContaining('<html>') })
    emulator.failNext({ on: 'token', kind: 'throttle', retryAfter: 60 })
    expect(await requestToken(emulator)).toMatchObject({
      status: 429,
      text: 'Too Many Requests',
      headers: { 'retry-after': '60' },
    })
  })

  it('can send Retry-After as seconds, as a date, as any text, or not at all', async () => {
    const header = async () => (await sendMail(context.emulator)).headers['retry-after']
    order({ kind: 'throttle' })
    expect(await header()).toBe('30')
    order({ kind: 'throttle', retryAfter: 5, as: 'date', headerName: 'RETRY-after' })
    expect(await header()).toMatch(/GMT$/)
    order({ kind: 'throttle', retryAfter: 'soon', status: 503 })
    expect(await header()).toBe('soon')
    order({ kind: 'throttle', retryAfter: null })
    expect(await header()).toBeUndefined()
  })

  it.each(['reset-before-answer', 'reset-while-reading'] as const)(
    '%s resets the connection and sends nothing',
    async (kind) => {
      order({ kind })
      await expect(sendMail(context.emulator)).rejects.toMatchObject({ code: 'ECONNRESET' })
      expect(delivered()).toBe(0)
      expect(context.emulator.requests().at(-1)?.body === '').toBe(kind === 'reset-while-reading')
    },
  )

  it('that hangs never responds, and takes one of the four concurrent requests of its mailbox', async () => {
    order({ kind: 'hang' }, { times: 4 })
    const hanging = Promise.allSettled(Array.from({ length: 4 }, () => sendMail(context.emulator, { timeoutMs: 400 })))
    await expect
      .poll(() => context.emulator.requests().filter(({ route, body }) => route === 'sendMail' && body).length)
      .toBe(4)
    expect((await sendMail(context.emulator)).status).toBe(429)
    expect((await hanging).map(({ status }) => status)).toEqual(Array(4).fill('rejected'))
    await expect.poll(async () => (await sendMail(context.emulator)).status).toBe(202)
  })

  it('can hide that the message was delivered', async () => {
    order({ kind: 'timeout-but-delivered' })
    expect(await sendMail(context.emulator)).toMatchObject({
      status: 504,
      json: { error: { code: 'UnknownError', message: '' } },
    })
    order({ kind: 'reset-before-answer' }, { delivered: true })
    await expect(sendMail(context.emulator)).rejects.toMatchObject({ code: 'ECONNRESET' })
    order({ status: 500 }, { delivered: true })
    expect((await sendMail(context.emulator)).status).toBe(500)
    expect(delivered()).toBe(3)
  })

  it('does not make Microsoft accept what it refuses', async () => {
    order({ kind: 'timeout-but-delivered' })
    expect((await sendMail(context.emulator, { message: { toRecipients: [] } })).status).toBe(400)
  })

  it('can slow a request down, accept it with Retry-After, or report non-delivery later', async () => {
    const { emulator } = context
    order({ kind: 'slow', delayMs: 80 })
    const startedAt = performance.now()
    expect((await sendMail(emulator)).status).toBe(202)
    expect(performance.now() - startedAt).toBeGreaterThan(75)
    order({ kind: '202-with-retry-after', seconds: 7 })
    expect(await sendMail(emulator)).toMatchObject({ status: 202, headers: { 'retry-after': '7' } })
    order({ kind: 'ndr', status: '5.7.708' })
    expect((await sendMail(emulator)).status).toBe(202)
    expect(emulator.nonDeliveryReports()).toEqual([
      expect.objectContaining({ status: '5.7.708', recipient: 'ada@example.com' }),
    ])
  })

  it('can redirect, or return an empty, truncated or huge body', async () => {
    const { emulator } = context
    order({ kind: 'redirect', location: 'https://elsewhere.example/', status: 307 })
    expect(await sendMail(emulator)).toMatchObject({ status: 307, headers: { location: 'https://elsewhere.example/' } })
    order({ kind: 'empty' })
    expect(await sendMail(emulator)).toMatchObject({ status: 200, text: '' })
    emulator.failNext({ on: 'token', kind: 'truncated-json' })
    const cut = await requestToken(emulator)
    expect(() => JSON.parse(cut.text)).toThrow(SyntaxError)
    order({ kind: 'huge-answer', bytes: 1_000_000 })
    expect((await sendMail(emulator)).text.length).toBeGreaterThan(1_000_000)
  })

  it('can close a kept-alive connection after its response, and idle connections can be closed at any time', async () => {
    const { emulator } = context
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const connectionIds = () =>
      emulator
        .requests()
        .filter(({ route }) => route === 'sendMail')
        .map(({ connectionId }) => connectionId)
    order({ kind: 'close-after-answer' })
    expect((await sendMail(emulator, { agent })).status).toBe(202)
    await expect.poll(() => Object.values(agent.freeSockets).flat().length).toBe(0)
    expect((await sendMail(emulator, { agent })).status).toBe(202)
    expect((await sendMail(emulator, { agent })).status).toBe(202)
    const [first, second, third] = connectionIds()
    expect(second).toBe(third)
    expect(first).not.toBe(second)
    emulator.closeIdleConnections()
    await expect.poll(() => Object.values(agent.freeSockets).flat().length).toBe(0)
    agent.destroy()
  })
})
