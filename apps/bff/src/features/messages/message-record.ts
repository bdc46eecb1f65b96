import { setTimeout as wait } from 'node:timers/promises'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Message } from '@office365-email/shared/message'
import { diagnosisContext } from '../office365-configuration/diagnosis-context.ts'
import { healthAfterAccepted, healthAfterFailure } from '../office365-configuration/health.ts'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { HealthChange } from '../office365-configuration/office365-configuration-store.ts'
import type { AccessToken } from '../verification/entra.ts'
import { afterHandOver } from './after-hand-over.ts'
import type { DeliveryObserver } from './delivery-observer.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import type { MessageResult, MessageStore } from './message-store.ts'

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
  /** Durable before Microsoft is given the message. False: it was cancelled meanwhile. */
  sending(token: AccessToken): Promise<boolean>
  accept(requestId: string | null): Promise<void>
  /** It certainly was not sent, and is not tried again. */
  fail(failure: Failure): Promise<Diagnosis>
  /** It certainly was not sent now, but may be later. */
  postpone(failure: Failure, retryAfterSeconds: number | null): Promise<Diagnosis>
  hold(failure: Failure): Promise<Diagnosis>
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
  const { botId, version, health: before, lastAcceptedAt } = configuration

  function afterAccepted(now: Date): HealthChange | null {
    const health = healthAfterAccepted(before, now)
    const isNews = before.state !== health.state
    const isDue = now.getTime() - Date.parse(lastAcceptedAt ?? '1970-01-01') >= lastAcceptedResolutionMs
    if (!isNews && !isDue) return null
    return { botId, version, ...(isNews && { health }), lastAcceptedAt: now.toISOString() }
  }

  const explain = (failure: Failure, roles: string[] | null | undefined): Diagnosis =>
    diagnose(failure, diagnosisContext(configuration, clock(), roles))

  return {
    explain,
    healthAfter(diagnosis: Diagnosis): HealthChange | null {
      const health = healthAfterFailure(before, diagnosis, clock())
      return health && { botId, version, health }
    },
    accepted(requestId: string | null, attempts: number): MessageResult {
      const now = clock()
      const settledAt = now.toISOString()
      return { state: 'accepted', settledAt, attempts, requestId, diagnosis: null, change: afterAccepted(now) }
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
  const writer = createResultWriter(dependencies, configuration)
  let attempts = 0
  let isInserted = false
  let roles: string[] | null | undefined

  async function settle({ change, requestId, diagnosis, ...result }: MessageResult): Promise<void> {
    observer.outcome(result.state)
    if (isInserted) {
      await persistResult(() => messages.settle(message.id, { ...result, requestId, diagnosis, change }))
      return
    }
    isInserted = true
    const microsoft = requestId === null ? null : { requestId }
    await messages.insert({ ...message, ...result, microsoft, ...(diagnosis && { diagnosis }) }, { change })
  }

  async function fail(failure: Failure): Promise<Diagnosis> {
    const diagnosis = writer.explain(failure, roles)
    await settle(writer.notAccepted('failed', diagnosis, attempts))
    return diagnosis
  }

  return {
    roles: () => roles,
    async sending(token) {
      roles = token.roles
      attempts += 1
      if (isInserted) return true
      const started: Message = { ...message, state: 'sending', settledAt: null, attempts, microsoft: null }
      await messages.insert(started, idempotency && { idempotency })
      isInserted = true
      return true
    },
    async accept(requestId) {
      await settle(writer.accepted(requestId, attempts))
    },
    fail,
    postpone: fail,
    async hold(failure) {
      const diagnosis = afterHandOver(writer.explain(failure, roles))
      await settle(writer.notAccepted('unknown', diagnosis, attempts))
      return diagnosis
    },
  }
}
