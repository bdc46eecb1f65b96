import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import { afterHandOver } from './after-hand-over.ts'
import { createResultWriter, type MessageRecord, persistResult, type RecordDependencies } from './message-record.ts'
import type { DueMessage, QueueStore } from './queue-store.ts'
import { nextAttemptAfter } from './retry-schedule.ts'

export interface QueuedRecordDependencies extends RecordDependencies {
  outbox: QueueStore
  configurations: Pick<Office365ConfigurationStore, 'saveHealth'>
}

/** The record of a message that stands already: what certainly was not sent goes back into the queue. */
export function createQueuedRecord(
  dependencies: QueuedRecordDependencies,
  configuration: Office365Configuration,
  { message, failures, takenAt }: DueMessage,
): MessageRecord {
  const { messages, outbox, configurations, observer, clock } = dependencies
  const { id } = message
  let sender = configuration
  let writer = createResultWriter(dependencies, sender)
  let { attempts } = message
  let isClaimed = false
  let roles: string[] | null | undefined

  /** Not yet claimed, it is still in the queue: the next attempt finds out anew, and a late write must not meet it. */
  const persist = (write: () => Promise<unknown>) => (isClaimed ? persistResult(write) : write())

  async function settle(state: 'failed' | 'unknown', failure: Failure): Promise<Diagnosis> {
    const explained = writer.explain(failure, roles)
    const diagnosis = state === 'unknown' ? afterHandOver(explained) : explained
    observer.outcome(state)
    const result = writer.notAccepted(state, diagnosis, attempts)
    await persist(() => messages.settle(id, result))
    return diagnosis
  }

  return {
    roles: () => roles,
    use(current) {
      sender = current
      writer = createResultWriter(dependencies, sender)
    },
    async sending(token) {
      const attempt = attempts + 1
      const outcome = await (isClaimed ? messages.sendAgain(id, attempt, sender) : outbox.claim(id, attempt, sender))
      if (outcome === 'sending') {
        isClaimed = true
        roles = token.roles
        attempts = attempt
      }
      return outcome
    },
    async accept(requestId) {
      observer.outcome('accepted')
      const result = writer.accepted(requestId, attempts)
      await persist(() => messages.settle(id, result))
    },
    async simulate() {
      observer.outcome('simulated')
      const result = writer.simulated(attempts)
      await persist(() => messages.settle(id, result))
    },
    fail: (failure) => settle('failed', failure),
    hold: (failure) => settle('unknown', failure),
    async postpone(failure, retryAfterSeconds) {
      const nextAttemptAt = nextAttemptAfter({ now: clock().getTime(), takenAt, failures, retryAfterSeconds })
      if (nextAttemptAt === null) return await settle('failed', failure)
      const diagnosis = writer.explain(failure, roles)
      observer.outcome('postponed')
      const postponement = { nextAttemptAt, failures: failures + 1, attempts, diagnosis }
      await persist(async () => {
        if (!(await outbox.postpone(id, postponement, sender))) await messages.settle(id, writer.withdrawn(attempts))
      })
      // It may wait for a day: what keeps it waiting is told now.
      const change = writer.healthAfter(diagnosis)
      if (change && change.health?.state !== configuration.health.state) await configurations.saveHealth(change)
      return diagnosis
    },
    async withdraw() {
      observer.outcome('failed')
      await persist(() => messages.settle(id, writer.withdrawn(attempts)))
      return true
    },
  }
}
