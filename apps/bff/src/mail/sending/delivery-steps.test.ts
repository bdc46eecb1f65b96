import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Failure, OwnCause } from '@office365-email/shared/diagnosis/diagnosis'
import { describe, expect, it } from 'vitest'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import {
  type Effect,
  type Events,
  firstStep,
  type Next,
  nextStep,
  reconnectDelaysMs,
  type Step,
  type StepName,
  unreachableRetrySeconds,
} from './delivery-steps.ts'

// The steps read nothing in a configuration, so two different ones are enough.
const configuration = { version: 1 } as Office365Configuration
const newer = { version: 2 } as Office365Configuration
const token = { value: secretOf('token'), expiresAt: 0, roles: ['Mail.Send'] }
const body = { contentType: 'text/plain', bytes: Buffer.from('') } as const
const failure: Failure = { stage: 'graph', status: 503, body: undefined }
const diagnosis = diagnose(failure)

const deadline = 100_000
const begun = firstStep(configuration, { deadline, retries: true }).state
const handedOver = { ...begun, attempts: 1, roles: token.roles }
const queued = { ...begun, retries: false }
const atDeadline = deadline
const inTime = 0

interface Case<Name extends StepName> {
  step?: Omit<Step<Name>, 'do'>
  state?: Next['state']
  now?: number
  event: Events[Name]
  next: Next['step']
  /** The expected changes of the state. */
  changes?: Partial<Next['state']>
  effects?: Effect[]
}
/** The compiler requires at least one case for each outcome of each step. */
type Cases = { [Name in StepName]: { [One in Events[Name]['outcome']]: [Case<Name>, ...Case<Name>[]] } }

const again = { do: 'enter-lane' } as const
const sent = { token, body }
const rejected = { do: 'record-unsent', result: { outcome: 'rejected', failure } } as const
const unreachable = (because: Failure) =>
  ({
    do: 'record-unsent',
    result: { outcome: 'unreachable', failure: because, retryAfterSeconds: unreachableRetrySeconds },
  }) as const
const throttledResult = { outcome: 'throttled', failure, retryAfterSeconds: 7 } as const
const throttling: Effect[] = [{ effect: 'count-throttling' }, { effect: 'pause-lane', seconds: 7 }]
const withdrawal = { do: 'record-withdrawal', reason: 'removed' } as const
const removed = { outcome: 'withdrawn', reason: 'removed' } as const
const confirm = (failedSignIn: Step<'confirm-configuration'>['failedSignIn']) =>
  ({ do: 'confirm-configuration', failedSignIn }) as const
const end = (delivery: Extract<Next['step'], { do: 'end' }>['delivery']): Next['step'] => ({ do: 'end', delivery })

const turnedAway = (
  outcome: 'busy' | 'paused' | 'stopping',
  ownCause: OwnCause,
): [Case<'enter-lane'>, Case<'enter-lane'>] => {
  const event = { outcome, retryAfterSeconds: 7 }
  const result = { ...throttledResult, failure: { ownCause } }
  return [
    { event, next: end(event) },
    { state: handedOver, event, next: { do: 'record-unsent', result } },
  ]
}
/** The same pauses from Entra and from Graph. */
const throttled = [
  { next: again, effects: throttling },
  { now: deadline - 7_000, next: { do: 'record-unsent', result: throttledResult }, effects: throttling },
  { state: queued, next: { do: 'record-unsent', result: throttledResult }, effects: throttling },
] as const

const submitted = { outcome: 'unauthorized', failure } as const
const dropped: Effect[] = [{ effect: 'drop-token', token }]
const notSent = { outcome: 'not-sent', failure } as const

const cases: Cases = {
  'enter-lane': {
    admitted: [{ event: { outcome: 'admitted', release: () => undefined }, next: { do: 'renew-configuration' } }],
    busy: turnedAway('busy', 'lane_full'),
    paused: turnedAway('paused', 'pause_not_over'),
    stopping: turnedAway('stopping', 'server_stopping'),
  },
  'renew-configuration': {
    unchanged: [{ event: { outcome: 'unchanged' }, next: { do: 'acquire-token' } }],
    renewed: [
      {
        event: { outcome: 'renewed', configuration: newer },
        next: { do: 'acquire-token' },
        changes: { configuration: newer },
      },
    ],
    moved: [{ event: { outcome: 'moved', configuration: newer }, next: again, changes: { configuration: newer } }],
    withdrawn: [{ event: removed, next: withdrawal }],
  },
  'acquire-token': {
    'signed-in': [{ event: { outcome: 'signed-in', token }, next: { do: 'read-body', token } }],
    refused: [{ event: { outcome: 'refused', failure }, next: confirm({ outcome: 'refused', failure }) }],
    throttled: [{ event: throttledResult, next: confirm(throttledResult) }],
    unreachable: [{ event: { outcome: 'unreachable', failure }, next: confirm({ outcome: 'unreachable', failure }) }],
  },
  'confirm-configuration': {
    unchanged: [
      { step: { failedSignIn: { outcome: 'refused', failure } }, event: { outcome: 'unchanged' }, next: rejected },
      {
        step: { failedSignIn: { outcome: 'unreachable', failure } },
        event: { outcome: 'unchanged' },
        next: unreachable(failure),
      },
      { ...throttled[0], step: { failedSignIn: throttledResult }, event: { outcome: 'unchanged' } },
      { ...throttled[1], step: { failedSignIn: throttledResult }, event: { outcome: 'unchanged' } },
      { ...throttled[2], step: { failedSignIn: throttledResult }, event: { outcome: 'unchanged' } },
    ],
    renewed: [
      {
        step: { failedSignIn: throttledResult },
        event: { outcome: 'renewed', configuration: newer },
        next: again,
        changes: { configuration: newer },
      },
    ],
    moved: [
      {
        step: { failedSignIn: throttledResult },
        event: { outcome: 'moved', configuration: newer },
        next: again,
        changes: { configuration: newer },
      },
    ],
    withdrawn: [{ step: { failedSignIn: throttledResult }, event: removed, next: withdrawal }],
  },
  'read-body': {
    read: [
      { step: { token }, event: { outcome: 'read', body }, next: { do: 'record-sending', token, body } },
      {
        step: { token },
        now: atDeadline,
        event: { outcome: 'read', body },
        next: unreachable({ ownCause: 'sign_in_timed_out' }),
      },
    ],
  },
  'record-sending': {
    sending: [
      {
        step: sent,
        event: { outcome: 'sending' },
        next: { do: 'submit', token, body },
        changes: { attempts: 1, roles: token.roles },
      },
      {
        step: sent,
        state: handedOver,
        event: { outcome: 'sending' },
        next: { do: 'submit', token, body },
        changes: { attempts: 2 },
      },
    ],
    outdated: [{ step: sent, event: { outcome: 'outdated' }, next: again }],
    paused: [{ step: sent, event: { outcome: 'paused' }, next: again }],
    gone: [{ step: sent, event: { outcome: 'gone' }, next: end({ outcome: 'cancelled' }) }],
  },
  submit: {
    accepted: [
      {
        step: sent,
        event: { outcome: 'accepted', requestId: 'id', pauseSeconds: null },
        next: { do: 'record-sent', result: { outcome: 'accepted', requestId: 'id' } },
      },
      {
        step: sent,
        event: { outcome: 'accepted', requestId: null, pauseSeconds: 3 },
        next: { do: 'record-sent', result: { outcome: 'accepted', requestId: null } },
        effects: [{ effect: 'pause-lane', seconds: 3 }],
      },
    ],
    simulated: [
      {
        step: sent,
        event: { outcome: 'simulated' },
        next: { do: 'record-sent', result: { outcome: 'simulated' } },
      },
    ],
    unknown: [
      {
        step: sent,
        event: { outcome: 'unknown', failure },
        next: { do: 'record-unknown', failure },
      },
    ],
    'no-response': [
      {
        step: sent,
        event: { outcome: 'no-response' },
        next: { do: 'record-unknown', failure: { ownCause: 'answer_timed_out' } },
      },
    ],
    throttled: [
      { ...throttled[0], step: sent, event: throttledResult },
      { ...throttled[1], step: sent, event: throttledResult },
      { ...throttled[2], step: sent, event: throttledResult },
    ],
    'not-sent': [
      { step: sent, event: notSent, next: { do: 'wait', delayMs: 500 }, changes: { reconnects: 1 } },
      {
        step: sent,
        state: { ...handedOver, reconnects: 1 },
        event: notSent,
        next: { do: 'wait', delayMs: 1_500 },
        changes: { reconnects: 2 },
      },
      {
        step: sent,
        state: { ...handedOver, reconnects: reconnectDelaysMs.length },
        event: notSent,
        next: unreachable(failure),
      },
      { step: sent, now: deadline - 500, event: notSent, next: unreachable(failure) },
      { step: sent, state: queued, event: notSent, next: unreachable(failure) },
    ],
    unauthorized: [
      { step: sent, event: submitted, next: again, changes: { hasSignedInAgain: true }, effects: dropped },
      {
        step: sent,
        state: { ...handedOver, hasSignedInAgain: true },
        event: submitted,
        next: rejected,
        effects: dropped,
      },
    ],
    refused: [{ step: sent, event: { outcome: 'refused', failure }, next: rejected }],
  },
  wait: { waited: [{ step: { delayMs: 500 }, event: { outcome: 'waited' }, next: again }] },
  'record-sent': {
    recorded: [
      {
        step: { result: { outcome: 'accepted', requestId: 'id' } },
        state: handedOver,
        event: { outcome: 'recorded' },
        next: end({ outcome: 'accepted', requestId: 'id', roles: token.roles }),
      },
      {
        step: { result: { outcome: 'simulated' } },
        state: handedOver,
        event: { outcome: 'recorded' },
        next: end({ outcome: 'simulated', roles: token.roles }),
      },
    ],
  },
  'record-unsent': {
    recorded: [
      {
        step: { result: { outcome: 'rejected', failure } },
        event: { outcome: 'recorded', diagnosis },
        next: end({ outcome: 'rejected', diagnosis, roles: undefined }),
      },
      {
        step: { result: throttledResult },
        state: handedOver,
        event: { outcome: 'recorded', diagnosis },
        next: end({ outcome: 'throttled', retryAfterSeconds: 7, diagnosis, roles: token.roles }),
      },
    ],
    outdated: [{ step: { result: throttledResult }, event: { outcome: 'outdated' }, next: again }],
  },
  'record-unknown': {
    recorded: [
      {
        step: { failure },
        state: handedOver,
        event: { outcome: 'recorded', diagnosis },
        next: end({ outcome: 'unknown', diagnosis, roles: token.roles }),
      },
    ],
  },
  'record-withdrawal': {
    recorded: [
      {
        step: { reason: 'replaced' },
        event: { outcome: 'recorded', isRecorded: true },
        next: end({ outcome: 'withdrawn', reason: 'replaced', isRecorded: true }),
      },
    ],
  },
}

interface Tried {
  name: StepName
  outcome: string
  one: Case<StepName>
}
const tried: Tried[] = Object.entries(cases).flatMap(([name, outcomes]) =>
  Object.entries(outcomes).flatMap(([outcome, list]) =>
    // `Cases` relates name and event; a list of all cases cannot.
    (list as unknown as Case<StepName>[]).map((one) => ({ name: name as StepName, outcome, one })),
  ),
)

describe('a delivery', () => {
  it.each(tried)('in step $name continues after $outcome', ({ name, outcome, one }) => {
    const { step = {}, state = begun, now = inTime, event, next, changes = {}, effects = [] } = one
    expect(event.outcome).toBe(outcome)
    const followed = nextStep({ state, step: { do: name, ...step } as Step, now }, event)
    expect(followed).toEqual({ state: { ...state, ...changes }, step: next, effects })
  })
})

/** After these Microsoft may have the message. */
const mayBeSent = ['accepted', 'simulated', 'unknown', 'no-response']

/** Tries every event in every step that can be reached, and reports each submission with what came before it. */
function walk(retries: boolean, submits: (before: string[]) => void): Set<string> {
  const ends = new Set<string>()
  const seen = new Set<string>()
  const open: { next: Next; path: string[] }[] = [{ next: firstStep(configuration, { deadline, retries }), path: [] }]
  for (let here = open.pop(); here; here = open.pop()) {
    const { state, step } = here.next
    if (step.do === 'end') {
      ends.add(step.delivery.outcome)
      continue
    }
    if (step.do === 'submit') submits(here.path)
    const isSent = here.path.some((event) => mayBeSent.includes(event.replace('submit ', '')))
    const { configuration: _, attempts, ...rest } = state
    const key = JSON.stringify([step, rest, Math.min(attempts, 2), isSent])
    if (seen.has(key)) continue
    seen.add(key)
    for (const { one } of tried.filter(({ name }) => name === step.do)) {
      const next = nextStep({ state, step, now: one.now ?? inTime }, one.event)
      open.push({ next, path: [...here.path, `${step.do} ${one.event.outcome}`] })
    }
  }
  return ends
}

describe.each([
  ['whose caller waits', true],
  ['from the queue', false],
])('every path of a message %s', (_name, retries) => {
  it('submits only a message that was recorded just before, and none that may have been sent', () => {
    let submissions = 0
    walk(retries, (before) => {
      submissions += 1
      expect(before.at(-1)).toBe('record-sending sending')
      expect(before.filter((event) => mayBeSent.some((outcome) => event === `submit ${outcome}`))).toEqual([])
    })
    expect(submissions).toBeGreaterThan(1)
  })

  it('leads to every end', () => {
    const ends = [...walk(retries, () => undefined)].toSorted()
    expect(ends).toEqual(
      [
        'accepted',
        'busy',
        'cancelled',
        'paused',
        'rejected',
        'simulated',
        'stopping',
        'throttled',
        'unknown',
        'unreachable',
        'withdrawn',
      ].toSorted(),
    )
  })
})
