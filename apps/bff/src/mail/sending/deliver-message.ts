import { setTimeout as wait } from 'node:timers/promises'
import type { AccessTokenCache } from '../configuration/access-token-cache.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { MailBody, MailSubmitter, SubmissionOutcome } from '../microsoft/mail-submission.ts'
import { readSender } from './current-sender.ts'
import type { DeliveryPhase } from './delivery-observer.ts'
import {
  type Delivery,
  type DeliveryState,
  type Effect,
  type Events,
  firstStep,
  type Next,
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
  readBody: () => MailBody | Promise<MailBody>
  /** Milliseconds of `performance.now()` by which the caller needs a response. */
  deadline: number
  /** Whether an unsent message is tried again before the deadline; otherwise it is postponed immediately. */
  retries: boolean
  traceparent?: string | undefined
}

/** The result, or null if the deadline comes first. */
const before = <Result>(deadline: number, result: Promise<Result>): Promise<Result | null> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.max(deadline - performance.now(), 0), null)
    const end = (settle: () => void) => {
      clearTimeout(timer)
      settle()
    }
    result.then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    )
  })

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

/** One delivery: what it needs, and what it holds. */
interface Run {
  dependencies: DeliveryDependencies
  request: DeliveryRequest
  leaveLane: () => void
  /** The outstanding response from Microsoft, after the deadline of the caller. */
  lateResponse: Promise<SubmissionOutcome> | null
  /** Milliseconds. */
  times: Partial<Record<DeliveryPhase, number>>
}

type Performers = {
  [Name in StepName]: (run: Run, step: Step<Name>, state: DeliveryState) => Events[Name] | Promise<Events[Name]>
}

const bodyRead = (body: MailBody): Events['read-body'] => ({ outcome: 'read', body })

const performers: Performers = {
  'enter-lane'(run, _, { configuration, deadline }) {
    run.leaveLane()
    run.leaveLane = () => undefined
    return run.dependencies.lanes.enter(laneKey(configuration), deadline)
  },
  'renew-configuration': ({ dependencies }, _, { configuration }) => renew(dependencies.configurations, configuration),
  'acquire-token': ({ dependencies }, _, { configuration }) => dependencies.accessTokens.get(configuration),
  'confirm-configuration': ({ dependencies }, _, { configuration }) =>
    renew(dependencies.configurations, configuration),
  'read-body'({ request }) {
    const body = request.readBody()
    return body instanceof Promise ? body.then(bodyRead) : bodyRead(body)
  },
  'record-sending': async ({ request }, _, state) => ({ outcome: await request.record.sending(state) }),
  async submit(run, { token, body }, { configuration: { cloud, userId }, deadline }) {
    const { record, traceparent } = run.request
    const submission = { cloud, userId, token: token.value, body, clientRequestId: record.messageId, traceparent }
    const response = run.dependencies.mail.submit(submission)
    const result = await before(deadline, response)
    if (result === null) run.lateResponse = response
    return result ?? { outcome: 'no-response' }
  },
  async wait(_, { delayMs }) {
    await wait(delayMs)
    return { outcome: 'waited' }
  },
  async 'record-sent'({ request }, { result }, state) {
    await request.record.sent(state, result)
    return { outcome: 'recorded' }
  },
  async 'record-unsent'({ request }, { result }, state) {
    const diagnosis = await request.record.unsent(state, result)
    return diagnosis ? { outcome: 'recorded', diagnosis } : { outcome: 'outdated' }
  },
  'record-unknown': async ({ request }, { failure }, state) => ({
    outcome: 'recorded',
    diagnosis: await request.record.unknown(state, failure),
  }),
  'record-withdrawal': async ({ request }, _, state) => ({
    outcome: 'recorded',
    isRecorded: await request.record.withdrawn(state),
  }),
}

const betweenSubmissions: (StepName | 'end')[] = [
  'enter-lane',
  'renew-configuration',
  'acquire-token',
  'confirm-configuration',
  'read-body',
  'record-sending',
  'wait',
]

const phases: Partial<Record<StepName, DeliveryPhase>> = {
  'enter-lane': 'lane',
  'acquire-token': 'token',
  'record-sending': 'record',
  submit: 'microsoft',
}

/** Performs one step. Returns a promise only if the step has to wait. */
function advance<Name extends StepName>(run: Run, step: Step<Name>, state: DeliveryState): Next | Promise<Next> {
  const startedAt = performance.now()
  const follow = (event: Events[Name]): Next => {
    const now = performance.now()
    const phase = phases[step.do]
    if (phase) run.times[phase] = (run.times[phase] ?? 0) + now - startedAt
    if (event.outcome === 'admitted') run.leaveLane = event.release
    return nextStep<Name>({ state, step, now }, event)
  }
  const event = performers[step.do as Name](run, step, state)
  return event instanceof Promise ? event.then(follow) : follow(event)
}

function apply(
  { lanes, accessTokens, observer, mailCounter, clock }: DeliveryDependencies,
  state: DeliveryState,
  effect: Effect,
): void {
  switch (effect.effect) {
    case 'count-throttling':
      observer.throttled()
      break
    case 'pause-lane':
      lanes.pause(laneKey(state.configuration), effect.seconds)
      mailCounter.throttled(state.configuration.botId, effect.seconds, clock())
      break
    case 'drop-token':
      accessTokens.drop(state.configuration, effect.token)
      break
  }
}

/** Performs the steps of `delivery-steps.ts` for one message until it ends. */
export async function deliverMessage(dependencies: DeliveryDependencies, request: DeliveryRequest): Promise<Delivery> {
  const run: Run = { dependencies, request, leaveLane: () => undefined, lateResponse: null, times: {} }
  let { state, step, effects } = firstStep(request.configuration, request)
  try {
    while (step.do !== 'end') {
      const next = advance(run, step, state)
      ;({ state, step, effects } = next instanceof Promise ? await next : next)
      for (const effect of effects) apply(dependencies, state, effect)
    }
    const { delivery } = step
    if (delivery.outcome === 'busy' || delivery.outcome === 'paused' || delivery.outcome === 'stopping')
      dependencies.observer.outcome(`refused-${delivery.outcome}`)
    return delivery
  } catch (error) {
    // A submission before one of these steps certainly sent nothing.
    if (state.attempts > 0 && betweenSubmissions.includes(step.do))
      dependencies.messages.abandon(request.record.messageId)
    throw error
  } finally {
    // Microsoft still processes a message whose response is late, so its slot in the lane is not free yet.
    const late = run.lateResponse
      ?.then((response) => settleLate(request.record, state, response))
      .catch(() => undefined)
    if (late) void late.then(run.leaveLane)
    else run.leaveLane()
    dependencies.observer.phases(run.times)
  }
}
