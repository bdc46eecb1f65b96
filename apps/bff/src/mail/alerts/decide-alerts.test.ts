import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Health } from '../configuration/health.ts'
import { decideAlerts, type KnownState, type News, type ReportedState, standingNews } from './decide-alerts.ts'

const start = Date.parse('2026-03-10T08:00:00.000Z')
const minute = 60_000
const day = 24 * 60 * minute
const timeAt = (minutes: number) => new Date(start + minutes * minute)

const failures = {
  expired: { stage: 'token', status: 401, body: { error: 'invalid_client', error_codes: [7000222] } },
  wrongSecret: { stage: 'token', status: 401, body: { error: 'invalid_client', error_codes: [7000215] } },
  noPermission: {
    stage: 'graph',
    status: 403,
    body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied.' } },
  },
  noMailbox: { stage: 'graph', status: 404, body: { error: { code: 'ErrorInvalidUser' } } },
  noConnection: { stage: 'network', body: undefined, raw: 'ECONNREFUSED' },
} satisfies Record<string, Failure>
type Fault = keyof typeof failures
const diagnosisOf = (fault: Fault) => diagnose(failures[fault], { now: new Date(start) })
const causeOf = (fault: Fault) => diagnosisOf(fault).cause

/** An event in a minute: a word for a state of health, or other changes. */
type Event =
  | 'working'
  | 'untested'
  | 'unreachable'
  | Fault
  /** Entra issued a token at a check. */
  | 'signed in'
  /** A new version that Entra accepted, or one that was saved without a check. */
  | 'submitted'
  | 'submitted unchecked'
  | 'removed'
  | { expiresOn: string | null }
  | 'nothing'

interface World {
  known: KnownState | null
}

const fresh = (): KnownState => ({
  generation: 'first',
  version: 1,
  health: { state: 'untested', since: timeAt(0).toISOString() },
  credential: { kind: 'client-secret' },
  waiting: null,
  secretExpiresOn: null,
  signedInAt: timeAt(0).toISOString(),
})

const follow = (previous: Health, next: Omit<Health, 'since'>, at: string): Health => ({
  ...next,
  since: previous.state === next.state ? previous.since : at,
})

function apply({ known }: World, event: Event, at: string): World {
  const base = known ?? {
    ...fresh(),
    generation: `since ${at}`,
    health: { state: 'untested', since: at },
    signedInAt: at,
  }
  if (typeof event === 'object') return { known: { ...base, secretExpiresOn: event.expiresOn } }
  switch (event) {
    case 'nothing':
      return { known }
    case 'removed':
      return { known: null }
    case 'working':
    case 'untested':
      return { known: { ...base, health: follow(base.health, { state: event }, at) } }
    case 'unreachable': {
      const diagnosis = diagnosisOf('noConnection')
      return { known: { ...base, health: follow(base.health, { state: 'unreachable', diagnosis }, at) } }
    }
    case 'signed in':
      return { known: { ...base, health: follow(base.health, { state: 'untested' }, at), signedInAt: at } }
    case 'submitted':
    case 'submitted unchecked': {
      const signedInAt = event === 'submitted' ? at : null
      return { known: { ...base, version: base.version + 1, health: { state: 'untested', since: at }, signedInAt } }
    }
    default:
      return {
        known: { ...base, health: follow(base.health, { state: 'failing', diagnosis: diagnosisOf(event) }, at) },
      }
  }
}

const shorten = (news: News): string => {
  if (news.type === 'mail-fails') return `fails: ${news.cause}`
  if (news.type === 'secret-expires') return `expires in ${news.daysLeft}`
  return news.type.replace(/^mail-|^secret-/, '')
}

/** Plays events, each in its minute and followed by a round. Returns the reported alerts with their minutes. */
function play(events: [minutes: number, event: Event][]) {
  let world: World = { known: fresh() }
  let reported: ReportedState | null = null
  const alerts: string[] = []
  for (const [minutes, event] of events) {
    const now = timeAt(minutes)
    world = apply(world, event, now.toISOString())
    const decision = decideAlerts(reported, world.known, now)
    // A second round in the same state never reports anything.
    expect(decideAlerts(decision.reported, world.known, now)).toEqual({ news: [], reported: decision.reported })
    // The state is stored as JSON in between.
    reported = JSON.parse(JSON.stringify(decision.reported))
    for (const news of decision.news) alerts.push(`${minutes} ${shorten(news)}`)
  }
  return { alerts, reported, world }
}

const permission = `fails: ${causeOf('noPermission')}`
const mailbox = `fails: ${causeOf('noMailbox')}`
const secret = `fails: ${causeOf('wrongSecret')}`
const date = (days: number) => new Date(start + days * day).toISOString().slice(0, 10)
const days = (count: number) => count * 24 * 60

describe('a transition', () => {
  it.each<[name: string, events: [number, Event][], alerts: string[]]>([
    [
      'nothing is known to be wrong',
      [
        [1, 'untested'],
        [2, 'working'],
        [3, 'untested'],
        [4, 'signed in'],
      ],
      [],
    ],

    ['untested → failing', [[1, 'noPermission']], [`1 ${permission}`]],
    [
      'working → failing',
      [
        [1, 'working'],
        [2, 'noPermission'],
      ],
      [`2 ${permission}`],
    ],
    [
      'failing → the same',
      [
        [1, 'noPermission'],
        [2, 'noPermission'],
        [days(9), 'nothing'],
      ],
      [`1 ${permission}`],
    ],
    [
      'failing → for another reason',
      [
        [1, 'noPermission'],
        [2, 'noMailbox'],
      ],
      [`1 ${permission}`, `2 ${mailbox}`],
    ],
    [
      'failing → another → back immediately: not reported until it stays for an hour',
      [
        [1, 'noPermission'],
        [2, 'noMailbox'],
        [3, 'noPermission'],
        [60, 'nothing'],
        [61, 'nothing'],
      ],
      [`1 ${permission}`, `2 ${mailbox}`, `61 ${permission}`],
    ],
    [
      'failing → untested → failing: nothing has recovered',
      [
        [1, 'noPermission'],
        [2, 'untested'],
        [3, 'noPermission'],
      ],
      [`1 ${permission}`],
    ],

    [
      'working → unreachable for a short time',
      [
        [1, 'working'],
        [2, 'unreachable'],
        [16, 'nothing'],
        [16, 'working'],
      ],
      [],
    ],
    [
      'unreachable for 15 minutes',
      [
        [2, 'unreachable'],
        [16, 'nothing'],
        [17, 'nothing'],
        [18, 'nothing'],
        [days(2), 'nothing'],
      ],
      ['17 unreachable'],
    ],
    [
      'unreachable for a short time, again and again',
      [
        [1, 'unreachable'],
        [10, 'working'],
        [11, 'unreachable'],
        [25, 'working'],
        [26, 'unreachable'],
      ],
      [],
    ],
    [
      'unreachable → failing, before it was reported',
      [
        [1, 'unreachable'],
        [5, 'noPermission'],
      ],
      [`5 ${permission}`],
    ],
    [
      'unreachable → failing',
      [
        [1, 'unreachable'],
        [16, 'nothing'],
        [17, 'noPermission'],
      ],
      ['16 unreachable', `17 ${permission}`],
    ],
    [
      'failing → unreachable for a short time → failing',
      [
        [1, 'noPermission'],
        [2, 'unreachable'],
        [9, 'noPermission'],
      ],
      [`1 ${permission}`],
    ],
    [
      'failing → unreachable → failing for the same reason',
      [
        [1, 'noPermission'],
        [2, 'unreachable'],
        [17, 'nothing'],
        [18, 'noPermission'],
      ],
      [`1 ${permission}`, '17 unreachable', `18 ${permission}`],
    ],

    [
      'failing → working',
      [
        [1, 'noPermission'],
        [2, 'working'],
        [3, 'working'],
      ],
      [`1 ${permission}`, '2 recovered'],
    ],
    [
      'unreachable → working',
      [
        [1, 'unreachable'],
        [16, 'nothing'],
        [17, 'working'],
      ],
      ['16 unreachable', '17 recovered'],
    ],
    [
      'unreachable → working, before it was reported',
      [
        [1, 'unreachable'],
        [5, 'working'],
      ],
      [],
    ],
    [
      'failing → unreachable → signed in, which proves nothing of the permission → working',
      [
        [1, 'noPermission'],
        [2, 'unreachable'],
        [17, 'unreachable'],
        [18, 'signed in'],
        [19, 'working'],
      ],
      [`1 ${permission}`, '17 unreachable', '19 recovered'],
    ],
    [
      'unreachable → signed in',
      [
        [1, 'unreachable'],
        [16, 'nothing'],
        [17, 'signed in'],
      ],
      ['16 unreachable', '17 recovered'],
    ],
    [
      'a refused sign-in → signed in',
      [
        [1, 'wrongSecret'],
        [2, 'signed in'],
        [3, 'working'],
      ],
      [`1 ${secret}`, '2 recovered'],
    ],
    [
      'a refused message → signed in: that proves nothing',
      [
        [1, 'noPermission'],
        [2, 'signed in'],
        [3, 'working'],
      ],
      [`1 ${permission}`, '3 recovered'],
    ],
    [
      'a refused sign-in → untested: that proves nothing',
      [
        [1, 'wrongSecret'],
        [2, 'untested'],
        [3, 'working'],
      ],
      [`1 ${secret}`, '3 recovered'],
    ],

    [
      'a refused sign-in → submitted',
      [
        [1, 'wrongSecret'],
        [2, 'submitted'],
        [3, 'working'],
      ],
      [`1 ${secret}`, '2 recovered'],
    ],
    [
      'a refused sign-in → submitted without a check',
      [
        [1, 'wrongSecret'],
        [2, 'submitted unchecked'],
        [3, 'signed in'],
      ],
      [`1 ${secret}`, '3 recovered'],
    ],
    [
      'a refused message → submitted',
      [
        [1, 'noPermission'],
        [2, 'submitted'],
        [3, 'working'],
      ],
      [`1 ${permission}`, '3 recovered'],
    ],
    [
      'a refused message → submitted → refused again: it did not help',
      [
        [1, 'noPermission'],
        [2, 'submitted'],
        [3, 'noPermission'],
        [4, 'noPermission'],
      ],
      [`1 ${permission}`, `3 ${permission}`],
    ],
    [
      'working → submitted',
      [
        [1, 'working'],
        [2, 'submitted'],
        [3, 'working'],
      ],
      [],
    ],

    [
      'failing → working → failing',
      [
        [1, 'noPermission'],
        [2, 'working'],
        [3, 'noPermission'],
      ],
      [`1 ${permission}`, '2 recovered', `3 ${permission}`],
    ],
    [
      'failing → working → failing, for another reason',
      [
        [1, 'noPermission'],
        [2, 'working'],
        [3, 'noMailbox'],
      ],
      [`1 ${permission}`, '2 recovered', `3 ${mailbox}`],
    ],
    [
      'a fault that returned is over when mail has worked for 15 minutes',
      [
        [1, 'noPermission'],
        [2, 'working'],
        [3, 'noPermission'],
        [4, 'working'],
        [18, 'nothing'],
        [19, 'nothing'],
        [20, 'nothing'],
      ],
      [`1 ${permission}`, '2 recovered', `3 ${permission}`, '19 recovered'],
    ],
    [
      'a fault that returns after an hour is over at once',
      [
        [1, 'noPermission'],
        [2, 'working'],
        [63, 'noPermission'],
        [64, 'working'],
      ],
      [`1 ${permission}`, '2 recovered', `63 ${permission}`, '64 recovered'],
    ],

    [
      'failing → removed → configured again',
      [
        [1, 'noPermission'],
        [2, 'removed'],
        [3, 'untested'],
        [4, 'working'],
      ],
      [`1 ${permission}`],
    ],
    [
      'failing → removed → failing',
      [
        [1, 'noPermission'],
        [2, 'removed'],
        [3, 'noPermission'],
      ],
      [`1 ${permission}`, `3 ${permission}`],
    ],
  ])('%s', (_name, events, alerts) => {
    expect(play(events).alerts).toEqual(alerts)
  })

  it('is not lost when the configuration was removed and made again between two rounds', () => {
    const { reported } = play([[1, 'noPermission']])
    const health: Health = { state: 'failing', since: timeAt(2).toISOString(), diagnosis: diagnosisOf('noPermission') }
    const { news } = decideAlerts(reported, { ...fresh(), generation: 'second', health }, timeAt(3))
    expect(news.map(shorten)).toEqual([permission])
  })
})

describe('a fault that comes and goes', () => {
  it('every minute is reported three times, and once more when it is over', () => {
    const events: [number, Event][] = []
    for (let minutes = 1; minutes < 600; minutes += 2) events.push([minutes, 'noPermission'], [minutes + 1, 'working'])
    for (let minutes = 601; minutes < 660; minutes += 1) events.push([minutes, 'nothing'])
    expect(play(events).alerts).toEqual([`1 ${permission}`, '2 recovered', `3 ${permission}`, '615 recovered'])
  })

  it('is reported at most every few minutes, for any changes in any order', () => {
    const event = fc.constantFrom<Event>(
      'working',
      'unreachable',
      'noPermission',
      'noMailbox',
      'wrongSecret',
      'signed in',
    )
    fc.assert(
      fc.property(fc.array(event, { minLength: 300, maxLength: 300 }), (events) => {
        const { alerts } = play(events.map((one, index) => [index, one]))
        expect(alerts.length).toBeLessThan(300 / 5)
      }),
      { numRuns: 30 },
    )
  })
})

describe('the reported state', () => {
  const event = fc.oneof(
    fc.constantFrom<Event>(
      'working',
      'unreachable',
      'noPermission',
      'noMailbox',
      'wrongSecret',
      'expired',
      'signed in',
    ),
    fc.constantFrom<Event>('submitted', 'submitted unchecked', 'removed', 'untested', 'nothing'),
    fc.constantFrom<Event>(
      { expiresOn: null },
      { expiresOn: date(0) },
      { expiresOn: date(6) },
      { expiresOn: date(40) },
    ),
  )
  const history = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), event), { maxLength: 40 })
  const timed = (steps: [number, Event][]) => {
    let minutes = 0
    return steps.map(([after, one]): [number, Event] => {
      minutes += after
      return [minutes, one]
    })
  }

  it('is the current state once nothing changes anymore', () => {
    const ends: [Event, string][] = [
      ['working', 'recovered'],
      ['noMailbox', mailbox],
      ['unreachable', 'unreachable'],
    ]
    fc.assert(
      fc.property(history, fc.constantFrom(...ends), (steps, [end, expected]) => {
        // A removal is not reported: the person who removes a configuration knows.
        const events = timed(steps.filter(([, one]) => one !== 'removed'))
        const last = (events.at(-1)?.[0] ?? 0) + 1
        const quiet = Array.from({ length: 70 }, (_, index): [number, Event] => [last + 1 + index, 'nothing'])
        const ofMail = play([...events, [last, end], ...quiet]).alerts.filter((alert) => !/ expire/.test(alert))
        // Without any alert, the receivers assume that mail works.
        expect((ofMail.at(-1) ?? 'recovered').replace(/^\d+ /, '')).toBe(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('never shows a recovery from a fault that was not reported', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const ofFaults = play(timed(steps)).alerts.filter((alert) => !/ expires in/.test(alert))
        const kinds = ofFaults.map((alert) => (alert.endsWith(' recovered') ? 'recovered' : 'fault'))
        expect(kinds.filter((kind, index) => kind === 'recovered' && kinds[index - 1] !== 'fault')).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})

describe('a secret', () => {
  const daily = (count: number): [number, Event][] =>
    Array.from({ length: count }, (_, index) => [days(index), 'nothing'])

  it.each<[name: string, events: [number, Event][], alerts: string[]]>([
    [
      'with a date is reported 30, 14, 7 and 1 days before, and when it has expired',
      [[0, { expiresOn: date(35) }], ...daily(40)],
      ['expires in 30', 'expires in 14', 'expires in 7', 'expires in 1', 'expired'],
    ],
    ['with a date of today', [[0, { expiresOn: date(0) }]], ['expires in 0']],
    ['with a date that has passed', [[0, { expiresOn: date(-3) }], ...daily(5)], ['expired']],
    [
      'is not reported again for the same date',
      [
        [0, { expiresOn: date(5) }],
        [1, 'submitted'],
        [2, { expiresOn: date(5) }],
      ],
      ['expires in 5'],
    ],
    [
      'is not reported again when its date was left out for a while',
      [
        [0, { expiresOn: date(5) }],
        [1, { expiresOn: null }],
        [2, { expiresOn: date(5) }],
      ],
      ['expires in 5'],
    ],
    [
      'with a later date starts again',
      [[0, { expiresOn: date(5) }], [1, { expiresOn: date(13) }], ...daily(8).slice(1)],
      ['expires in 5', 'expires in 13', 'expires in 7'],
    ],
    [
      'that has expired, and another one',
      [
        [0, { expiresOn: date(-1) }],
        [1, 'submitted'],
        [2, { expiresOn: date(200) }],
      ],
      ['expired'],
    ],
    ['without a date is not reported', daily(400), []],
    [
      'of a bot that was removed',
      [[0, { expiresOn: date(5) }], [1, 'removed'], ...daily(9).slice(1)],
      ['expires in 5'],
    ],

    [
      'that has expired, and is refused for it',
      [
        [0, { expiresOn: date(-1) }],
        [1, 'expired'],
        [2, 'expired'],
      ],
      ['expired'],
    ],
    [
      'that has expired, and is refused for it, in one round',
      [
        [0, 'nothing'],
        [1, 'nothing'],
        [days(6), { expiresOn: date(5) }],
      ],
      ['expired'],
    ],
    [
      'that is refused on its last day',
      [
        [0, { expiresOn: date(0) }],
        [1, 'expired'],
        [days(1), 'nothing'],
      ],
      ['expires in 0', 'expired'],
    ],
    [
      'that is refused as expired, without a date',
      [
        [1, 'expired'],
        [2, 'working'],
      ],
      ['fails: secret_expired', 'recovered'],
    ],
    [
      'that is refused as expired, with a wrong date, is reported once',
      [[0, { expiresOn: date(20) }], [1, 'expired'], ...daily(25).slice(1)],
      ['expires in 20', 'fails: secret_expired'],
    ],
    [
      'that has expired, is refused, and was replaced',
      [
        [0, { expiresOn: date(-1) }],
        [1, 'expired'],
        [2, 'submitted'],
      ],
      ['expired', 'recovered'],
    ],
    [
      'that has expired by a date that is wrong, while mail works',
      [
        [0, { expiresOn: date(-1) }],
        [1, 'working'],
      ],
      ['expired'],
    ],
    [
      'that is refused long after the date, which was wrong',
      [
        [0, { expiresOn: date(-1) }],
        [days(9), 'expired'],
      ],
      ['expired', 'fails: secret_expired'],
    ],
    [
      'that has expired, is refused, works again, and is refused again long after that',
      [
        [0, { expiresOn: date(-1) }],
        [1, 'expired'],
        [2, 'working'],
        [days(1), 'expired'],
        [days(1) + 1, 'working'],
      ],
      ['expired', 'recovered', 'fails: secret_expired', 'recovered'],
    ],
    [
      'that has expired, after mail failed for another reason',
      [
        [0, 'noPermission'],
        [1, { expiresOn: date(-1) }],
        [2, 'expired'],
      ],
      [permission, 'expired'],
    ],
    [
      'that has expired, with mail that fails for another reason then',
      [
        [0, { expiresOn: date(-1) }],
        [1, 'expired'],
        [2, 'noPermission'],
      ],
      ['expired', permission],
    ],
  ])('%s', (_name, events, alerts) => {
    expect(play(events).alerts.map((alert) => alert.replace(/^\d+ /, ''))).toEqual(alerts)
  })

  it('that has expired is reported together with its refusal, if both are new', () => {
    const health: Health = { state: 'failing', since: timeAt(1).toISOString(), diagnosis: diagnosisOf('expired') }
    const { news } = decideAlerts(null, { ...fresh(), secretExpiresOn: date(-1), health }, timeAt(2))
    expect(news).toEqual([{ type: 'secret-expired', expiresOn: date(-1), daysLeft: -1, cause: 'secret_expired' }])
  })
})

describe('a webhook that is added later', () => {
  it.each<[events: [number, Event][], standing: string[]]>([
    [[[1, 'noPermission']], [permission]],
    [
      [
        [1, 'noPermission'],
        [2, 'submitted'],
      ],
      [permission],
    ],
    [
      [
        [1, 'noPermission'],
        [2, 'working'],
      ],
      [],
    ],
    [
      [
        [1, 'unreachable'],
        [2, 'nothing'],
      ],
      [],
    ],
    [
      [
        [1, 'unreachable'],
        [16, 'nothing'],
      ],
      ['unreachable'],
    ],
    [[[1, { expiresOn: date(5) }]], ['expires in 5']],
    [
      [
        [1, { expiresOn: date(5) }],
        [2, { expiresOn: date(50) }],
      ],
      [],
    ],
    [
      [
        [1, { expiresOn: date(5) }],
        [2, { expiresOn: null }],
      ],
      [],
    ],
    [
      [
        [1, { expiresOn: date(-1) }],
        [2, 'expired'],
      ],
      ['expired'],
    ],
    [
      [
        [1, { expiresOn: date(3) }],
        [2, 'noPermission'],
      ],
      ['expires in 3', permission],
    ],
  ])('gets the news that still hold after %j', (events, standing) => {
    const { reported, world } = play(events)
    const news = reported && world.known ? standingNews(reported, world.known, timeAt(20)) : []
    expect(news.map(shorten)).toEqual(standing)
  })
})
