import { setTimeout as wait } from 'node:timers/promises'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { AccessToken, SignInOutcome } from '../microsoft/entra.ts'
import type { MailBody, MailSubmitter, SubmissionOutcome } from '../microsoft/mail-submission.ts'
import { readSender, type Withdrawal } from './current-sender.ts'
import type { DeliveryPhase } from './delivery-observer.ts'
import type { Lanes } from './lane.ts'
import { laneKey } from './lane-key.ts'
import type { MessageRecord, RecordDependencies } from './message-record.ts'

export interface DeliveryDependencies extends RecordDependencies {
  configurations: Office365ConfigurationStore
  mail: MailSubmitter
  lanes: Lanes
}

/** `roles` is undefined where no sign-in succeeded. */
interface Recorded {
  roles: string[] | null | undefined
}
interface Explained extends Recorded {
  diagnosis: Diagnosis
}

/** `busy`, `paused` and `stopping`: nothing was handed over, and nothing recorded. All others stand under the message's ID. */
export type Delivery =
  | ({ outcome: 'accepted'; requestId: string | null } & Recorded)
  /** Everything but the hand-over was done: `SENDING=simulate`. */
  | ({ outcome: 'simulated' } & Recorded)
  | ({ outcome: 'rejected' } & Explained)
  | ({ outcome: 'unknown' } & Explained)
  | ({ outcome: 'throttled'; retryAfterSeconds: number } & Explained)
  | ({ outcome: 'unreachable'; retryAfterSeconds: number } & Explained)
  | { outcome: 'busy'; retryAfterSeconds: number }
  | { outcome: 'paused'; retryAfterSeconds: number }
  | { outcome: 'stopping'; retryAfterSeconds: number }
  /** Somebody cancelled it before it was handed over. */
  | { outcome: 'cancelled' }
  /** It certainly was not sent: what it was taken for is not configured any more. */
  | { outcome: 'withdrawn'; reason: Withdrawal; isRecorded: boolean }

export interface DeliveryRequest {
  /** What the message was taken for. A later version may send it, another generation or mailbox may not. */
  configuration: Office365Configuration
  record: MessageRecord
  /** Sent as `client-request-id`. */
  messageId: string
  body: () => Promise<MailBody>
  acquireToken: (configuration: Office365Configuration) => Promise<SignInOutcome>
  dropToken: (configuration: Office365Configuration, token: AccessToken) => void
  /** Milliseconds of `performance.now()` by which the caller wants an answer. */
  deadline: number
  /** Whether what was not sent may be tried again before the deadline; otherwise it is postponed at once. */
  retries: boolean
  traceparent?: string | undefined
}

/** Waits before the tries that follow a connection which could not be made. */
const reconnectDelaysMs = [500, 1_500]
const unreachableRetrySeconds = 30

/** The result, or null if the deadline comes first. */
async function before<Result>(deadline: number, result: Promise<Result>): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, Math.max(deadline - performance.now(), 0), null)
  })
  try {
    return await Promise.race([result, expiry])
  } finally {
    clearTimeout(timer)
  }
}

const noAnswer: Failure = { stage: 'network', body: undefined, raw: 'ETIMEDOUT: no answer to the finished request' }

const tooLate: Failure = { stage: 'network', body: undefined, raw: 'ETIMEDOUT: signing in took too long' }

/** The answer that comes after the caller has gone still settles what was unknown. */
async function settleLate(record: MessageRecord, result: SubmissionOutcome): Promise<void> {
  if (result.outcome === 'accepted') await record.accept(result.requestId)
  else if ('failure' in result && result.outcome !== 'unknown') await record.fail(result.failure)
}

/**
 * Hands one message to Microsoft Graph, at most once as far as anybody can know: it tries again only where the
 * message certainly was not sent.
 */
export async function deliverMessage(dependencies: DeliveryDependencies, request: DeliveryRequest): Promise<Delivery> {
  const { configurations, mail, lanes, observer } = dependencies
  const { record, deadline, retries } = request
  let { configuration } = request
  let reconnects = 0
  let signedInAgain = false

  async function timed<Result>(phase: DeliveryPhase, work: Promise<Result>): Promise<Result> {
    const startedAt = performance.now()
    const result = await work
    observer.phase(phase, performance.now() - startedAt)
    return result
  }

  /** Takes up what was saved since; the end of the delivery if the message may not be sent from it. */
  async function renew(): Promise<Delivery | null> {
    const current = await readSender(configurations, configuration)
    if (typeof current === 'string')
      return { outcome: 'withdrawn', reason: current, isRecorded: await record.withdraw() }
    if (current.version === configuration.version) return null
    configuration = current
    record.use(current)
    return null
  }

  /** Like `reject` and `throttle`, null if nothing was recorded because the configuration is not the saved one. */
  const postpone = async (
    outcome: 'throttled' | 'unreachable',
    failure: Failure,
    retryAfterSeconds: number,
  ): Promise<Delivery | null> => {
    const diagnosis = await record.postpone(failure, outcome === 'throttled' ? retryAfterSeconds : null)
    return diagnosis && { outcome, diagnosis, retryAfterSeconds, roles: record.roles() }
  }

  /** Pauses the lane; null if the pause is short enough to be waited for. */
  const throttle = async (failure: Failure, retryAfterSeconds: number): Promise<Delivery | null> => {
    observer.throttled()
    lanes.pause(laneKey(configuration), retryAfterSeconds)
    if (retries && performance.now() + retryAfterSeconds * 1000 < deadline) return null
    return await postpone('throttled', failure, retryAfterSeconds)
  }

  const reject = async (failure: Failure): Promise<Delivery | null> => {
    const diagnosis = await record.fail(failure)
    return diagnosis && { outcome: 'rejected', diagnosis, roles: record.roles() }
  }

  /** Nothing of it was sent: null after a short wait, if there is time for another try. */
  const reconnect = async (failure: Failure): Promise<Delivery | null> => {
    const delayMs = retries ? reconnectDelaysMs[reconnects] : undefined
    if (delayMs === undefined || performance.now() + delayMs >= deadline)
      return await postpone('unreachable', failure, unreachableRetrySeconds)
    reconnects += 1
    await wait(delayMs)
    return null
  }

  /** One try; null if there is reason and time for another. */
  async function tryOnce(key: string, release: { after: Promise<unknown> | null }): Promise<Delivery | null> {
    const withdrawn = await renew()
    if (withdrawn) return withdrawn
    if (laneKey(configuration) !== key) return null
    const { version, cloud, userId } = configuration
    const signIn = await timed('token', request.acquireToken(configuration))
    if (signIn.outcome !== 'signed-in') {
      // What Entra says of replaced values tells nothing of the saved ones.
      const ended = await renew()
      if (ended || configuration.version !== version) return ended
    }
    if (signIn.outcome === 'refused') return await reject(signIn.failure)
    if (signIn.outcome === 'unreachable') return await postpone('unreachable', signIn.failure, unreachableRetrySeconds)
    if (signIn.outcome === 'throttled') return await throttle(signIn.failure, signIn.retryAfterSeconds)

    const { token } = signIn
    const body = await request.body()
    if (performance.now() >= deadline) return await postpone('unreachable', tooLate, unreachableRetrySeconds)
    const start = await timed('record', record.sending(token))
    if (start === 'outdated') return null
    if (start === 'gone') return { outcome: 'cancelled' }
    const { messageId: clientRequestId, traceparent } = request
    const submission = timed(
      'microsoft',
      mail.submit({ cloud, userId, token: token.value, body, clientRequestId, traceparent }),
    )
    const result = await before(deadline, submission)
    if (result === null) {
      const diagnosis = await record.hold(noAnswer)
      release.after = submission.then((late) => settleLate(record, late)).catch(() => undefined)
      return { outcome: 'unknown', diagnosis, roles: token.roles }
    }
    switch (result.outcome) {
      case 'accepted':
        if (result.pauseSeconds !== null) lanes.pause(key, result.pauseSeconds)
        await record.accept(result.requestId)
        return { outcome: 'accepted', requestId: result.requestId, roles: token.roles }
      case 'simulated':
        await record.simulate()
        return { outcome: 'simulated', roles: token.roles }
      case 'unknown':
        return { outcome: 'unknown', diagnosis: await record.hold(result.failure), roles: token.roles }
      case 'throttled':
        return await throttle(result.failure, result.retryAfterSeconds)
      case 'not-sent':
        return await reconnect(result.failure)
      case 'unauthorized':
        request.dropToken(configuration, token)
        if (signedInAgain) return await reject(result.failure)
        signedInAgain = true
        return null
      case 'refused':
        return await reject(result.failure)
    }
  }

  for (;;) {
    const key = laneKey(configuration)
    const admission = await timed('lane', lanes.enter(key, deadline))
    if (admission.outcome !== 'admitted') {
      if (record.roles() !== undefined) {
        const failure: Failure = { stage: 'graph', status: 429, body: undefined }
        const postponed = await postpone('throttled', failure, admission.retryAfterSeconds)
        if (postponed) return postponed
      }
      observer.outcome(`refused-${admission.outcome}`)
      return admission
    }
    const release: { after: Promise<unknown> | null } = { after: null }
    try {
      const delivery = await tryOnce(key, release)
      if (delivery) return delivery
    } finally {
      // Microsoft still works on a message whose answer is late: its place in the lane is not free yet.
      if (release.after) void release.after.finally(admission.release)
      else admission.release()
    }
  }
}
