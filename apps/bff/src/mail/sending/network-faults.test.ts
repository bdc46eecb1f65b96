import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Cut, type FaultProxy, startFaultProxy } from '../../testing/start-fault-proxy.ts'
import { mail, type SendingBot, type SendingServer, startSendingServer } from '../../testing/start-sending-server.ts'

/** Slightly more bytes than a message of these tests and its response need on the wire, with TLS and the token. */
const requestBytes = 4_000
const answerBytes = 700
const cuts = process.env['TEST_LONG'] ? 1_000 : 60

let emulator: MicrosoftEmulator
let proxy: FaultProxy
let server: SendingServer
let bot: SendingBot

beforeAll(async () => {
  emulator = await startMicrosoftEmulator()
  proxy = await startFaultProxy(emulator.url)
  server = await startSendingServer({ emulator, environment: { MICROSOFT_GRAPH_URL: proxy.url } })
  bot = await server.addBot()
})
afterAll(async () => {
  await server.close()
  await proxy.close().catch(() => undefined)
  await emulator.close()
})

const send = (subject: string) => bot.service.post(bot.messages, mail({ subject }))
const arrived = (subject: string) => emulator.sentMail().filter((sent) => sent.subject === subject)

/** Compares the response to the caller with the messages at Microsoft. */
function verdict(subject: string, status: number): string {
  const count = arrived(subject).length
  switch (status) {
    case 202:
      return count === 1 ? 'accepted' : `accepted, but arrived ${count} times`
    case 503:
      return count === 0 ? 'not sent' : `"not sent", but arrived ${count} times`
    case 504:
      return count <= 1 ? 'unknown' : `unknown, but arrived ${count} times`
    default:
      return `answered with ${status}`
  }
}

const lies = (verdicts: string[]) => verdicts.filter((one) => !['accepted', 'not sent', 'unknown'].includes(one))

it('reports the true outcome and sends nothing twice, wherever the connection breaks', async () => {
  const verdicts: string[] = []
  let happened = 0
  for (let index = 0; index < cuts; index += 1) {
    const direction = index % 3 === 0 ? 'back' : 'toward'
    const range = direction === 'back' ? answerBytes : requestBytes
    const cut: Cut = {
      direction,
      // Both ends of the range, and values between them.
      afterBytes: index < 6 ? (index < 3 ? 0 : range) : Math.floor(Math.random() * range),
      how: index % 2 === 0 ? 'reset' : 'close',
    }
    proxy.cutNext(cut)
    const { status } = await send(`cut ${index}`)
    if (proxy.hasCut()) happened += 1
    verdicts.push(verdict(`cut ${index}`, status))
  }
  expect(lies(verdicts)).toEqual([])
  expect(new Set(verdicts)).toEqual(new Set(['accepted', 'unknown']))
  // Otherwise, the cuts come after the message and prove nothing.
  expect(happened).toBeGreaterThan(cuts / 2)
}, 600_000)

it('reports a message that is lost on the way as unknown, and does not send it again', async () => {
  const subjects = ['frozen at its start', 'frozen midway', 'frozen before its end', 'frozen before the answer']
  const cuts: Cut[] = [
    { direction: 'toward', afterBytes: 1, how: 'freeze' },
    { direction: 'toward', afterBytes: 1_000, how: 'freeze' },
    { direction: 'toward', afterBytes: 2_000, how: 'freeze' },
    { direction: 'back', afterBytes: 0, how: 'freeze' },
  ]
  const verdicts: string[] = []
  for (const [index, subject] of subjects.entries()) {
    const cut = cuts[index]
    if (cut) proxy.cutNext(cut)
    // Each request waits for its whole budget, so the next one starts as soon as this one is sent.
    const answer = send(subject).then(({ status }) => verdicts.push(verdict(subject, status)))
    while (!proxy.hasCut()) await new Promise((resolve) => setTimeout(resolve, 10))
    if (index === subjects.length - 1) await answer
  }
  await expect.poll(() => verdicts.length, { timeout: 30_000 }).toBe(subjects.length)
  expect(lies(verdicts)).toEqual([])
  expect(verdicts).toContain('unknown')
}, 120_000)

it('reports that nothing was sent if no server accepts the connection', async () => {
  await proxy.close()
  const { status, body } = await send('refused')
  expect([status, body.type]).toEqual([503, '/problems/microsoft-unreachable'])
  expect(arrived('refused')).toEqual([])
})
