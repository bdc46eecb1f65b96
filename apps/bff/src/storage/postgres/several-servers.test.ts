import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { nginx, startNginx } from '../../testing/start-nginx.ts'
import {
  findFaults,
  type ServerProcess,
  type SeveralServers,
  startSeveralServers,
  type Tried,
} from '../../testing/start-several-servers.ts'

const isLong = process.env['TEST_LONG'] !== undefined

let database: TestDatabase
let several: SeveralServers
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await several.close()
  await database.drop()
})

const anyOf = <Item>(items: Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item

async function expectNothingLostOrTwice(tried: Tried[], server: ServerProcess): Promise<Map<string, string[]>> {
  const { states, ...faults } = await findFaults(several, tried, server)
  expect(faults).toEqual({ unsettled: [], sentTwice: [], wrong: [], unrecorded: [] })
  return states
}

/** Starts three servers and four bots, each with a mailbox of its own. */
async function start(options: Parameters<typeof startSeveralServers>[1] = {}): Promise<SeveralServers> {
  several = await startSeveralServers(database.url, options)
  return several
}

describe('three servers on one database', { timeout: 900_000 }, () => {
  it('lose nothing and send nothing twice while servers are killed', async () => {
    await start()
    const kills = isLong ? 20 : 3
    const each = isLong ? 125 : 40
    const tried: Tried[] = []
    for (let kill = 0; kill < kills; kill += 1) {
      const victim = anyOf(several.servers)
      const sending = Array.from({ length: each }, async (_, index) => {
        const one: Tried = { subject: `${kill}-${index}`, answers: [] }
        tried.push(one)
        await wait(Math.random() * 400)
        await several.send(anyOf(several.servers), one, { isAsynchronous: index % 5 !== 0, bot: anyOf(several.bots) })
      })
      await wait(Math.random() * 400)
      await several.kill(victim)
      await Promise.all(sending)
      several.servers.splice(several.servers.indexOf(victim), 1)
      await several.start()
    }
    const startedAt = performance.now()
    const states = await expectNothingLostOrTwice(tried, anyOf(several.servers))
    // What a dead server had taken from the queue waits for the end of its lease of three seconds, not for that of the rows.
    expect(performance.now() - startedAt).toBeLessThan(20_000)
    const unknown = [...states.values()].flat().filter((state) => state === 'unknown').length
    // Four messages at most were with Microsoft for each of the four mailboxes when a server died.
    expect(unknown).toBeLessThanOrEqual(kills * 16)
    expect(
      tried.filter(({ answers }) => answers.includes('accepted') || answers.includes('queued')).length,
    ).toBeGreaterThan(kills * 20)
  })

  it.skipIf(nginx === null)(
    'serve behind our nginx while one is killed: a caller who repeats loses nothing',
    async () => {
      await start({ environment: { TRUSTED_PROXY_HOPS: '1' } })
      const [victim, ...others] = several.servers
      if (!victim) throw new Error('a server is needed')
      const proxy = await startNginx(several.servers)
      try {
        const behind = { service: several.serviceBehind(proxy.url) }
        const tried: Tried[] = Array.from({ length: 200 }, (_, index) => ({ subject: `mail-${index}`, answers: [] }))
        const isSettled = ({ answers }: Tried) => answers.includes('accepted') || answers.includes('delivery-unknown')
        const sending = tried.map(async (one, index) => {
          await wait(index * 10)
          const bot = several.bots[index % several.bots.length] ?? ''
          // A client repeats with the same key, because a server that is killed does not answer.
          for (let tries = 0; tries < 40 && !isSettled(one); tries += 1) {
            if (tries > 0) await wait(250)
            await several.send(behind, one, { bot })
          }
        })
        await wait(700)
        await several.kill(victim)
        await Promise.all(sending)
        const states = await expectNothingLostOrTwice(tried, anyOf(others))
        expect(tried.filter((one) => !isSettled(one))).toEqual([])
        // Most are accepted at the first attempt: nginx leaves the dead server out.
        expect(tried.filter(({ answers }) => answers[0] === 'accepted').length).toBeGreaterThan(150)
        expect(states.size).toBeGreaterThanOrEqual(200)
      } finally {
        await proxy.close()
      }
    },
  )

  it('hand a message over once when two servers get the same key at the same time', async () => {
    await start()
    const pairs = isLong ? 10_000 : 300
    const [one, two] = several.servers
    if (!one || !two) throw new Error('two servers are needed')
    for (let start = 0; start < pairs; start += 25) {
      const batch = Array.from(
        { length: Math.min(25, pairs - start) },
        (_, index): Tried => ({ subject: `pair-${start + index}`, answers: [] }),
      )
      await Promise.all(
        batch.flatMap((tried) => {
          const bot = several.bots[Number(tried.subject.split('-')[1]) % several.bots.length] ?? ''
          return [several.send(one, tried, { bot }), several.send(two, tried, { bot })]
        }),
      )
      for (const { subject, answers } of batch) {
        expect({
          subject,
          answers: answers.filter((answer) => answer !== 'accepted' && answer !== 'idempotency-in-progress'),
        }).toEqual({ subject, answers: [] })
        expect(answers).toContain('accepted')
      }
    }
    const sent = several.countSent()
    expect(sent.size).toBe(pairs)
    expect([...sent.values()].every((times) => times === 1)).toBe(true)
  })

  it('keep a service key that was revoked, and a configuration that was removed, out within a second', async () => {
    await start()
    const [one, two, three] = several.servers
    if (!one || !two || !three) throw new Error('three servers are needed')
    const warm = (server: ServerProcess, bot: string) => several.send(server, { subject: 'warm', answers: [] }, { bot })
    for (const server of [one, two, three]) for (const bot of several.bots) await warm(server, bot)
    const before = several.emulator.sentMail().length
    expect((await several.admin.delete(`/bots/${several.bots[0]}/office365`)).status).toBe(204)
    await wait(1_000)
    for (const [index, server] of [one, two, three].entries()) {
      const tried: Tried = { subject: `removed-${index}`, answers: [] }
      await several.send(server, tried, { bot: several.bots[0] ?? '' })
      expect(tried.answers).toEqual(['not-configured'])
    }
    expect(several.emulator.sentMail().length).toBe(before)
    const { body } = await several.admin.get('/service-keys')
    expect((await several.admin.delete(`/service-keys/${body.serviceKeys[0].id}`)).status).toBe(204)
    await wait(1_000)
    for (const server of [one, two, three]) {
      const tried: Tried = { subject: 'revoked', answers: [] }
      await several.send(server, tried, { bot: several.bots[1] ?? '' })
      expect(tried.answers).toEqual(['invalid-service-key'])
    }
  })

  it('serve on while each is stopped and started again: nothing fails, nothing is unknown', async () => {
    await start()
    const tried: Tried[] = []
    let isOver = false
    const refused: string[] = []
    // As behind a load balancer: a server that announces its stop gets no new requests.
    const ready = [...several.servers]
    const load = async (worker: number) => {
      for (let count = 0; !isOver; count += 1) {
        const one: Tried = { subject: `rolling-${worker}-${count}`, answers: [] }
        tried.push(one)
        await several.send(anyOf(ready), one, { bot: anyOf(several.bots) })
        if (!one.answers.includes('accepted')) refused.push(...one.answers, 'no answer')
        await wait(20)
      }
    }
    const workers = Array.from({ length: 6 }, (_, worker) => load(worker))
    for (const server of [...several.servers]) {
      await wait(300)
      ready.splice(ready.indexOf(server), 1)
      await wait(100)
      server.program.child.kill('SIGTERM')
      expect((await server.program.ended).exitCode).toBe(0)
      several.servers.splice(several.servers.indexOf(server), 1)
      ready.push(await several.start())
    }
    isOver = true
    await Promise.all(workers)
    expect(refused).toEqual([])
    const states = await expectNothingLostOrTwice(tried, anyOf(several.servers))
    expect([...states.values()].flat().filter((state) => state !== 'accepted')).toEqual([])
  })

  it('pause a mailbox on all servers when Microsoft throttles one, with at most the three others under way', async () => {
    // Long enough that the pause is written while the others are with Microsoft.
    const { emulator } = await start({ sendMailTimeMs: 1_000 })
    emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 3 })
    const bot = several.bots[0] ?? ''
    const tried = Array.from({ length: 24 }, (_, index): Tried => ({ subject: `throttled-${index}`, answers: [] }))
    const startedAt = performance.now()
    await Promise.all(
      tried.map((one, index) =>
        several.send(several.servers[index % 3] as ServerProcess, one, { bot, isAsynchronous: true }),
      ),
    )
    await wait(1_500)
    const submitted = emulator.requests().filter(({ route }) => route === 'sendMail')
    expect(submitted.length).toBeLessThanOrEqual(4)
    await expectNothingLostOrTwice(tried, anyOf(several.servers))
    expect(performance.now() - startedAt).toBeGreaterThan(2_900)
    expect(several.countSent().size).toBe(24)
  })

  it('send nothing during the pause of another server, although they kept a slot of the mailbox', async () => {
    const { emulator } = await start()
    const bot = several.bots[0] ?? ''
    const send = async (server: ServerProcess | undefined, subject: string) => {
      const tried: Tried = { subject, answers: [] }
      await several.send(server as ServerProcess, tried, { bot })
      return tried
    }
    const [first, ...others] = several.servers
    const countSubmitted = () => emulator.requests().filter(({ route }) => route === 'sendMail').length
    // The tokens of all servers, then the slots.
    for (const round of ['token', 'slot'])
      await Promise.all(several.servers.map((server, index) => send(server, `${round}-${index}`)))
    emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 2 })
    const throttled = send(first, 'throttled')
    await expect.poll(() => emulator.requests().filter(({ status }) => status === 429).length).toBe(1)
    await wait(100)
    const before = countSubmitted()
    const during = others.map((server, index) => send(server, `during-${index}`))
    await wait(500)
    expect(countSubmitted()).toBe(before)
    const tried = await Promise.all([throttled, ...during])
    expect(tried.filter(({ answers }) => !answers.includes('accepted'))).toEqual([])
  })

  it('never have more than four messages of one mailbox with Microsoft', async () => {
    await start()
    const bot = several.bots[0] ?? ''
    const tried = Array.from({ length: 90 }, (_, index): Tried => ({ subject: `lane-${index}`, answers: [] }))
    await Promise.all(
      tried.map((one, index) => several.send(several.servers[index % 3] as ServerProcess, one, { bot })),
    )
    expect(tried.filter(({ answers }) => !answers.includes('accepted'))).toEqual([])
    // Like Microsoft, the emulator answers a fifth one with 429.
    const statuses = several.emulator.requests().map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toEqual([])
  })
})
