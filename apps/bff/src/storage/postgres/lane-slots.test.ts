import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLanes, maxInFlight } from '../../mail/sending/lane.ts'
import { createSharedLanes } from '../../mail/sending/shared-lanes.ts'
import { openMigratedDatabase } from '../../testing/open-migrated-database.ts'
import { createLaneSlots } from './lane-slots.ts'
import type { Database } from './open-database.ts'

let databases: Awaited<ReturnType<typeof openMigratedDatabase>>
let database: Database
beforeEach(async () => {
  databases = await openMigratedDatabase()
  database = databases.connect()
})
afterEach(() => databases.close())

const slotsOf = (serverId: string) => createLaneSlots(databases.connect(), { serverId, timeoutMs: 5_000 })
const soon = () => performance.now() + 20_000

describe('the slots of a lane', () => {
  it('are four over all servers, whatever each asks for', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    const claims = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).claim('lane')))
    const taken = claims.flatMap((claim) => (claim.outcome === 'taken' ? [claim.slot] : []))
    expect(taken.sort((a, b) => a - b)).toEqual([1, 2, 3, 4])
    expect((await one.claim('another')).outcome).toBe('taken')
  })

  it('are free again when they are released, by the server that holds them only', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    for (let count = 0; count < maxInFlight; count += 1) await one.claim('lane')
    await two.release('lane', 1)
    expect((await two.claim('lane')).outcome).toBe('full')
    await one.release('lane', 3)
    expect(await two.claim('lane')).toEqual({ outcome: 'taken', slot: 3 })
  })

  it('are used again by their server for a second, without the database', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    expect(await one.claim('lane')).toEqual({ outcome: 'taken', slot: 1 })
    await one.release('lane', 1)
    for (const slot of [2, 3, 4]) expect(await two.claim('lane')).toEqual({ outcome: 'taken', slot })
    // The database has no free slot now.
    expect(await one.claim('lane')).toEqual({ outcome: 'taken', slot: 1 })
    expect(await one.claim('another')).toEqual({ outcome: 'taken', slot: 1 })
  })

  it('are released by their server after a second, also under load', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    const claims = [await one.claim('lane'), await one.claim('lane'), await two.claim('lane'), await two.claim('lane')]
    expect(claims.map((claim) => 'slot' in claim && claim.slot)).toEqual([1, 2, 3, 4])
    let isOver = false
    const use = async (slot: number) => {
      await one.release('lane', slot)
      while (!isOver) {
        const claim = await one.claim('lane')
        await wait(5)
        if (claim.outcome === 'taken') await one.release('lane', claim.slot)
        await wait(5)
      }
    }
    const load = [1, 2].map(use)
    await expect.poll(async () => (await two.claim('lane')).outcome, { timeout: 5_000, interval: 5 }).toBe('taken')
    isOver = true
    await Promise.all(load)
  })

  it('are left to other servers, except two', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    for (let count = 0; count < maxInFlight; count += 1) await one.claim('lane')
    for (let slot = 1; slot <= maxInFlight; slot += 1) await one.release('lane', slot)
    const claims = [await two.claim('lane'), await two.claim('lane'), await two.claim('lane')]
    expect(claims.map(({ outcome }) => outcome)).toEqual(['taken', 'taken', 'full'])
  })

  it('never keep their own server waiting when it no longer uses them', async () => {
    const one = slotsOf('one')
    for (let count = 0; count < maxInFlight; count += 1) await one.claim('lane')
    // The next sweep is after the end of the second.
    await wait(850)
    for (let slot = 1; slot <= maxInFlight; slot += 1) await one.release('lane', slot)
    await wait(200)
    expect((await one.claim('lane')).outcome).toBe('taken')
  })

  it('are not used again during a pause, nor by a server that stops', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    for (const slots of [one, two]) {
      const claim = await slots.claim('lane')
      if (claim.outcome === 'taken') await slots.release('lane', claim.slot)
    }
    await one.pause('lane', 0.4)
    expect((await one.claim('lane')).outcome).toBe('paused')
    two.distrust('lane')
    expect((await two.claim('lane')).outcome).toBe('paused')
    await one.claim('another')
    await one.release('another', 1)
    await one.close()
    expect(await two.claim('another')).toEqual({ outcome: 'taken', slot: 1 })
  })

  it('are free again if the database has them as held by a server that does not have them', async () => {
    const [one, before] = [slotsOf('one'), slotsOf('one')]
    expect(await before.claim('lane')).toEqual({ outcome: 'taken', slot: 1 })
    expect(await one.claim('lane')).toEqual({ outcome: 'taken', slot: 2 })
    const listHeld = async () =>
      (
        await database.query<{ slot: number }>(
          'select slot from lane_slots where held_until > clock_timestamp() order by slot',
        )
      ).map(({ slot }) => slot)
    // The response to a claim may be on its way.
    await one.renew()
    expect(await listHeld()).toEqual([1, 2])
    await database.query(`update lane_slots set held_until = held_until - interval '7 seconds'`)
    await one.renew()
    expect(await listHeld()).toEqual([2])
  })

  it('are not given out during a pause that any server asked for', async () => {
    const [one, two] = [slotsOf('one'), slotsOf('two')]
    await one.pause('lane', 0.4)
    await two.pause('lane', 0.1)
    expect(await two.claim('lane')).toMatchObject({ outcome: 'paused', seconds: expect.closeTo(0.4, 0) })
    expect((await two.claim('another')).outcome).toBe('taken')
    await wait(450)
    expect((await two.claim('lane')).outcome).toBe('taken')
  })
})

describe('lanes that servers share', () => {
  it('never have more than four messages in flight, and serve every message', async () => {
    const servers = ['one', 'two', 'three'].map((id) => createSharedLanes(createLanes(), slotsOf(id)))
    const inFlight = new Map<string, number>()
    let most = 0
    const send = async (index: number) => {
      const lane = `lane ${index % 5}`
      const admission = await servers[index % 3]?.enter(lane, soon())
      if (admission?.outcome !== 'admitted') throw new Error(admission?.outcome)
      inFlight.set(lane, (inFlight.get(lane) ?? 0) + 1)
      most = Math.max(most, inFlight.get(lane) ?? 0)
      await wait(Math.random() * 5)
      inFlight.set(lane, (inFlight.get(lane) ?? 0) - 1)
      admission.release()
    }
    await Promise.all(Array.from({ length: 300 }, (_, index) => send(index)))
    expect(most).toBe(maxInFlight)
    // The servers keep the last slots for a second.
    await expect
      .poll(() => database.query('select slot from lane_slots where held_until > clock_timestamp()'), {
        timeout: 5_000,
      })
      .toEqual([])
  })

  it('give the slot of a message to the next one that waits', async () => {
    const [slots, other, lanes] = [slotsOf('one'), slotsOf('other'), createLanes()]
    /** Returns the response to its first question for a slot. */
    const send = async () => {
      const outcomes: string[] = []
      const claim = async (lane: string) => {
        const claimed = await slots.claim(lane)
        outcomes.push(claimed.outcome)
        return claimed
      }
      const admission = await createSharedLanes(lanes, { ...slots, claim }).enter('lane', soon())
      await wait(5)
      if (admission.outcome === 'admitted') admission.release()
      return outcomes[0]
    }
    await Promise.all([send(), send()])
    for (const outcome of ['taken', 'taken', 'full']) expect(await other.claim('lane')).toMatchObject({ outcome })
    const first = await Promise.all(Array.from({ length: 40 }, send))
    // Four are let in at once, and two of them find no slot.
    expect(first.filter((outcome) => outcome !== 'taken').length).toBeLessThan(6)
  })

  it('let the messages of a server in by their age', async () => {
    const [slots, other] = [slotsOf('one'), slotsOf('other')]
    for (let count = 1; count < maxInFlight; count += 1) await other.claim('lane')
    const server = createSharedLanes(createLanes(), slots)
    const order: number[] = []
    const send = async (age: number) => {
      const admission = await server.enter('lane', soon())
      order.push(age)
      await wait(3)
      if (admission.outcome === 'admitted') admission.release()
    }
    const ages = Array.from({ length: 16 }, (_, age) => age)
    await Promise.all(ages.map(send))
    expect(order).toEqual(ages)
  })

  it('pause on every server when Microsoft throttles one', async () => {
    const [one, two] = ['one', 'two'].map((id) => createSharedLanes(createLanes(), slotsOf(id)))
    const first = await one?.enter('lane', soon())
    one?.pause('lane', 1)
    if (first?.outcome === 'admitted') first.release()
    const startedAt = performance.now()
    await wait(50)
    const second = await two?.enter('lane', soon())
    expect(second?.outcome).toBe('admitted')
    expect(performance.now() - startedAt).toBeGreaterThan(900)
  })

  it('turn a message away that finds no slot before its deadline', async () => {
    const [one, two] = ['one', 'two'].map((id) => createSharedLanes(createLanes(), slotsOf(id)))
    for (let count = 0; count < maxInFlight; count += 1) await one?.enter('lane', soon())
    expect(await two?.enter('lane', performance.now() + 200)).toMatchObject({ outcome: 'busy' })
    two?.close()
    expect(await two?.enter('lane', soon())).toMatchObject({ outcome: 'stopping' })
  })
})
