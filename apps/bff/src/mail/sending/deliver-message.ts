import { setTimeout as wait } from 'node:timers/promises'
import type { AccessTokenCache } from '../configuration/access-token-cache.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { MailBody, MailSubmitter, SubmissionOutcome } from '../microsoft/mail-submission.ts'
import { readSender } from './current-sender.ts'
import type { DeliveryObserver, DeliveryPhase } from './delivery-observer.ts'
import {
  type Delivery,
  type DeliveryState,
  type Effect,
  type Events,
  firstStep,
  nextStep,
  type Step,
  type StepName,
} from './delivery-steps.ts'
import { type Lanes, laneKey } from './lane.ts'
import type { DeliveryProgress, MessageRecord, RecordDependencies } from './message-record.ts'

export interface DeliveryDependencies extends RecordDependencies {
  configurations: Office365ConfigurationStore
  mail: MailSubmitter
  lanes: Lanes
  accessTokens: Pick<AccessTokenCache, 'get' | 'drop'>
}

export interface DeliveryRequest {
  /**
   * The configuration when the message was accepted. A later version may send it; another generation or mailbox may
   * not.
   */
  configuration: Office365Configuration
  record: MessageRecord
  readBody: () => Promise<MailBody>
  /** Milliseconds of `performance.now()` by which the caller needs a response. */
  deadline: number
  /** Whether an unsent message is tried again before the deadline; otherwise it is postponed immediately. */
  retries: boolean
  traceparent?: string | undefined
}

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

async function timed<Result>(observer: DeliveryObserver, phase: DeliveryPhase, work: Promise<Result>): Promise<Result> {
  const startedAt = performance.now()
  const result = await work
  observer.phase(phase, performance.now() - startedAt)
  return result
}

/** Switches to the configuration that was saved in the meantime. */
async function renew(
  configurations: Office365ConfigurationStore,
  configuration: Office365Configuration,
): Promise<Events['renew-configuration']> {
  const current = await readSender(configurations, configuration)
  if (typeof current === 'string') return { outcome: 'withdrawn', reason: current }
  if (current.version === configuration.version) return { outcome: 'unchanged' }
  return { outcome: laneKey(current) === laneKey(configuration) ? 'renewed' : 'moved', configuration: current }
}

/** A response that comes after the deadline of the caller still settles an unknown message. */
async function settleLate(record: MessageRecord, progress: DeliveryProgress, result: SubmissionOutcome): Promise<void> {
  if (result.outcome === 'accepted') await record.sent(progress, result)
  else if ('failure' in result && result.outcome !== 'unknown')
    await record.unsent(progress, { outcome: 'rejected', failure: result.failure })
}

type Performers = { [Name in StepName]: (step: Step<Name>, state: DeliveryState) => Promise<Events[Name]> }

/** What a delivery holds: its slot in a lane, and the outstanding response from Microsoft. */
interface Hand {
  leaveLane: () => void
  lateResponse: Promise<SubmissionOutcome> | null
}

function createPerformers(dependencies: DeliveryDependencies, request: DeliveryRequest, hand: Hand): Performers {
  const { configurations, mail, lanes, accessTokens, observer } = dependencies
  const { record, readBody, traceparent } = request
  return {
    async 'enter-lane'(_, { configuration, deadline }) {
      hand.leaveLane()
      const admission = await timed(observer, 'lane', lanes.enter(laneKey(configuration), deadline))
      if (admission.outcome === 'admitted') hand.leaveLane = admission.release
      return admission
    },
    'renew-configuration': (_, { configuration }) => renew(configurations, configuration),
    'acquire-token': (_, { configuration }) => timed(observer, 'token', accessTokens.get(configuration)),
    'confirm-configuration': (_, { configuration }) => renew(configurations, configuration),
    'read-body': async () => ({ outcome: 'read', body: await readBody() }),
    'record-sending': async (_, state) => ({ outcome: await timed(observer, 'record', record.sending(state)) }),
    async submit({ token, body }, { configuration: { cloud, userId }, deadline }) {
      const submission = { cloud, userId, token: token.value, body, clientRequestId: record.messageId, traceparent }
      const response = timed(observer, 'microsoft', mail.submit(submission))
      const result = await before(deadline, response)
      if (result === null) hand.lateResponse = response
      return result ?? { outcome: 'no-response' }
    },
    async wait({ delayMs }) {
      await wait(delayMs)
      return { outcome: 'waited' }
    },
    async 'record-sent'({ result }, state) {
      await record.sent(state, result)
      return { outcome: 'recorded' }
    },
    async 'record-unsent'({ result }, state) {
      const diagnosis = await record.unsent(state, result)
      return diagnosis ? { outcome: 'recorded', diagnosis } : { outcome: 'outdated' }
    },
    'record-unknown': async ({ failure }, state) => ({
      outcome: 'recorded',
      diagnosis: await record.unknown(state, failure),
    }),
    'record-withdrawal': async (_, state) => ({ outcome: 'recorded', isRecorded: await record.withdrawn(state) }),
  }
}

function apply({ lanes, accessTokens, observer }: DeliveryDependencies, state: DeliveryState, effect: Effect): void {
  switch (effect.effect) {
    case 'count-throttling':
      observer.throttled()
      break
    case 'pause-lane':
      lanes.pause(laneKey(state.configuration), effect.seconds)
      break
    case 'drop-token':
      accessTokens.drop(state.configuration, effect.token)
      break
  }
}

/** Performs the steps of `delivery-steps.ts` for one message until it ends. */
export async function deliverMessage(dependencies: DeliveryDependencies, request: DeliveryRequest): Promise<Delivery> {
  const hand: Hand = { leaveLane: () => undefined, lateResponse: null }
  const performers = createPerformers(dependencies, request, hand)
  const advance = async <Name extends StepName>(step: Step<Name>, state: DeliveryState) => {
    const event = await performers[step.do as Name](step, state)
    return nextStep<Name>({ state, step, now: performance.now() }, event)
  }

  let { state, step, effects } = firstStep(request.configuration, request)
  try {
    while (step.do !== 'end') {
      ;({ state, step, effects } = await advance(step, state))
      for (const effect of effects) apply(dependencies, state, effect)
    }
    const { delivery } = step
    if (delivery.outcome === 'busy' || delivery.outcome === 'paused' || delivery.outcome === 'stopping')
      dependencies.observer.outcome(`refused-${delivery.outcome}`)
    return delivery
  } finally {
    // Microsoft still processes a message whose response is late, so its slot in the lane is not free yet.
    const late = hand.lateResponse
      ?.then((response) => settleLate(request.record, state, response))
      .catch(() => undefined)
    if (late) void late.then(hand.leaveLane)
    else hand.leaveLane()
  }
}
