import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import { diagnosisSchema, type Failure } from './diagnosis.ts'
import { presentDiagnosis } from './present-diagnosis.ts'

const cyclic: Record<string, unknown> = { error: 'invalid_client' }
cyclic['self'] = cyclic
const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)
const hostile = {
  get error() {
    throw new Error('no')
  },
}
const trap = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error('no')
    },
  },
)

const bodies: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  Number.NaN,
  7000215,
  true,
  '',
  ' ',
  '{',
  '[',
  '"',
  '{"error":',
  [],
  [[[]]],
  {},
  () => 1,
  Symbol('x'),
  10n,
  new Date(Number.NaN),
  new Map([['error', 'x']]),
  cyclic,
  deep,
  hostile,
  trap,
  { error: { code: {}, message: [] } },
  { error_codes: ['x', null, Number.POSITIVE_INFINITY] },
  { status: 'NaN', statusCode: -5 },
  '\u0000\uffff\ud800',
  new Error('x', { cause: cyclic }),
]

/** Runs that a careless pattern would scan again from each of their characters. */
const runs = [
  'ssl',
  'a',
  ' ',
  'eyJ',
  '-eyJ',
  '.',
  "'",
  '"',
  '\\',
  '\\u0041',
  '%41',
  'secret=',
  'Bearer ',
  'http://a:',
  '0',
  'AADSTS',
  '<',
  '{"',
  'tenant ',
  "identifier '",
  'user ',
  'recipient ',
  'attachment ',
  'error ',
  'mailbox ',
  'client secret ',
  '=>',
  '-----BEGIN ',
]

describe('diagnose never throws', () => {
  it.each(bodies.map((body, index) => ({ index, body })))('on odd body $index', ({ body }) => {
    for (const failure of [{ body }, { body, raw: 'x', stage: 'graph', status: 500 }] satisfies Failure[]) {
      expect(diagnosisSchema.safeParse(presentDiagnosis(diagnose(failure))).success).toBe(true)
    }
  })

  it('on odd statuses, headers and raw values that the types do not allow', () => {
    for (const odd of [null, -1, 0, 999, 1e9, 'x', {}, [], Number.NaN]) {
      const failure = JSON.parse(JSON.stringify({ status: odd, headers: odd, raw: odd, stage: odd, body: odd }))
      expect(() => diagnose(failure)).not.toThrow()
      expect(() => diagnose(JSON.parse(JSON.stringify(odd)))).not.toThrow()
    }
  })

  it.each(runs)('and takes less than two seconds on 200,000 characters of %j', (run) => {
    const raw = run.repeat(Math.ceil(200_000 / run.length))
    const start = performance.now()
    diagnose({ body: raw, raw })
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
