import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { until } from '../../testing/start-sending-server.ts'
import { createBackgroundJobs } from './background-jobs.ts'
import { createLaneSlots } from './lane-slots.ts'
import { createServers } from './servers.ts'

let databases: Awaited<ReturnType<typeof openMigratedDatabase>>
beforeEach(async () => {
  databases = await openMigratedDatabase()
})
afterEach(() => databases.close())

const announce = (onBeat = () => Promise.resolve()) => ({ keyFingerprints: () => ({ k1: 'print' }), onBeat })
const leaseOf = (serverId: string) => createServers(databases.connect(), { serverId, leaseSeconds: 1 }).lease
const open = (serverId: string, leaseSeconds = 3) => createServers(databases.connect(), { serverId, leaseSeconds })

it('lists the servers that are alive, with their keys', async () => {
  const [one, two] = [open('one'), open('two')]
  await one.join(announce())
  await two.join(announce())
  expect(await two.list()).toEqual([
    { id: 'one', keyFingerprints: { k1: 'print' } },
    { id: 'two', keyFingerprints: { k1: 'print' } },
  ])
  await one.leave()
  expect(await two.list()).toHaveLength(1)
  await two.leave()
})

it('trusts its lease only as long as no other server may consider it dead', async () => {
  const server = createServers(databases.connect(), { serverId: 'one', leaseSeconds: 3 })
  expect(() => server.lease.require()).toThrow('lease-lost')
  await server.join(announce())
  expect(server.isTrusted()).toBe(true)
  await databases.connect().query('alter table servers rename to hidden')
  await wait(2_600)
  expect(() => server.lease.require()).toThrow('lease-lost')
  await databases.connect().query('alter table hidden rename to servers')
  await wait(700)
  expect(server.isTrusted()).toBe(true)
  await server.leave()
})

it('frees the slots of a server whose lease ended, and says that one may have ended', async () => {
  const database = databases.connect()
  const dead = createLaneSlots(databases.connect(), { serverId: 'dead', timeoutMs: 5_000 })
  await database.query(
    `insert into servers (id, lease_until, key_fingerprints, version)
     values ('dead', clock_timestamp() + interval '1 hour', '{}', '1')`,
  )
  for (let count = 0; count < 4; count += 1) await dead.claim('lane')
  let beats = 0
  const server = open('one', 1)
  await server.join(
    announce(async () => {
      beats += 1
    }),
  )
  const slots = createLaneSlots(database, { serverId: 'one', timeoutMs: 5_000 })
  expect((await slots.claim('lane')).outcome).toBe('full')
  await database.query(`update servers set lease_until = clock_timestamp() - interval '1 hour' where id = 'dead'`)
  await until(
    () => slots.claim('lane'),
    ({ outcome }) => outcome === 'taken',
  )
  expect(beats).toBeGreaterThan(1)
  await server.leave()
})

it('does a background job once for all servers, and again when its server is dead', async () => {
  const [one, two] = [open('one'), open('two')]
  await one.join(announce())
  await two.join(announce())
  const jobs = ['one', 'two'].map((id) => createBackgroundJobs(databases.connect(), leaseOf(id)))
  const startedAt = new Date(0)
  const ran: string[] = []
  const run = (index: number, seconds: number) =>
    jobs[index]?.run('watch', { now: new Date(seconds * 1_000), everyMs: 30_000, startedAt }, async (since) => {
      ran.push(`${index} since ${since.getTime() / 1_000}`)
      await wait(20)
    })
  await Promise.all([run(0, 30), run(1, 30)])
  await run(1, 40)
  expect(ran).toHaveLength(1)
  await run(1, 60)
  expect(ran[1]).toBe('1 since 30')
  await databases.connect().query(`update background_jobs set is_running = true, server_id = 'two'`)
  await run(0, 100)
  expect(ran).toHaveLength(2)
  await two.leave()
  await run(0, 100)
  expect(ran[2]).toBe('0 since 60')
  await one.leave()
})

it('repeats a background job that failed', async () => {
  const jobs = createBackgroundJobs(databases.connect(), leaseOf('one'))
  const period = { now: new Date(60_000), everyMs: 30_000, startedAt: new Date(0) }
  await expect(jobs.run('forget', period, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  let since: Date | null = null
  await jobs.run('forget', period, async (from) => {
    since = from
  })
  expect(since).toEqual(new Date(0))
})
