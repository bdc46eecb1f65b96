import { diagnose, diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import { diagnosisContext } from '../configuration/diagnosis-context.ts'
import { healthAfterAccepted, healthAfterFailure } from '../configuration/health.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { HealthChange, Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { MailCounter } from '../statistics/count-mail.ts'
import type { DeliveryObserver } from './delivery-observer.ts'
import { inProgress } from './idempotency.ts'
import type { NewIdempotencyRecord } from './idempotency-store.ts'
import type { Message } from './message.ts'
import type { MessageResult, MessageStore } from './message-store.ts'
import type { Claim, DueMessage, QueueStore } from './queue-store.ts'
import type { ResultWriter } from './result-writer.ts'
import { nextAttemptAfter } from './retry-schedule.ts'

export type NewMessage = Pick<
  Message,
  'id' | 'botId' | 'source' | 'to' | 'cc' | 'bcc' | 'subject' | 'createdAt' | 'resendOf'
>

export interface RecordDependencies {
  messages: MessageStore
  results: ResultWriter
  observer: DeliveryObserver
  mailCounter: MailCounter
  clock: () => Date
}

export interface QueuedRecordDependencies extends RecordDependencies {
  queueStore: QueueStore
  configurations: Pick<Office365ConfigurationStore, 'saveHealth'>
}

/** The progress of a delivery. */
export interface DeliveryProgress {
  /** The version that the message is sent with. */
  configuration: Office365Configuration
  /** Recorded submissions of this delivery. */
  attempts: number
  /** Application permissions in the token of the last submission; undefined before the first. */
  roles: string[] | null | undefined
}

export type SentResult = { outcome: 'accepted'; requestId: string | null } | { outcome: 'simulated' }

/** It certainly was not sent. `throttled` and `unreachable` may be tried again later. */
export type UnsentResult = { outcome: 'rejected'; failure: Failure } | PostponedResult
interface PostponedResult {
  outcome: 'throttled' | 'unreachable'
  failure: Failure
  retryAfterSeconds: number
}

/** Records the delivery of one message, and what its result says about the configuration. */
export interface MessageRecord {
  readonly messageId: string
  /** Durable before Microsoft gets the message, and only while the configuration in use is the saved one. */
  sending(progress: DeliveryProgress): Promise<Claim>
  sent(progress: DeliveryProgress, result: SentResult): Promise<void>
  /**
   * Returns null and records nothing if no submission was recorded and the configuration in use is not the saved one.
   */
  unsent(progress: DeliveryProgress, result: UnsentResult): Promise<Diagnosis | null>
  /** It may or may not have been sent. */
  unknown(progress: DeliveryProgress, failure: Failure): Promise<Diagnosis>
  /** It certainly was not sent, and must no longer be. Returns whether there is a record that says so. */
  withdrawn(progress: DeliveryProgress): Promise<boolean>
}

/**
 * What differs until the first submission: a new message has no record yet; a queued one has one, and can be postponed.
 */
interface Origin {
  message: Pick<Message, 'id' | 'botId' | 'createdAt'>
  /** Submissions of earlier deliveries. */
  attempts: number
  isRecorded: boolean
  claim(attempts: number, sender: Office365Configuration): Promise<Claim>
  /** Returns false and records nothing if the configuration in use is not the saved one. */
  settle(result: MessageResult, sender: Office365Configuration): Promise<boolean>
  /** Returns false if the message is not tried again later. */
  postpone(progress: DeliveryProgress, result: PostponedResult, diagnosis: Diagnosis): Promise<boolean>
}

/** `lastAcceptedAt` is precise to ten seconds, which is enough and saves a write for every message. */
const lastAcceptedResolutionMs = 10_000

function changeAfterAccepted({ configuration }: DeliveryProgress, now: Date): HealthChange | null {
  const { botId, generation, version, health: before, lastAcceptedAt } = configuration
  const health = healthAfterAccepted(before, now)
  const isNews = before.state !== health.state
  const isDue = now.getTime() - Date.parse(lastAcceptedAt ?? '1970-01-01') >= lastAcceptedResolutionMs
  if (!isNews && !isDue) return null
  return { botId, generation, version, ...(isNews && { health }), lastAcceptedAt: now.toISOString() }
}

function changeAfterFailure({ configuration }: DeliveryProgress, diagnosis: Diagnosis, now: Date): HealthChange | null {
  const { botId, generation, version } = configuration
  const health = healthAfterFailure(configuration.health, diagnosis, now)
  return health && { botId, generation, version, health }
}

const withdrawnResult = {
  state: 'failed',
  requestId: null,
  diagnosis: diagnoseOwn('configuration_changed'),
  change: null,
} as const

/** The diagnosis of a message that was given up because of its age, with the last cause of its wait. */
export const expiredAfter = (last: Diagnosis | undefined): Diagnosis => ({
  ...diagnoseOwn('expired_in_queue'),
  ...(last && { detail: { kind: 'kept-waiting', lastCause: last.cause } }),
})

/** Whatever the cause, a person has to check before the message is sent again. */
export const afterHandOver = (diagnosis: Diagnosis): Diagnosis => ({
  ...diagnosis,
  retryable: false,
  isHandedOver: true,
})

function createRecord(
  { messages, results, observer, mailCounter, clock }: RecordDependencies,
  origin: Origin,
): MessageRecord {
  const { message } = origin
  const messageId = message.id
  let unknownSince: string | null = null

  /** The response may come after the deadline, when the message was already recorded as unknown. */
  function count({ state, settledAt }: Pick<MessageResult, 'state' | 'settledAt'>): void {
    observer.outcome(state)
    if (unknownSince === null) mailCounter.settled(message, state, settledAt)
    else if (state === 'accepted' || state === 'failed') mailCounter.clarified(message.botId, state, unknownSince)
    unknownSince = state === 'unknown' ? settledAt : null
  }

  async function settle(
    progress: DeliveryProgress,
    settled: Omit<MessageResult, 'settledAt' | 'attempts'>,
  ): Promise<boolean> {
    const attempts = origin.attempts + progress.attempts
    const result = { ...settled, settledAt: clock().toISOString(), attempts }
    if (progress.attempts === 0) {
      if (!(await origin.settle(result, progress.configuration))) return false
    } else await results.write(messageId, () => messages.settle(messageId, result))
    count(result)
    return true
  }

  const explain = ({ configuration, roles }: DeliveryProgress, failure: Failure): Diagnosis =>
    diagnose(failure, diagnosisContext(configuration, clock(), roles))

  return {
    messageId,
    sending({ configuration, attempts }) {
      const attempt = origin.attempts + attempts + 1
      return attempts === 0
        ? origin.claim(attempt, configuration)
        : messages.sendAgain(messageId, attempt, configuration)
    },
    async sent(progress, result) {
      // A simulation says nothing about the configuration: Microsoft did not get the message.
      const news =
        result.outcome === 'accepted'
          ? { requestId: result.requestId, change: changeAfterAccepted(progress, clock()) }
          : { requestId: null, change: null }
      await settle(progress, { state: result.outcome, diagnosis: null, ...news })
    },
    async unsent(progress, result) {
      const explained = explain(progress, result.failure)
      const isPassing = result.outcome !== 'rejected'
      if (isPassing && (await origin.postpone(progress, result, explained))) return explained
      const { requestId } = explained.evidence
      const change = changeAfterFailure(progress, explained, clock())
      const diagnosis = isPassing && origin.isRecorded ? expiredAfter(explained) : explained
      return (await settle(progress, { state: 'failed', requestId, diagnosis, change })) ? diagnosis : null
    },
    async unknown(progress, failure) {
      const diagnosis = afterHandOver(explain(progress, failure))
      const { requestId } = diagnosis.evidence
      await settle(progress, { state: 'unknown', requestId, diagnosis, change: null })
      return diagnosis
    },
    async withdrawn(progress) {
      return (origin.isRecorded || progress.attempts > 0) && (await settle(progress, withdrawnResult))
    },
  }
}

/** The record of a message whose caller waits for the response: the first submission or the result creates it. */
export function createMessageRecord(
  dependencies: RecordDependencies,
  message: NewMessage,
  idempotency: NewIdempotencyRecord | null = null,
): MessageRecord {
  const { messages } = dependencies
  return createRecord(dependencies, {
    message,
    attempts: 0,
    isRecorded: false,
    async claim(attempts, sender) {
      const started: Message = { ...message, state: 'sending', settledAt: null, attempts, microsoft: null }
      const outcome = await messages.insert(started, sender, idempotency ? { idempotency } : {})
      if (outcome === 'key-taken') throw inProgress()
      return outcome === 'stored' ? 'sending' : outcome
    },
    async settle({ change, requestId, diagnosis, ...result }, sender) {
      const microsoft = requestId === null ? null : { requestId }
      const settled = { ...message, ...result, microsoft, ...(diagnosis && { diagnosis }) }
      return (await messages.insert(settled, sender, { change })) === 'stored'
    },
    postpone: () => Promise.resolve(false),
  })
}

/** The record of a queued message: if it certainly was not sent, it goes back to the queue. */
export function createQueuedRecord(
  dependencies: QueuedRecordDependencies,
  { message, failures, takenAt }: DueMessage,
): MessageRecord {
  const { messages, queueStore, configurations, results, observer, mailCounter, clock } = dependencies
  const { id } = message
  return createRecord(dependencies, {
    message,
    attempts: message.attempts,
    isRecorded: true,
    claim: (attempts, sender) => queueStore.claim(id, attempts, sender),
    async settle(result) {
      await messages.settle(id, result)
      return true
    },
    async postpone(progress, { outcome, retryAfterSeconds }, diagnosis) {
      const now = clock()
      const asked = outcome === 'throttled' ? retryAfterSeconds : null
      const schedule = { now: now.getTime(), takenAt, failures, retryAfterSeconds: asked }
      const nextAttemptAt = nextAttemptAfter(schedule)
      if (nextAttemptAt === null) return false
      const { configuration } = progress
      const attempts = message.attempts + progress.attempts
      const postponement = { nextAttemptAt, failures: failures + 1, attempts, diagnosis }
      const write = async () => {
        if (await queueStore.postpone(id, postponement, configuration)) return
        const settledAt = clock().toISOString()
        if (await messages.settle(id, { ...withdrawnResult, settledAt, attempts }))
          mailCounter.settled(message, 'failed', settledAt)
      }
      // Without a submission, it is still in the queue: the next attempt decides again, and a late write must not
      // interfere.
      await (progress.attempts === 0 ? write() : results.write(id, write))
      observer.outcome('postponed')
      // The message may wait for a day, so the health shows the cause now.
      const change = changeAfterFailure(progress, diagnosis, now)
      if (change && change.health?.state !== configuration.health.state) await configurations.saveHealth(change)
      return true
    },
  })
}

/**
 * Messages that the ended process was submitting may or may not have been sent: they become `unknown`, and are not
 * repeated.
 */
export async function markInterruptedMessages(messages: MessageStore, now: Date): Promise<number> {
  return await messages.markInterrupted(now.toISOString(), afterHandOver(diagnoseOwn('interrupted')))
}
