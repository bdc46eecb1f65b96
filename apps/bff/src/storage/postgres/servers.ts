import { StorageFault } from '../../ground/storage-fault.ts'
import { version } from '../../version.ts'
import type { Announcement, ServerRegistry } from '../server-registry.ts'
import type { Database } from './open-database.ts'

const longestBeatMs = 10_000

/** A condition for `servers`. While the database did not run, no server could renew its lease. */
const isAlive = (leaseSeconds: number): string =>
  `greatest(lease_until, pg_postmaster_start_time() + ${leaseSeconds} * interval '1 second') > clock_timestamp()`

export interface Lease {
  readonly serverId: string
  /** A condition for the rows of `servers`. */
  readonly isAlive: string
  /** Throws if other servers may consider this one dead, so that it must not hand over mail. */
  require(): void
}

/**
 * The lease of this server. Its end in the database is judged by the database's clock only. This server trusts it from
 * the start of a successful renewal on, by its own monotonic clock, and a margin less long. A pause of the process
 * between the check and the hand-over cannot be excluded: Microsoft knows nothing of the lease.
 */
export function createServers(
  database: Database,
  { serverId, leaseSeconds }: { serverId: string; leaseSeconds: number },
  onBeat: () => Promise<unknown> = () => Promise.resolve(),
): ServerRegistry & { lease: Lease; isTrusted: () => boolean } {
  const leaseMs = leaseSeconds * 1_000
  const marginMs = leaseMs / 6
  let trustedUntil = Number.NEGATIVE_INFINITY
  let hasJoined = false
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null

  const isTrusted = () => performance.now() < trustedUntil

  /** Their slots are free, and others send what they took from the queue. */
  async function releaseAll(serverIds: string[]): Promise<void> {
    await database.query('delete from lane_slots where server_id = any($1)', [serverIds])
    await database.query('update outbox set leased_by = null, leased_until = null where leased_by = any($1)', [
      serverIds,
    ])
  }

  async function renew({ keyFingerprints }: Announcement): Promise<void> {
    const startedAt = performance.now()
    await database.query(
      `insert into servers (id, lease_until, key_fingerprints, version)
       values ($1, clock_timestamp() + $2 * interval '1 second', $3, $4)
       on conflict (id) do update set lease_until = excluded.lease_until, key_fingerprints = excluded.key_fingerprints`,
      [serverId, leaseSeconds, JSON.stringify(keyFingerprints()), version],
    )
    trustedUntil = startedAt + leaseMs - marginMs
  }

  async function beat(announcement: Announcement): Promise<void> {
    await renew(announcement)
    await onBeat()
    await announcement.onBeat()
    await database.query(`delete from cache_changes where at < clock_timestamp() - interval '10 minutes'`)
    // Their messages are settled now.
    const ended = await database.query<{ id: string }>(
      `delete from servers where not (${isAlive(leaseSeconds)}) returning id`,
    )
    if (ended.length > 0) await releaseAll(ended.map(({ id }) => id))
  }

  return {
    lease: {
      serverId,
      isAlive: isAlive(leaseSeconds),
      require() {
        if (!isTrusted()) throw new StorageFault('lease-lost', null)
      },
    },
    isTrusted,
    async join(announcement) {
      hasJoined = true
      await beat(announcement)
      timer = setInterval(
        () => {
          running ??= beat(announcement)
            .catch(() => undefined)
            .finally(() => {
              running = null
            })
        },
        Math.min(longestBeatMs, leaseMs / 6),
      )
      timer.unref()
    },
    async list() {
      return await database.query(
        `select id, key_fingerprints as "keyFingerprints" from servers
         where lease_until > clock_timestamp() order by id`,
      )
    },
    async leave() {
      if (!hasJoined) return
      hasJoined = false
      if (timer) clearInterval(timer)
      await running
      await onBeat().catch(() => undefined)
      trustedUntil = Number.NEGATIVE_INFINITY
      await releaseAll([serverId])
      await database.query('delete from servers where id = $1', [serverId])
    },
  }
}
