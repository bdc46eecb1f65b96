import { setTimeout as wait } from 'node:timers/promises'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { AccessToken, SignInOutcome } from '../verification/entra.ts'
import type { Lanes } from './lane.ts'
import type { MailBody, MailSubmitter, SubmissionOutcome } from './mail-submission.ts'
import { createMessageRecord, type MessageRecord, type NewMessage, type RecordDependencies } from './message-record.ts'

export interface DeliveryDependencies extends RecordDependencies {
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

/** `busy` and `paused`: nothing was handed over, and nothing recorded. All others stand under the message's ID. */
export type Delivery =
  | ({ outcome: 'accepted'; requestId: string | null } & Recorded)
  | ({ outcome: 'rejected' } & Explained)
  | ({ outcome: 'unknown' } & Explained)
  | ({ outcome: 'throttled'; retryAfterSeconds: number } & Explained)
  | ({ outcome: 'unreachable'; retryAfterSeconds: number } & Explained)
  | { outcome: 'busy'; retryAfterSeconds: number }
  | { outcome: 'paused'; retryAfterSeconds: number }

export interface DeliveryRequest {
  configuration: Office365Configuration
  message: NewMessage
  body: MailBody
  acquireToken: () => Promise<SignInOutcome>
  dropToken: (token: AccessToken) => void
  /** Milliseconds of `performance.now()` by which the caller wants an answer. */
  deadline: number
}

/** Waits before the tries that follow a connection which could not be made. */
const reconnectDelaysMs = [500, 1_500]
const unreachableRetrySeconds = 30

const laneKey = ({ cloud, tenantId, clientId, userId }: Office365Configuration) =>
  `${cloud}/${tenantId}/${clientId}/${userId}`

/** The result, or null if the deadline comes first. */
async function before<Result>(deadline: number, result: Promise<Result>): Promise<Result | null> {
  const stop = new AbortController()
  const expiry = wait(Math.max(deadline - performance.now(), 0), null, { signal: stop.signal }).catch(() => null)
  try {
    return await Promise.race([result, expiry])
  } finally {
    stop.abort()
  }
}

const noAnswer: Failure = { stage: 'network', body: undefined, raw: 'ETIMEDOUT: no answer to the finished request' }

/** The answer that comes after the caller has gone still settles what was unknown. */
async function settleLate(record: MessageRecord, result: SubmissionOutcome): Promise<void> {
  if (result.outcome === 'accepted') await record.accept(result.requestId)
  else if (result.outcome !== 'unknown') await record.fail(result.failure)
}

/**
 * Hands one message to Microsoft Graph, at most once as far as anybody can know: it tries again only where the
 * message certainly was not sent.
 */
export async function deliverMessage(dependencies: DeliveryDependencies, request: DeliveryRequest): Promise<Delivery> {
  const { mail, lanes } = dependencies
  const { configuration, message, body, deadline } = request
  const { cloud, userId } = configuration
  const key = laneKey(configuration)
  const record = createMessageRecord(dependencies, configuration, message)
  let reconnects = 0
  let signedInAgain = false

  const giveUp = async (
    outcome: 'throttled' | 'unreachable',
    failure: Failure,
    retryAfterSeconds: number,
  ): Promise<Delivery> => {
    const diagnosis = await record.fail(failure)
    return { outcome, diagnosis, retryAfterSeconds, roles: record.roles() }
  }

  /** Pauses the lane; null if the pause is short enough to be waited for. */
  const throttle = async (failure: Failure, retryAfterSeconds: number): Promise<Delivery | null> => {
    lanes.pause(key, retryAfterSeconds)
    if (performance.now() + retryAfterSeconds * 1000 < deadline) return null
    return await giveUp('throttled', failure, retryAfterSeconds)
  }

  const reject = async (failure: Failure): Promise<Delivery> => {
    const diagnosis = await record.fail(failure)
    return { outcome: 'rejected', diagnosis, roles: record.roles() }
  }

  /** One try; null if there is reason and time for another. */
  async function tryOnce(release: { after: Promise<unknown> | null }): Promise<Delivery | null> {
    const signIn = await request.acquireToken()
    if (signIn.outcome === 'refused') return await reject(signIn.failure)
    if (signIn.outcome === 'unreachable') return await giveUp('unreachable', signIn.failure, unreachableRetrySeconds)
    if (signIn.outcome === 'throttled') return await throttle(signIn.failure, signIn.retryAfterSeconds)

    const { token } = signIn
    await record.sending(token)
    const submission = mail.submit({ cloud, userId, token: token.value, body, clientRequestId: message.id })
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
      case 'unknown':
        return { outcome: 'unknown', diagnosis: await record.hold(result.failure), roles: token.roles }
      case 'throttled':
        return await throttle(result.failure, result.retryAfterSeconds)
      case 'not-sent': {
        const delayMs = reconnectDelaysMs[reconnects]
        if (delayMs === undefined || performance.now() + delayMs >= deadline)
          return await giveUp('unreachable', result.failure, unreachableRetrySeconds)
        reconnects += 1
        await wait(delayMs)
        return null
      }
      case 'unauthorized':
        request.dropToken(token)
        if (signedInAgain) return await reject(result.failure)
        signedInAgain = true
        return null
      case 'refused':
        return await reject(result.failure)
    }
  }

  for (;;) {
    const admission = await lanes.enter(key, deadline)
    if (admission.outcome !== 'admitted') {
      if (record.roles() === undefined) return admission
      return await giveUp('throttled', { stage: 'graph', status: 429, body: undefined }, admission.retryAfterSeconds)
    }
    const release: { after: Promise<unknown> | null } = { after: null }
    try {
      const delivery = await tryOnce(release)
      if (delivery) return delivery
    } finally {
      // Microsoft still works on a message whose answer is late: its place in the lane is not free yet.
      if (release.after) void release.after.finally(admission.release)
      else admission.release()
    }
  }
}
