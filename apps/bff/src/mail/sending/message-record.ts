import { setTimeout as wait } from 'node:timers/promises'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Message } from '@office365-email/shared/message'
import { diagnosisContext } from '../configuration/diagnosis-context.ts'
import { healthAfterAccepted, healthAfterFailure } from '../configuration/health.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { HealthChange } from '../configuration/office365-configuration-store.ts'
import type { AccessToken } from '../microsoft/entra.ts'
import { afterHandOver } from './after-hand-over.ts'
import type { DeliveryObserver } from './delivery-observer.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import type { MessageResult, MessageStore } from './message-store.ts'
import type { HandOver } from './queue-store.ts'
import { withdrawnDiagnosis } from './withdrawn.ts'

export type NewMessage = Pick<
  Message,
  'id' | 'botId' | 'source' | 'to' | 'cc' | 'bcc' | 'subject' | 'createdAt' | 'resendOf'
>

export interface RecordDependencies {
  messages: MessageStore
  observer: DeliveryObserver
  clock: () => Date
}

/** What is written down of one message on its way, and what its fate tells of the configuration. */
export interface MessageRecord {
  /** From now on the message is sent with this later version of its configuration. */
  use(configuration: Office365Configuration): void
  /** Durable before Microsoft is given the message, and only while the configuration in use is the saved one. */
  sending(token: AccessToken): Promise<HandOver>
  accept(requestId: string | null): Promise<void>
  simulate(): Promise<void>
  /** It certainly was not sent, and is not tried again. Null: nothing was recorded, for the same reason. */
  fail(failure: Failure): Promise<Diagnosis | null>
  /** It certainly was not sent now, but may be later. Null as for `fail`. */
  postpone(failure: Failure, retryAfterSeconds: number | null): Promise<Diagnosis | null>
  hold(failure: Failure): Promise<Diagnosis>
  /** It certainly was not sent, and must not be any more. Returns whether there is a record that says so. */
  withdraw(): Promise<boolean>
  /** Application permissions in the token; undefined before a sign-in has succeeded. */
  roles(): string[] | null | undefined
}

/** When a configuration last worked is kept to ten seconds: writing it for every message would tell nobody more. */
const lastAcceptedResolutionMs = 10_000

const resultDelaysMs = [100, 400, 1_500]

const laterDelayMs = 5_000

/**
 * A result that cannot be written is tried again, in the end without the caller, who is told what is known all the same:
 * "nothing was changed" would have them send it twice. Should the process end before, the message is held as `unknown`.
 */
export async function persistResult(write: () => Promise<unknown>): Promise<void> {
  const writesNow = () =>
    write().then(
      () => true,
      () => false,
    )
  for (const delayMs of resultDelaysMs) {
    if (await writesNow()) return
    await wait(delayMs)
  }
  const writeLater = async () => {
    while (!(await writesNow())) await wait(laterDelayMs, undefined, { ref: false })
  }
  void writeLater()
}

/** What every result of a delivery says of the message and of the configuration. */
export function createResultWriter(
  { clock }: Pick<RecordDependencies, 'clock'>,
  configuration: Office365Configuration,
) {
  const { botId, generation, version, health: before, lastAcceptedAt } = configuration

  function afterAccepted(now: Date): HealthChange | null {
    const health = healthAfterAccepted(before, now)
    const isNews = before.state !== health.state
    const isDue = now.getTime() - Date.parse(lastAcceptedAt ?? '1970-01-01') >= lastAcceptedResolutionMs
    if (!isNews && !isDue) return null
    return { botId, generation, version, ...(isNews && { health }), lastAcceptedAt: now.toISOString() }
  }

  const explain = (failure: Failure, roles: string[] | null | undefined): Diagnosis =>
    diagnose(failure, diagnosisContext(configuration, clock(), roles))

  return {
    explain,
    healthAfter(diagnosis: Diagnosis): HealthChange | null {
      const health = healthAfterFailure(before, diagnosis, clock())
      return health && { botId, generation, version, health }
    },
    accepted(requestId: string | null, attempts: number): MessageResult {
      const now = clock()
      const settledAt = now.toISOString()
      return { state: 'accepted', settledAt, attempts, requestId, diagnosis: null, change: afterAccepted(now) }
    },
    withdrawn(attempts: number): MessageResult {
      const settledAt = clock().toISOString()
      return { state: 'failed', settledAt, attempts, requestId: null, diagnosis: withdrawnDiagnosis, change: null }
    },
    /** Says nothing of the configuration: Microsoft was not given the message. */
    simulated(attempts: number): MessageResult {
      const settledAt = clock().toISOString()
      return { state: 'simulated', settledAt, attempts, requestId: null, diagnosis: null, change: null }
    },
    notAccepted(state: 'failed' | 'unknown', diagnosis: Diagnosis, attempts: number): MessageResult {
      const change = state === 'failed' ? this.healthAfter(diagnosis) : null
      const { requestId } = diagnosis.evidence
      return { state, settledAt: clock().toISOString(), attempts, requestId, diagnosis, change }
    },
  }
}

/** The record of a message whose caller waits for the answer: it first stands when it is handed over. */
export function createMessageRecord(
  dependencies: RecordDependencies,
  configuration: Office365Configuration,
  message: NewMessage,
  idempotency?: IdempotencyRecord,
): MessageRecord {
  const { messages, observer } = dependencies
  let sender = configuration
  let writer = createResultWriter(dependencies, sender)
  let attempts = 0
  let isInserted = false
  let roles: string[] | null | undefined

  /** False if there was no record yet, and none is made because the configuration is not the saved one. */
  async function settle({ change, requestId, diagnosis, ...result }: MessageResult): Promise<boolean> {
    if (isInserted) await persistResult(() => messages.settle(message.id, { ...result, requestId, diagnosis, change }))
    else {
      const microsoft = requestId === null ? null : { requestId }
      const settled: Message = { ...message, ...result, microsoft, ...(diagnosis && { diagnosis }) }
      isInserted = await messages.insert(settled, sender, { change })
    }
    if (isInserted) observer.outcome(result.state)
    return isInserted
  }

  async function fail(failure: Failure): Promise<Diagnosis | null> {
    const diagnosis = writer.explain(failure, roles)
    return (await settle(writer.notAccepted('failed', diagnosis, attempts))) ? diagnosis : null
  }

  async function start(attempt: number): Promise<HandOver> {
    if (isInserted) return await messages.sendAgain(message.id, attempt, sender)
    const started: Message = { ...message, state: 'sending', settledAt: null, attempts: attempt, microsoft: null }
    isInserted = await messages.insert(started, sender, idempotency && { idempotency })
    return isInserted ? 'sending' : 'outdated'
  }

  return {
    roles: () => roles,
    use(current) {
      sender = current
      writer = createResultWriter(dependencies, sender)
    },
    async sending(token) {
      const outcome = await start(attempts + 1)
      if (outcome === 'sending') {
        roles = token.roles
        attempts += 1
      }
      return outcome
    },
    async accept(requestId) {
      await settle(writer.accepted(requestId, attempts))
    },
    async simulate() {
      await settle(writer.simulated(attempts))
    },
    fail,
    postpone: fail,
    async hold(failure) {
      const diagnosis = afterHandOver(writer.explain(failure, roles))
      await settle(writer.notAccepted('unknown', diagnosis, attempts))
      return diagnosis
    },
    async withdraw() {
      return isInserted && (await settle(writer.withdrawn(attempts)))
    },
  }
}
