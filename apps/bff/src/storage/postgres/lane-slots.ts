import { maxInFlight } from '../../mail/sending/lane.ts'
import type { LaneSlots, SlotClaim } from '../../mail/sending/lane-slots.ts'
import { createBatches } from './batches.ts'
import type { Database } from './open-database.ts'

/** Servers renew the slots that they hold every few seconds. The slots of a dead server are free when its lease ends. */
const heldSeconds = 90

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

/** `timeoutMs` is how long the client of the database waits for a response. */
export function createLaneSlots(
  { query, prepare }: Database,
  { serverId, timeoutMs }: { serverId: string; timeoutMs: number },
): LaneSlots & {
  /** Keeps the slots that this server holds, and releases those that the database has as held by it and it does not. */
  renew(): Promise<void>
} {
  const held = new Map<string, Slot>()
  const nameOf = (lane: string, slot: number) => `${slot} ${lane}`

  const claimAll = prepare<{ slot: number | null; seconds: string | null }>(claimText)
  const claim = createBatches(async (lanes: string[]): Promise<SlotClaim[]> => {
    const rows = await claimAll([lanes, serverId])
    return rows.map(({ slot, seconds }, index) => {
      if (slot !== null) {
        const lane = lanes[index] ?? ''
        held.set(nameOf(lane, slot), { lane, slot })
        return { outcome: 'taken', slot }
      }
      return seconds === null ? { outcome: 'full' } : { outcome: 'paused', seconds: Number(seconds) }
    })
  })

  const toParameters = (slots: Slot[]) => [slots.map(({ lane }) => lane), slots.map(({ slot }) => slot), serverId]

  const releaseAll = prepare(releaseText)
  const release = createBatches(async (slots: Slot[]): Promise<undefined[]> => {
    await releaseAll(toParameters(slots))
    return slots.map(() => undefined)
  })

  return {
    claim,
    async release(lane, slot) {
      held.delete(nameOf(lane, slot))
      await release({ lane, slot })
    },
    async renew() {
      const parameters = toParameters([...held.values()])
      if (held.size > 0) await query(renewText, parameters)
      await query(releaseOthersText, [...parameters, timeoutMs + marginMs])
    },
    async pause(lane, seconds) {
      await query(
        `insert into lane_pauses (lane, paused_until) values ($1, clock_timestamp() + $2 * interval '1 second')
         on conflict (lane) do update set paused_until = greatest(lane_pauses.paused_until, excluded.paused_until)`,
        [lane, seconds],
      )
    },
  }
}
