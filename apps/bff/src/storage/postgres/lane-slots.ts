import { maxInFlight } from '../../mail/sending/lane.ts'
import type { LaneSlots, SlotClaim } from '../../mail/sending/lane-slots.ts'
import { createBatches } from './batches.ts'
import type { Database } from './open-database.ts'

/** Servers renew the slots that they hold every few seconds. The slots of a dead server are free when its lease ends. */
const heldSeconds = 90

/**
 * For this long after its claim, a server uses a slot for the next message of the lane without asking the database. A
 * claim gets the first free slot, so only the first ones are kept: the others are left to other servers, and to the
 * mailbox if this server dies.
 */
const keptMs = 1_000
const keptSlots = 2
const sweepEveryMs = 250

/**
 * Claims slots for all messages of a batch in one statement, in order of lane and slot, so that two statements never
 * wait for each other. The table is unlogged: a claim needs no flush, and after a crash of the database all slots are
 * free. A slot is released by an update, because a deletion for each message would leave many dead rows.
 */
const claimText = `
  with input as (
    select lane, row_number() over (partition by lane order by position) as place, position
    from unnest($1::text[]) with ordinality as input(lane, position)),
  pauses as (
    select lane, extract(epoch from paused_until - clock_timestamp()) as seconds from lane_pauses
    where lane in (select lane from input) and paused_until > clock_timestamp()),
  free as (
    select lanes.lane, slots.slot, row_number() over (partition by lanes.lane order by slots.slot) as place
    from (select distinct lane from input where lane not in (select lane from pauses)) as lanes
    cross join generate_series(1, ${maxInFlight}) as slots(slot)
    left join lane_slots on lane_slots.lane = lanes.lane and lane_slots.slot = slots.slot
    where lane_slots.held_until is null or lane_slots.held_until < clock_timestamp()),
  claimed as (
    insert into lane_slots (lane, slot, server_id, held_until)
    select lane, slot, $2, clock_timestamp() + ${heldSeconds} * interval '1 second'
    from free join input using (lane, place) order by lane, slot
    on conflict (lane, slot) do update set server_id = excluded.server_id, held_until = excluded.held_until
    where lane_slots.held_until < clock_timestamp()
    returning lane, slot),
  granted as (select lane, slot, row_number() over (partition by lane order by slot) as place from claimed)
  select granted.slot, pauses.seconds from input left join granted using (lane, place) left join pauses using (lane)
  order by position`

interface Slot {
  lane: string
  slot: number
}

interface HeldSlot extends Slot {
  /** Whether no message uses it. */
  isFree: boolean
  /** A moment of `performance.now()`. */
  keptUntil: number
}

/** Locks in order of lane and slot, as a claim does. */
const setHeldUntil = (until: string) => `
  with named as (
    select lane, slot from lane_slots join unnest($1::text[], $2::smallint[]) as named(lane, slot) using (lane, slot)
    where server_id = $3 and held_until <> '-infinity' order by lane, slot for update of lane_slots)
  update lane_slots set held_until = ${until} from named
  where lane_slots.lane = named.lane and lane_slots.slot = named.slot`

const renewText = setHeldUntil(`clock_timestamp() + ${heldSeconds} * interval '1 second'`)
const releaseText = setHeldUntil(`'-infinity'`)

/** A statement that PostgreSQL has received runs even after its client gave up, and takes slots that no one uses. */
const releaseOthersText = `
  with others as (
    select lane, slot from lane_slots
    where server_id = $3 and held_until > clock_timestamp()
      and held_until < clock_timestamp() + ${heldSeconds} * interval '1 second' - $4 * interval '1 millisecond'
      and (lane, slot) not in (select * from unnest($1::text[], $2::smallint[]))
    order by lane, slot for update)
  update lane_slots set held_until = '-infinity' from others
  where lane_slots.lane = others.lane and lane_slots.slot = others.slot`

/** Longer than the way of a response from the database's client to the record of the slots that this server holds. */
const marginMs = 1_000

export interface PostgresLaneSlots extends LaneSlots {
  /** The lane is paused, which this server did not know. The next claim asks the database. */
  distrust(lane: string): void
  /** Keeps the slots that this server holds, and releases those that the database has as held by it and it does not. */
  renew(): Promise<void>
  /** The server stops: releases the slots that no message uses. */
  close(): Promise<void>
}

/** `timeoutMs` is how long the client of the database waits for a response. */
export function createLaneSlots(
  { query, prepare }: Database,
  { serverId, timeoutMs }: { serverId: string; timeoutMs: number },
): PostgresLaneSlots {
  const held = new Map<string, HeldSlot[]>()
  let sweeper: NodeJS.Timeout | null = null

  const allHeld = () => [...held.values()].flat()

  function forget({ lane, slot }: Slot): void {
    const others = held.get(lane)?.filter((one) => one.slot !== slot) ?? []
    if (others.length === 0) held.delete(lane)
    else held.set(lane, others)
  }

  const claimAll = prepare<{ slot: number | null; seconds: string | null }>(claimText)
  const claim = createBatches(async (lanes: string[]): Promise<SlotClaim[]> => {
    const askedAt = performance.now()
    const rows = await claimAll([lanes, serverId])
    return rows.map(({ slot, seconds }, index) => {
      if (slot !== null) {
        const lane = lanes[index] ?? ''
        const keptUntil = slot <= keptSlots ? askedAt + keptMs : 0
        forget({ lane, slot })
        held.set(lane, [...(held.get(lane) ?? []), { lane, slot, isFree: false, keptUntil }])
        return { outcome: 'taken', slot }
      }
      return seconds === null ? { outcome: 'full' } : { outcome: 'paused', seconds: Number(seconds) }
    })
  })

  const toParameters = (slots: Slot[]) => [slots.map(({ lane }) => lane), slots.map(({ slot }) => slot), serverId]

  const releaseAll = prepare(releaseText)
  const releaseEach = createBatches(async (slots: Slot[]): Promise<undefined[]> => {
    await releaseAll(toParameters(slots))
    return slots.map(() => undefined)
  })
  async function release(slot: Slot): Promise<void> {
    forget(slot)
    await releaseEach(slot)
  }

  /** Before the next sweep. A free slot that this server no longer uses would keep its own messages waiting. */
  const endsSoon = ({ keptUntil }: HeldSlot, now: number) => keptUntil <= now + sweepEveryMs

  function sweep(): void {
    sweeper = null
    const free = allHeld().filter(({ isFree }) => isFree)
    const now = performance.now()
    // Without the database, a slot ends with its time.
    for (const slot of free) if (endsSoon(slot, now)) void release(slot).catch(() => undefined)
    if (free.some((slot) => !endsSoon(slot, now))) scheduleSweep()
  }
  function scheduleSweep(): void {
    sweeper ??= setTimeout(sweep, sweepEveryMs).unref()
  }

  function distrust(lane: string): void {
    for (const slot of held.get(lane) ?? []) slot.keptUntil = 0
  }

  return {
    claim(lane) {
      const now = performance.now()
      const kept = held.get(lane)?.find(({ isFree, keptUntil }) => isFree && keptUntil > now)
      if (!kept) return claim(lane)
      kept.isFree = false
      return Promise.resolve({ outcome: 'taken', slot: kept.slot })
    },
    async release(lane, slot) {
      const one = held.get(lane)?.find((each) => each.slot === slot)
      if (one && endsSoon(one, performance.now())) return await release(one)
      if (one) one.isFree = true
      scheduleSweep()
    },
    distrust,
    async renew() {
      const slots = allHeld()
      const parameters = toParameters(slots)
      if (slots.length > 0) await query(renewText, parameters)
      await query(releaseOthersText, [...parameters, timeoutMs + marginMs])
    },
    async pause(lane, seconds) {
      distrust(lane)
      await query(
        `insert into lane_pauses (lane, paused_until) values ($1, clock_timestamp() + $2 * interval '1 second')
         on conflict (lane) do update set paused_until = greatest(lane_pauses.paused_until, excluded.paused_until)`,
        [lane, seconds],
      )
    },
    async close() {
      if (sweeper) clearTimeout(sweeper)
      const slots = allHeld().filter(({ isFree }) => isFree)
      if (slots.length > 0) await releaseAll(toParameters(slots))
    },
  }
}
