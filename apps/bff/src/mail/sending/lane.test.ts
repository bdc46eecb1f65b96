import { expect, it } from 'vitest'
import { createLanes, type Lanes, maxInFlight, maxWaiting } from './lane.ts'

const soon = (milliseconds = 1_000) => performance.now() + milliseconds
/** A promise also if a slot is free. */
const enter = async (lanes: Lanes, within?: number) => await lanes.enter('a', soon(within))

it('admits four at a time, and the next when one leaves', async () => {
  const lanes = createLanes()
  const first = await Promise.all(Array.from({ length: maxInFlight }, () => enter(lanes)))
  let entered = false
  const fifth = enter(lanes).then((admission) => {
    entered = true
    return admission
  })
  await Promise.resolve()
  expect(entered).toBe(false)
  if (first[0]?.outcome === 'admitted') first[0].release()
  expect((await fifth).outcome).toBe('admitted')
})

it('reports immediately that it is busy when a hundred wait', async () => {
  const lanes = createLanes()
  const admissions = Array.from({ length: maxInFlight + maxWaiting }, () => enter(lanes, 50))
  expect(await lanes.enter('a', soon())).toEqual({ outcome: 'busy', retryAfterSeconds: 1 })
  expect((await Promise.all(admissions)).filter(({ outcome }) => outcome === 'busy')).toHaveLength(maxWaiting)
})

it('keeps lanes separate', async () => {
  const lanes = createLanes()
  await Promise.all(Array.from({ length: maxInFlight }, () => enter(lanes)))
  expect((await lanes.enter('b', soon())).outcome).toBe('admitted')
})

it('waits for a pause that ends before the deadline, and refuses one that does not', async () => {
  const lanes = createLanes()
  lanes.pause('a', 0.05)
  const startedAt = performance.now()
  expect((await lanes.enter('a', soon())).outcome).toBe('admitted')
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(49)
  lanes.pause('a', 30)
  expect(await lanes.enter('a', soon())).toEqual({ outcome: 'paused', retryAfterSeconds: 30 })
})

it('returns a slot only once, even if it is released several times', async () => {
  const lanes = createLanes()
  const [first] = await Promise.all(Array.from({ length: maxInFlight }, () => enter(lanes)))
  if (first?.outcome === 'admitted') {
    first.release()
    first.release()
  }
  expect((await lanes.enter('a', soon())).outcome).toBe('admitted')
  expect((await lanes.enter('a', soon(20))).outcome).toBe('busy')
})

it('reports busy, without a warning, if a message enters a full lane after its deadline', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const lanes = createLanes()
  for (let slot = 0; slot < maxInFlight; slot += 1) await lanes.enter('a', soon())
  expect(await lanes.enter('a', soon(-1))).toEqual({ outcome: 'busy', retryAfterSeconds: 1 })
  process.off('warning', note)
  expect(warnings).toEqual([])
})
