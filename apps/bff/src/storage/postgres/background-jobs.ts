import type { BackgroundJobs } from '../../ground/background-jobs.ts'
import type { Database } from './open-database.ts'
import type { Lease } from './servers.ts'

/**
 * A row for each job. A server takes the job if no living server is doing it, so that the work of a dead one continues
 * when its lease ends.
 */
export function createBackgroundJobs({ query }: Database, lease: Pick<Lease, 'serverId' | 'isAlive'>): BackgroundJobs {
  const { serverId } = lease
  return {
    async run(name, { now, everyMs, startedAt }, work) {
      const [taken] = await query<{ since: number }>(
        `insert into background_jobs as job (name, server_id, is_running, done_until) values ($1, $2, true, $3)
         on conflict (name) do update set server_id = $2, is_running = true
         where job.done_until <= $4 and (not job.is_running or job.server_id = $2
           or job.server_id not in (select id from servers where ${lease.isAlive}))
         returning done_until as since`,
        // A server's timer and the time of its work vary a little.
        [name, serverId, startedAt.getTime(), now.getTime() - everyMs * 0.9],
      )
      if (!taken) return
      const end = (doneUntil: number) =>
        query('update background_jobs set is_running = false, done_until = $3 where name = $1 and server_id = $2', [
          name,
          serverId,
          doneUntil,
        ])
      try {
        await work(new Date(taken.since))
      } catch (error) {
        await end(taken.since)
        throw error
      }
      await end(now.getTime())
    },
  }
}
