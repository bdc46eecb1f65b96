import type { Diagnosis, Failure, OwnCause } from '@office365-email/shared/diagnosis/diagnosis'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { AccessToken, SignInOutcome } from '../microsoft/entra.ts'
import type { MailBody, SubmissionOutcome } from '../microsoft/mail-submission.ts'
import type { Withdrawal } from './current-sender.ts'
import type { Admission } from './lane.ts'
import type { DeliveryProgress, SentResult, UnsentResult } from './message-record.ts'
import type { Claim } from './queue-store.ts'

/** `roles` is undefined if no submission was recorded. */
interface Recorded {
  roles: string[] | null | undefined
}
interface Explained extends Recorded {
  diagnosis: Diagnosis
}
type TurnedAway = Exclude<Admission, { outcome: 'admitted' }>

/** How a delivery ends. `busy`, `paused` and `stopping`: nothing was submitted or recorded. */
export type Delivery =
  | ({ outcome: 'accepted'; requestId: string | null } & Recorded)
  /** Everything except the submission was done: `SENDING=simulate`. */
  | ({ outcome: 'simulated' } & Recorded)
  | ({ outcome: 'rejected' } & Explained)
  | ({ outcome: 'unknown' } & Explained)
  | ({ outcome: 'throttled' | 'unreachable'; retryAfterSeconds: number } & Explained)
  | TurnedAway
  /** A person canceled it before it was submitted. */
  | { outcome: 'cancelled' }
  /** It certainly was not sent: its mailbox is no longer configured. */
  | { outcome: 'withdrawn'; reason: Withdrawal; isRecorded: boolean }

export interface DeliveryState extends DeliveryProgress {
  /** Milliseconds of `performance.now()` by which the caller needs a response. */
  deadline: number
  /** Whether an unsent message is tried again before the deadline; otherwise it is postponed immediately. */
  retries: boolean
  reconnects: number
  hasSignedInAgain: boolean
}

/** Every step of a delivery, with what it needs in addition to the state. */
interface Steps {
  /** Leaves its current lane, and enters the lane of the configuration. */
  'enter-lane': object
  'renew-configuration': object
  'acquire-token': object
  /** A failed sign-in with replaced values says nothing about the saved ones. */
  'confirm-configuration': { failedSignIn: Exclude<SignInOutcome, { outcome: 'signed-in' }> }
  'read-body': { token: AccessToken }
  'record-sending': { token: AccessToken; body: MailBody }
  submit: { token: AccessToken; body: MailBody }
  /** Keeps its slot in the lane. */
  wait: { delayMs: number }
  'record-sent': { result: SentResult }
  'record-unsent': { result: UnsentResult }
  'record-unknown': { failure: Failure }
  'record-withdrawal': { reason: Withdrawal }
}
export type StepName = keyof Steps
export type Step<Name extends StepName = StepName> = { [One in Name]: { do: One } & Steps[One] }[Name]

type Renewal =
  | { outcome: 'unchanged' }
  | { outcome: 'renewed' | 'moved'; configuration: Office365Configuration }
  | { outcome: 'withdrawn'; reason: Withdrawal }

/** The events that each step may report. */
export interface Events {
  'enter-lane': Admission
  /** `moved`: the new version belongs to another lane. */
  'renew-configuration': Renewal
  'acquire-token': SignInOutcome
  'confirm-configuration': Renewal
  'read-body': { outcome: 'read'; body: MailBody }
  'record-sending': { outcome: Claim }
  submit: SubmissionOutcome | { outcome: 'no-response' }
  wait: { outcome: 'waited' }
  'record-sent': { outcome: 'recorded' }
  'record-unsent': { outcome: 'recorded'; diagnosis: Diagnosis } | { outcome: 'outdated' }
  'record-unknown': { outcome: 'recorded'; diagnosis: Diagnosis }
  'record-withdrawal': { outcome: 'recorded'; isRecorded: boolean }
}
type Outcome<Name extends StepName> = Events[Name]['outcome']
type EventOf<Event, Name> = Event extends { outcome: infer Own } ? (Name extends Own ? Event : never) : never

/** Applied immediately, before the next step. */
export type Effect =
  | { effect: 'pause-lane'; seconds: number }
  | { effect: 'count-throttling' }
  | { effect: 'drop-token'; token: AccessToken }

export interface Next {
  state: DeliveryState
  step: Step | { do: 'end'; delivery: Delivery }
  effects: Effect[]
}

/** The position of a delivery. `now` is a moment of `performance.now()`. */
export interface At<Name extends StepName> {
  state: DeliveryState
  step: Step<Name>
  now: number
}

/** Waits before the tries that follow a failed connection. */
export const reconnectDelaysMs = [500, 1_500]
export const unreachableRetrySeconds = 30

const go = (state: DeliveryState, step: Next['step'], effects: Effect[] = []): Next => ({ state, step, effects })
const end = (state: DeliveryState, delivery: Delivery): Next => go(state, { do: 'end', delivery })
const startAgain = (state: DeliveryState, effects: Effect[] = []) => go(state, { do: 'enter-lane' }, effects)
const recordUnsent = (state: DeliveryState, result: UnsentResult, effects: Effect[] = []) =>
  go(state, { do: 'record-unsent', result }, effects)

const reject = ({ state }: { state: DeliveryState }, { failure }: { failure: Failure }) =>
  recordUnsent(state, { outcome: 'rejected', failure })

const postponeUnreachable = (state: DeliveryState, failure: Failure) =>
  recordUnsent(state, { outcome: 'unreachable', failure, retryAfterSeconds: unreachableRetrySeconds })

const turnedAwayCauses: Record<TurnedAway['outcome'], OwnCause> = {
  busy: 'lane_full',
  paused: 'pause_not_over',
  stopping: 'server_stopping',
}

/** If the lane refuses a message that already has a record, the message is postponed. */
const turnAway = ({ state }: { state: DeliveryState }, event: TurnedAway) =>
  state.attempts === 0
    ? end(state, event)
    : recordUnsent(state, {
        outcome: 'throttled',
        failure: { ownCause: turnedAwayCauses[event.outcome] },
        retryAfterSeconds: event.retryAfterSeconds,
      })

const withdraw = ({ state }: { state: DeliveryState }, { reason }: { reason: Withdrawal }) =>
  go(state, { do: 'record-withdrawal', reason })

/** If the pause ends before the deadline, the message waits in the lane. */
function throttle(
  { state, now }: { state: DeliveryState; now: number },
  { failure, retryAfterSeconds }: { failure: Failure; retryAfterSeconds: number },
): Next {
  const effects: Effect[] = [{ effect: 'count-throttling' }, { effect: 'pause-lane', seconds: retryAfterSeconds }]
  return state.retries && now + retryAfterSeconds * 1000 < state.deadline
    ? startAgain(state, effects)
    : recordUnsent(state, { outcome: 'throttled', failure, retryAfterSeconds }, effects)
}

function reconnect({ state, now }: At<'submit'>, { failure }: { failure: Failure }): Next {
  const delayMs = state.retries ? reconnectDelaysMs[state.reconnects] : undefined
  return delayMs === undefined || now + delayMs >= state.deadline
    ? postponeUnreachable(state, failure)
    : go({ ...state, reconnects: state.reconnects + 1 }, { do: 'wait', delayMs })
}

function explainFailedSignIn(at: At<'confirm-configuration'>): Next {
  const { failedSignIn } = at.step
  switch (failedSignIn.outcome) {
    case 'refused':
      return reject(at, failedSignIn)
    case 'unreachable':
      return postponeUnreachable(at.state, failedSignIn.failure)
    case 'throttled':
      return throttle(at, failedSignIn)
  }
}

/** Signs in again once: Microsoft may have ended the token before its expiry. */
function signInAgain({ state, step }: At<'submit'>, { failure }: { failure: Failure }): Next {
  const effects: Effect[] = [{ effect: 'drop-token', token: step.token }]
  return state.hasSignedInAgain
    ? recordUnsent(state, { outcome: 'rejected', failure }, effects)
    : startAgain({ ...state, hasSignedInAgain: true }, effects)
}

function endUnsent({ state, step }: At<'record-unsent'>, { diagnosis }: { diagnosis: Diagnosis }): Next {
  const { failure: _, ...result } = step.result
  return end(state, { ...result, diagnosis, roles: state.roles })
}

type Table = {
  [Name in StepName]: {
    [One in Outcome<Name>]: (at: At<Name>, event: EventOf<Events[Name], One>) => Next
  }
}

/**
 * The step that follows each event. No message is knowingly submitted twice: `submit` follows again only after events
 * that prove that the message was not sent.
 */
const table: Table = {
  'enter-lane': {
    admitted: ({ state }) => go(state, { do: 'renew-configuration' }),
    busy: turnAway,
    paused: turnAway,
    stopping: turnAway,
  },
  'renew-configuration': {
    unchanged: ({ state }) => go(state, { do: 'acquire-token' }),
    renewed: ({ state }, { configuration }) => go({ ...state, configuration }, { do: 'acquire-token' }),
    moved: ({ state }, { configuration }) => startAgain({ ...state, configuration }),
    withdrawn: withdraw,
  },
  'acquire-token': {
    'signed-in': ({ state }, { token }) => go(state, { do: 'read-body', token }),
    refused: ({ state }, failedSignIn) => go(state, { do: 'confirm-configuration', failedSignIn }),
    throttled: ({ state }, failedSignIn) => go(state, { do: 'confirm-configuration', failedSignIn }),
    unreachable: ({ state }, failedSignIn) => go(state, { do: 'confirm-configuration', failedSignIn }),
  },
  'confirm-configuration': {
    unchanged: explainFailedSignIn,
    renewed: ({ state }, { configuration }) => startAgain({ ...state, configuration }),
    moved: ({ state }, { configuration }) => startAgain({ ...state, configuration }),
    withdrawn: withdraw,
  },
  'read-body': {
    read: ({ state, step: { token }, now }, { body }) =>
      now < state.deadline
        ? go(state, { do: 'record-sending', token, body })
        : postponeUnreachable(state, { ownCause: 'sign_in_timed_out' }),
  },
  'record-sending': {
    sending: ({ state, step: { token, body } }) =>
      go({ ...state, attempts: state.attempts + 1, roles: token.roles }, { do: 'submit', token, body }),
    outdated: ({ state }) => startAgain(state),
    paused: ({ state }) => startAgain(state),
    gone: ({ state }) => end(state, { outcome: 'cancelled' }),
  },
  submit: {
    accepted: ({ state }, { requestId, pauseSeconds }) =>
      go(
        state,
        { do: 'record-sent', result: { outcome: 'accepted', requestId } },
        pauseSeconds === null ? [] : [{ effect: 'pause-lane', seconds: pauseSeconds }],
      ),
    simulated: ({ state }) => go(state, { do: 'record-sent', result: { outcome: 'simulated' } }),
    unknown: ({ state }, { failure }) => go(state, { do: 'record-unknown', failure }),
    'no-response': ({ state }) => go(state, { do: 'record-unknown', failure: { ownCause: 'answer_timed_out' } }),
    throttled: throttle,
    'not-sent': reconnect,
    unauthorized: signInAgain,
    refused: reject,
  },
  wait: {
    waited: ({ state }) => startAgain(state),
  },
  'record-sent': {
    recorded: ({ state, step: { result } }) => end(state, { ...result, roles: state.roles }),
  },
  'record-unsent': {
    recorded: endUnsent,
    outdated: ({ state }) => startAgain(state),
  },
  'record-unknown': {
    recorded: ({ state }, { diagnosis }) => end(state, { outcome: 'unknown', diagnosis, roles: state.roles }),
  },
  'record-withdrawal': {
    recorded: ({ state, step: { reason } }, { isRecorded }) => end(state, { outcome: 'withdrawn', reason, isRecorded }),
  },
}

/** The step function of a delivery. It is pure, so that tests can try every event in every step. */
export function nextStep<Name extends StepName>(at: At<Name>, event: Events[Name]): Next {
  // `Table` gives each outcome the handler of its own events; the compiler does not carry that through two look-ups.
  const follow = table[at.step.do as Name][event.outcome as Outcome<Name>] as (
    at: At<Name>,
    event: Events[Name],
  ) => Next
  return follow(at, event)
}

export const firstStep = (
  configuration: Office365Configuration,
  { deadline, retries }: Pick<DeliveryState, 'deadline' | 'retries'>,
): Next =>
  startAgain({
    configuration,
    deadline,
    retries,
    attempts: 0,
    roles: undefined,
    reconnects: 0,
    hasSignedInAgain: false,
  })
