import type { Fault } from '@office365-email/microsoft-emulator'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mail, type SendingBot, type SendingServer, startSendingServer } from '../../testing/start-sending-server.ts'
import { deliverQueuedMessage } from './deliver-queued-message.ts'

/** A key may send 1,200 requests a minute: after this many sequences, another key continues. */
const sequencesPerKey = 40
const sequences = process.env['TEST_LONG'] ? 10_000 : 150

let server: SendingServer
let bot: SendingBot
beforeAll(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
})
afterAll(() => server.close())

type State = 'queued' | 'accepted' | 'failed' | 'unknown' | 'cancelled'
type Fate = 'accepted' | 'failed' | 'unknown'

/** What Microsoft does with the next message, and the expected result. */
const fates: { name: string; fault: Fault | null; fate: Fate; isSent: boolean }[] = [
  { name: 'accepts it', fault: null, fate: 'accepted', isSent: true },
  {
    name: 'refuses it',
    fault: { on: 'sendMail', kind: 'microsoft-error', error: 'accessDenied' },
    fate: 'failed',
    isSent: false,
  },
  { name: 'lets it time out', fault: { on: 'sendMail', kind: 'timeout-but-delivered' }, fate: 'unknown', isSent: true },
  { name: 'breaks off', fault: { on: 'sendMail', kind: 'reset-before-answer' }, fate: 'unknown', isSent: false },
  { name: 'answers a page', fault: { on: 'sendMail', kind: 'html' }, fate: 'unknown', isSent: false },
]

interface Known {
  id: string
  state: State
  isAsynchronous: boolean
  key: string | null
}
interface Model {
  messages: Known[]
  sent: number
}
type Real = object
type Command = fc.AsyncCommand<Model, Real>

const slugOf = (body: { type?: string }) => body.type?.replace('/problems/', '')
const pick = (model: Model, index: number) => model.messages[index % Math.max(model.messages.length, 1)]
const expectState = async ({ id, state }: Known) =>
  expect((await bot.service.get(`${bot.messages}/${id}`)).body).toMatchObject({ id, state })
const order = (choice: number) => {
  const chosen = fates[choice % fates.length] ?? { name: '', fault: null, fate: 'accepted' as const, isSent: true }
  if (chosen.fault) server.emulator.failNext(chosen.fault)
  return chosen
}
let keys = 0

const send = (choice: number, withKey: boolean): Command => ({
  check: () => true,
  async run(model) {
    const { fate, isSent } = order(choice)
    keys += 1
    const key = withKey ? `model ${keys}` : null
    const { status, body } = await bot.service.post(bot.messages, mail(), key ? { 'idempotency-key': key } : {})
    expect(status).toBe({ accepted: 202, failed: 502, unknown: 504 }[fate])
    if (isSent) model.sent += 1
    const known = {
      id: body.id ?? body.messageId,
      state: fate,
      isAsynchronous: false,
      key: fate === 'failed' ? null : key,
    }
    model.messages.push(known)
    await expectState(known)
  },
  toString: () => `send(${fates[choice % fates.length]?.name})`,
})

const enqueue = (): Command => ({
  check: () => true,
  async run(model) {
    keys += 1
    const headers = { prefer: 'respond-async', 'idempotency-key': `model ${keys}` }
    const { status, body } = await bot.service.post(bot.messages, mail(), headers)
    expect(status).toBe(202)
    model.messages.push({ id: body.id, state: 'queued', isAsynchronous: true, key: `model ${keys}` })
  },
  toString: () => 'enqueue',
})

const deliver = (index: number, choice: number): Command => ({
  check: (model) => model.messages.length > 0,
  async run(model) {
    const known = pick(model, index)
    if (!known) return
    const isDue = known.state === 'queued'
    const { fate, isSent } = isDue ? order(choice) : { fate: 'accepted' as const, isSent: false }
    await deliverQueuedMessage(server.dependencies.mail.services, bot.id, known.id)
    if (isDue) known.state = fate
    if (isSent) model.sent += 1
    await expectState(known)
  },
  toString: () => `deliver(${index}, ${fates[choice % fates.length]?.name})`,
})

const repeat = (index: number): Command => ({
  check: (model) => model.messages.length > 0,
  async run(model) {
    const known = pick(model, index)
    if (!known?.key) return
    const { status, body, headers } = await bot.service.post(bot.messages, mail(), { 'idempotency-key': known.key })
    expect(headers.get('idempotent-replayed')).toBe('true')
    expect(body.id ?? body.messageId).toBe(known.id)
    expect(status).toBe(known.isAsynchronous || known.state === 'accepted' ? 202 : 504)
  },
  toString: () => `repeat(${index})`,
})

const follow = (verb: 'cancel' | 'resend' | 'resolve', index: number, outcome: 'accepted' | 'failed'): Command => ({
  check: (model) => model.messages.length > 0,
  async run(model) {
    const known = pick(model, index)
    if (!known) return
    const isPossible = {
      cancel: known.state === 'queued',
      resend: known.isAsynchronous && (known.state === 'failed' || known.state === 'unknown'),
      resolve: known.state === 'unknown',
    }[verb]
    const answer = await bot.service.post(
      `${bot.messages}/${known.id}/${verb}`,
      { cancel: undefined, resolve: { outcome }, resend: { again: true } }[verb],
    )
    expect(answer.status).toBe(isPossible ? 200 : 409)
    if (!isPossible) expect(slugOf(answer.body)).toBe('not-possible-now')
    else if (verb === 'cancel') known.state = 'cancelled'
    else if (verb === 'resend')
      model.messages.push({ id: answer.body.id, state: 'queued', isAsynchronous: true, key: null })
    else {
      known.state = outcome
      if (outcome === 'failed' && !known.isAsynchronous) known.key = null
    }
    await expectState(known)
  },
  toString: () => `${verb}(${index})`,
})

it('behaves like the model, in any order', async () => {
  const any = fc.nat(50)
  const commands = fc.commands(
    [
      fc.tuple(any, fc.boolean()).map(([choice, withKey]) => send(choice, withKey)),
      fc.constant(enqueue()),
      fc.tuple(any, any).map(([index, choice]) => deliver(index, choice)),
      any.map(repeat),
      fc
        .tuple(
          fc.constantFrom('cancel' as const, 'resend' as const, 'resolve' as const),
          any,
          fc.constantFrom('accepted' as const, 'failed' as const),
        )
        .map(([verb, index, outcome]) => follow(verb, index, outcome)),
    ],
    { size: 'small' },
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      server.emulator.reset()
      run += 1
      if (run % sequencesPerKey === 0) bot = await server.addBot()
      const model: Model = { messages: [], sent: 0 }
      await fc.asyncModelRun(() => ({ model, real: {} }), sequence)
      expect(server.emulator.sentMail()).toHaveLength(model.sent)
    }),
    { numRuns: sequences, endOnFailure: false },
  )
}, 1_800_000)
