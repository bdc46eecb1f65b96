import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../testing/postgres.ts'
import { startFaultProxy } from '../../testing/start-fault-proxy.ts'
import { pgBouncer, startPgBouncer } from '../../testing/start-pgbouncer.ts'
import { startPostgres, startPostgresWithStandby } from '../../testing/start-postgres.ts'
import { until } from '../../testing/start-sending-server.ts'
import {
  findFaults,
  type ServerProcess,
  type SeveralServers,
  startSeveralServers,
  type Tried,
} from '../../testing/start-several-servers.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(url: string, options: Parameters<typeof startSeveralServers>[1] = {}): Promise<SeveralServers> {
  const several = await startSeveralServers(url, options)
  cleanUps.push(() => several.close())
  return several
}

const anyOf = <Item>(items: Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item

async function expectNothingLostOrTwice(several: SeveralServers, tried: Tried[], server = anyOf(several.servers)) {
  const { states, ...faults } = await findFaults(several, tried, server)
  expect(faults).toEqual({ unsettled: [], sentTwice: [], wrong: [], unrecorded: [] })
  return [...states.values()].flat()
}

interface Load {
  tried: Tried[]
  /** The longest time that a caller waited for an answer, in milliseconds. */
  longestWaitMs: number
  stop(): Promise<void>
}

/** Sends from several callers all the time. Each repeats a mail with its key until it is told what became of it. */
function startLoad(several: SeveralServers, { workers = 6, of = () => anyOf(several.servers) } = {}): Load {
  let isOver = false
  const load: Load = { tried: [], longestWaitMs: 0, stop: () => Promise.resolve() }
  const isAnswered = ({ answers }: Tried) =>
    answers.some((answer) => ['accepted', 'queued', 'delivery-unknown'].includes(answer))
  const run = async (worker: number) => {
    for (let count = 0; !isOver; count += 1) {
      const one: Tried = { subject: `${worker}-${count}`, answers: [] }
      load.tried.push(one)
      const bot = anyOf(several.bots)
      do {
        const startedAt = performance.now()
        await several.send(of(), one, { bot, isAsynchronous: worker % 2 === 0 })
        load.longestWaitMs = Math.max(load.longestWaitMs, performance.now() - startedAt)
        await wait(20)
      } while (!(isAnswered(one) || isOver))
    }
  }
  const running = Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)))
  load.stop = async () => {
    isOver = true
    await running
  }
  return load
}

async function serves(several: SeveralServers, server: ServerProcess, withinMs: number): Promise<boolean> {
  const endAt = performance.now() + withinMs
  while (performance.now() < endAt) {
    const one: Tried = { subject: `probe-${performance.now()}`, answers: [] }
    await several.send(server, one)
    if (one.answers.includes('accepted')) return true
    await wait(50)
  }
  return false
}

describe('a database', { timeout: 600_000 }, () => {
  it('that crashes and starts again under load: nothing is sent twice or lost, and every server serves at once', async () => {
    const postgres = await startPostgres()
    cleanUps.push(() => postgres.close())
    const several = await start(postgres.url())
    const load = startLoad(several)
    for (let crash = 0; crash < (process.env['TEST_LONG'] ? 5 : 1); crash += 1) {
      await wait(1_000)
      await postgres.stop('immediate')
      await wait(500)
      await postgres.start()
      const served = await Promise.all(several.servers.map((server) => serves(several, server, 3_000)))
      expect(served).toEqual([true, true, true])
    }
    await wait(500)
    await load.stop()
    await expectNothingLostOrTwice(several, load.tried)
  })

  it('that answers nothing for ten seconds: callers learn it within five, and nothing is unknown or unrecorded', async () => {
    const postgres = await startPostgres()
    cleanUps.push(() => postgres.close())
    const several = await start(postgres.url(), {
      environment: { DATABASE_TIMEOUT_MS: '3000', SERVER_LEASE_SECONDS: '30' },
    })
    const load = startLoad(several)
    await wait(1_000)
    load.longestWaitMs = 0
    postgres.pause()
    await wait(10_000)
    postgres.resume()
    await wait(2_000)
    const { longestWaitMs } = load
    await load.stop()
    expect(longestWaitMs).toBeLessThan(7_000)
    const refusals = load.tried.flatMap(({ answers }) => answers)
    expect(refusals).toContain('storage-unavailable')
    const states = await expectNothingLostOrTwice(several, load.tried)
    expect(states.filter((state) => state !== 'accepted' && state !== 'failed')).toEqual([])
  })

  it('that one server cannot reach: after its lease, that server hands nothing over, and says so', async () => {
    const postgres = await startPostgres()
    cleanUps.push(() => postgres.close())
    const several = await start(postgres.url(), { count: 2, environment: { DATABASE_TIMEOUT_MS: '1000' } })
    const proxy = await startFaultProxy(postgres.url())
    cleanUps.push(() => proxy.close())
    const throughProxy = new URL(postgres.url())
    throughProxy.port = new URL(proxy.url).port
    const cut = await several.start({ DATABASE_URL: throughProxy.href })
    expect(await serves(several, cut, 5_000)).toBe(true)
    const load = startLoad(several, { workers: 3, of: () => cut })
    await wait(500)
    proxy.cutAll()
    await wait(3_000)
    const sentBefore = several.countSent()
    const others = await Promise.all(several.servers.slice(0, 2).map((server) => serves(several, server, 3_000)))
    expect(others).toEqual([true, true])
    await wait(3_000)
    expect(await (await fetch(`${cut.url}/readyz`)).json()).toMatchObject({ reason: 'storage-unavailable' })
    // What it had queued, of the callers with an even number, is sent by the others.
    const isOwnWork = (subject: string) => /^\d*[13579]-/.test(subject)
    const sentAfter = [...several.countSent().keys()].filter((subject) => !sentBefore.has(subject))
    expect(sentAfter.filter(isOwnWork)).toEqual([])
    proxy.heal()
    expect(await serves(several, cut, 10_000)).toBe(true)
    await load.stop()
    await expectNothingLostOrTwice(several, load.tried)
  })

  it('whose servers have clocks that differ by ten minutes: pauses, leases and keys are as before', async () => {
    const { url, drop } = await createTestDatabase()
    cleanUps.push(drop)
    const shift = (minutes: number) => {
      const code = `const now = Date.now; const Real = Date; Date.now = () => now() + ${minutes * 60_000};
        globalThis.Date = class extends Real { constructor(...given) { given.length ? super(...given) : super(Date.now()) } }; Date.now = () => now() + ${minutes * 60_000}`
      return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
    }
    const several = await start(url, { count: 1 })
    await several.start(shift(10))
    await several.start(shift(-10))
    several.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 3 })
    const bot = several.bots[0] ?? ''
    const tried = Array.from({ length: 12 }, (_, index): Tried => ({ subject: `skewed-${index}`, answers: [] }))
    const startedAt = performance.now()
    await Promise.all(
      tried.map((one, index) => several.send(several.servers[index % 3] as ServerProcess, one, { bot })),
    )
    expect(performance.now() - startedAt).toBeGreaterThan(2_900)
    expect(performance.now() - startedAt).toBeLessThan(20_000)
    const again = await Promise.all(
      tried.map((one, index) => several.send(several.servers[(index + 1) % 3] as ServerProcess, one, { bot })),
    )
    expect(again).toHaveLength(12)
    // No server is judged dead by another's clock.
    await wait(4_000)
    const states = await expectNothingLostOrTwice(several, tried)
    expect(states.filter((state) => state !== 'accepted')).toEqual([])
  })

  it('with a synchronous standby that takes over: every mail that was reported as accepted is there', async () => {
    const postgres = await startPostgresWithStandby()
    cleanUps.push(() => postgres.close())
    const proxy = await startFaultProxy(postgres.url())
    const port = new URL(proxy.url).port
    const endpoint = new URL(postgres.url())
    endpoint.port = port
    const several = await start(endpoint.href)
    await anyOf(several.servers).program.printed(/"engine":"postgres".*"synchronousStandbyNames":"[^"]+"/)
    const load = startLoad(several)
    await wait(1_500)
    await postgres.stop('immediate')
    await proxy.close()
    await postgres.standby.promote()
    const toStandby = await startFaultProxy(postgres.standby.url(), Number(port))
    cleanUps.push(() => toStandby.close())
    expect(await serves(several, anyOf(several.servers), 10_000)).toBe(true)
    await wait(500)
    await load.stop()
    await expectNothingLostOrTwice(several, load.tried)
  })

  it.skipIf(pgBouncer === null)('behind PgBouncer in transaction mode serves as before', async () => {
    const { url, drop } = await createTestDatabase()
    cleanUps.push(drop)
    const bouncer = await startPgBouncer(url)
    cleanUps.push(() => bouncer.close())
    const several = await start(bouncer.url)
    const load = startLoad(several)
    await until(
      async () => load.tried.length,
      (count) => count > 100,
    )
    await load.stop()
    const states = await expectNothingLostOrTwice(several, load.tried)
    expect(states.filter((state) => state !== 'accepted')).toEqual([])
  })
})
