import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Cause, Diagnosis, FaultField, ReportedFailure } from '@office365-email/shared/diagnosis/diagnosis'

/** One real response with the labels that a careful reader assigned. */
interface LabeledFailure extends ReportedFailure {
  id: string
  delegated?: boolean
  label: { cause: Cause; field: FaultField; retryable: boolean; confidence: 'high' | 'medium' | 'low' }
}

interface Measure {
  name: string
  target: number
  isRight: (diagnosis: Diagnosis, label: LabeledFailure['label']) => boolean
}

const measures: readonly Measure[] = [
  { name: 'first candidate right', target: 0.9, isRight: ({ cause }, label) => cause === label.cause },
  {
    name: 'among first three',
    target: 0.97,
    isRight: ({ candidates }, label) => candidates.slice(0, 3).includes(label.cause),
  },
  { name: 'field right', target: 0.9, isRight: ({ field }, label) => field === label.field },
  { name: 'retryable right', target: 0.97, isRight: ({ retryable }, label) => retryable === label.retryable },
]

/**
 * `pnpm bench:diagnosis [--corpus FILE] [--misses] [--all]`: FILE has one labeled failure in JSON per line. Without --all,
 * records from a signed-in user's flow and records with uncertain labels are skipped.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: `${import.meta.dirname}/error-corpus.jsonl` },
    misses: { type: 'boolean' },
    all: { type: 'boolean' },
  },
})

const records = readFileSync(values.corpus, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): LabeledFailure => JSON.parse(line))
  .filter(({ delegated, label }) => values.all === true || (delegated !== true && label.confidence !== 'low'))
const results = records.map(({ id, label, delegated: _, ...failure }) => ({
  id,
  label,
  diagnosis: diagnose({ ...failure, raw: failure.raw ?? null }),
}))

const percent = (share: number) => `${(share * 100).toFixed(1).padStart(5)} %`
process.stdout.write(`${records.length} failures\n\n${'measure'.padEnd(24)}  right  target\n`)
let met = true
for (const { name, target, isRight } of measures) {
  const share = results.filter(({ diagnosis, label }) => isRight(diagnosis, label)).length / Math.max(results.length, 1)
  met &&= share >= target
  process.stdout.write(`${name.padEnd(24)} ${percent(share)} ${percent(target)}${share >= target ? '' : '  missed'}\n`)
}

if (values.misses === true) {
  for (const { id, label, diagnosis } of results) {
    const wrong = measures.filter(({ isRight }) => !isRight(diagnosis, label)).map(({ name }) => name)
    if (wrong.length === 0) continue
    const expected = `${label.cause} ${label.field} ${label.retryable ? 'retry' : 'no retry'}`
    const got = `${diagnosis.candidates.join(' ')} ${diagnosis.field} ${diagnosis.retryable ? 'retry' : 'no retry'}`
    process.stdout.write(`\n${id}: ${wrong.join(', ')}\n  expected ${expected}\n  got      ${got}\n`)
  }
}
process.exitCode = met ? 0 : 1
