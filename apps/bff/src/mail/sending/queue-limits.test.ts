import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../testing/run-program.ts'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { problemOf } from '../../testing/test-client.ts'

let server: SendingServer
afterEach(() => server.close())

const start = async (environment: Record<string, string>) => {
  server = await startSendingServer({ environment })
  return await server.addBot()
}
const enqueue = (bot: SendingBot, message: object = mail(), headers: Record<string, string> = {}) =>
  bot.service.post(bot.messages, message, { prefer: 'respond-async', ...headers })

describe('QUEUE_MAX_MESSAGES', () => {
  it('limits the queued messages of each bot, and accepts messages again when there is room', async () => {
    const bot = await start({ QUEUE_MAX_MESSAGES: '3' })
    const other = await server.addBot()
    const ids: string[] = []
    for (let n = 0; n < 3; n += 1) ids.push((await enqueue(bot)).body.id)
    const refused = await enqueue(bot, mail(), { 'idempotency-key': 'k' })
    expect(problemOf(refused)).toMatchObject({ status: 429, slug: 'bot-busy' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await enqueue(other)).status).toBe(202)
    expect((await bot.service.get(bot.messages)).body.messages).toHaveLength(3)

    await bot.service.post(`${bot.messages}/${ids[0]}/cancel`)
    // The refusal did not use up the key, even for another message.
    expect((await enqueue(bot, mail({ subject: 'other' }), { 'idempotency-key': 'k' })).status).toBe(202)
    expect((await enqueue(bot)).status).toBe(429)
    await server.dependencies.mail.queueWorker.start()
    await until(
      () => enqueue(bot),
      ({ status }) => status === 202,
    )
  })

  it('holds for concurrent requests', async () => {
    const bot = await start({ QUEUE_MAX_MESSAGES: '10' })
    const answers = await Promise.all(Array.from({ length: 40 }, () => enqueue(bot)))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30)
    expect(await server.sql('select waiting from outbox_usage')).toEqual([{ waiting: 10 }])
  })

  it('limits messages that are sent again, and does not affect synchronous messages', async () => {
    const bot = await start({ QUEUE_MAX_MESSAGES: '1' })
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    const { id } = (await enqueue(bot)).body
    await server.dependencies.mail.queueWorker.start()
    const isFailed = async () => (await bot.service.get(`${bot.messages}/${id}`)).body.state
    await until(isFailed, (state) => state === 'failed')
    await server.dependencies.mail.queueWorker.stop()
    expect((await enqueue(bot)).status).toBe(202)
    const again = await bot.service.post(`${bot.messages}/${id}/resend`)
    expect(problemOf(again)).toMatchObject({ status: 429, slug: 'bot-busy' })
    expect((await bot.service.post(bot.messages, mail())).body.state).toBe('accepted')
  })
})

describe('QUEUE_MAX_MB', () => {
  it('limits the bodies of all bots together', async () => {
    const bot = await start({ QUEUE_MAX_MB: '1' })
    const other = await server.addBot()
    const large = mail({ text: 'x'.repeat(300_000) })
    expect((await enqueue(bot, large)).status).toBe(202)
    expect((await enqueue(other, large)).status).toBe(202)
    expect(problemOf(await enqueue(bot, large))).toMatchObject({ status: 429, slug: 'bot-busy' })
    expect(problemOf(await enqueue(other, large))).toMatchObject({ status: 429, slug: 'bot-busy' })
    expect((await enqueue(other)).status).toBe(202)
    await server.sql('delete from outbox')
    expect((await enqueue(bot, large)).status).toBe(202)
  })
})

it('is shown in the metrics, with its limits', async () => {
  const bot = await start({ QUEUE_MAX_MESSAGES: '7', QUEUE_MAX_MB: '2' })
  await enqueue(bot)
  await enqueue(bot)
  const [sum] = await server.sql<{ bytes: number }>('select sum(length(sealed_message)) as bytes from outbox')
  const bytes = sum?.bytes ?? 0
  const text = await (await fetch(`${server.url}/metrics`)).text()
  expect(bytes).toBeGreaterThan(0)
  for (const line of [
    'queued_messages 2',
    `queue_bytes ${bytes}`,
    'queue_limit_messages 7',
    `queue_limit_bytes ${2 * 1_048_576}`,
  ])
    expect(text).toContain(`office365_email_${line}\n`)
})

/** The same sequence each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

it('counts the stored bodies correctly, whatever happens to messages', { timeout: 120_000 }, async () => {
  const first = await start({})
  const senders = [first, await server.addBot(), await server.addBot()]
  const { dependencies } = server
  const { configurations, messages, queueStore, messageRetention, clock } = dependencies.mail.services
  const random = createRandom(42)
  const recount = async () => {
    const [bots, [sum]] = await Promise.all([
      server.sql(
        `select bot_id, count(next_attempt_at) as waiting, sum(length(sealed_message)) as bytes from outbox
         group by bot_id order by bot_id`,
      ),
      server.sql(
        'select count(next_attempt_at) as messages, coalesce(sum(length(sealed_message)), 0) as bytes from outbox',
      ),
    ])
    return { bots, sum }
  }
  const expectRight = async (step: string) => {
    const { bots, sum } = await recount()
    expect({ step, bots: await server.sql('select * from outbox_usage order by bot_id') }).toEqual({ step, bots })
    expect({ step, sum: await queueStore.usage() }).toEqual({ step, sum })
  }
  const ids: string[] = []
  const some = () => ids[random(ids.length)] ?? '00000000-0000-7000-8000-000000000000'
  const senderOf = async (messageId: string) => {
    const [row] = await server.sql<{ bot_id: string }>('select bot_id from messages where id = ?', messageId)
    const saved = await configurations.read(row?.bot_id ?? '')
    if ('generation' in saved) return saved
    const { botId, version } = saved
    return { botId, version, generation: '', cloud: 'global', tenantId: '', clientId: '', userId: '' } as const
  }
  const result = { settledAt: clock().toISOString(), attempts: 1, requestId: null, diagnosis: null, change: null }
  const steps: Record<string, () => Promise<unknown>> = {
    enqueue: async () => {
      const [sender = first] = senders.slice(random(senders.length))
      ids.push((await enqueue(sender, mail({ text: 'x'.repeat(random(5_000) + 1) }))).body.id)
    },
    claim: async () => {
      const id = some()
      await queueStore.claim(id, 1, await senderOf(id))
    },
    accept: () => messages.settle(some(), { ...result, state: 'accepted' }),
    simulate: () => messages.settle(some(), { ...result, state: 'simulated' }),
    fail: () => messages.settle(some(), { ...result, state: 'failed' }),
    lose: () => messages.settle(some(), { ...result, state: 'unknown' }),
    cancel: () => queueStore.cancel(some(), result.settledAt),
    postpone: async () => {
      const id = some()
      const postponement = { nextAttemptAt: Date.now(), failures: 1, attempts: 1, diagnosis: null }
      await queueStore.postpone(id, postponement, await senderOf(id))
    },
    'is repeated by a rolled back transaction': async () => {
      const before = await recount()
      // No body is JSON, so this fails after it has deleted.
      await server.sql('delete from outbox returning json(sealed_message)').catch(() => undefined)
      expect(await recount()).toEqual(before)
    },
    'is deleted by another process': () => server.sql('delete from messages where id = ?', some()),
    'loses old bodies': async () => {
      const from = clock().getTime() + (random(4) === 0 ? 1_000 : -86_400_000)
      await messageRetention.deleteOlderThan({ messages: from, bodies: from, idempotencyKeys: from })
    },
    'is withdrawn': () => server.admin.delete(`/bots/${senders[random(senders.length)]?.id}/office365`),
    'is held as interrupted': () =>
      random(5) === 0
        ? dependencies.storage.messages.markInterrupted(result.settledAt, {} as never)
        : Promise.resolve(),
  }
  const names = Object.keys(steps)
  for (let step = 0; step < 250; step += 1) {
    const name = random(3) === 0 ? 'enqueue' : (names[random(names.length)] ?? '')
    await steps[name]?.()
    await expectRight(`${step}: ${name}`)
  }
  for (const sender of senders) await enqueue(sender)
  const { environment } = server
  expect((await runCommand(['encryption-keys', 'rotate', '--new-key'], environment)).exitCode).toBe(0)
  await wait(50)
  await expectRight('sealed again')
})
