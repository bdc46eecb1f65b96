import { isSilent, judge, type LayeredRule, type Verdict } from './engine.ts'
import type { Label, LabeledFailure } from './read-corpus.ts'

export interface Judged extends LabeledFailure {
  verdict: Verdict
}

const isRightCause = (cause: string | undefined, { cause: expected, accept = [] }: Label): boolean =>
  cause !== undefined && (cause === expected || accept.includes(cause))

/** The field and the retry of an accepted cause are its own, so they are right too. */
const isAlternative = ({ candidates: [first] }: Verdict, label: Label): boolean =>
  first !== label.cause && isRightCause(first, label)

const isFirstRight = ({ candidates }: Verdict, label: Label) => isRightCause(candidates[0], label)

type Test = (verdict: Verdict, label: Label) => boolean

export const measures = {
  first: isFirstRight,
  three: ({ candidates }, label) => candidates.slice(0, 3).some((cause) => isRightCause(cause, label)),
  field: (verdict, label) => verdict.field === label.field || isAlternative(verdict, label),
  retryable: (verdict, label) => verdict.retryable === label.retryable || isAlternative(verdict, label),
  owner: (verdict, label) => verdict.owner === label.owner,
} satisfies Record<string, Test>
export type Measure = keyof typeof measures

/** A wrong verdict that tells a person to change something. */
export const isConfidentlyWrong = ({ verdict, label }: Judged): boolean =>
  !isSilent(verdict.candidates[0]) && !isFirstRight(verdict, label)

export const judgeAll = (records: readonly LabeledFailure[], rules?: readonly LayeredRule[]): Judged[] =>
  records.map((record) => ({ ...record, verdict: judge(record.failure, rules) }))

/** The share of right verdicts; null if no label says what is right. */
export function share(judged: readonly Judged[], measure: Measure): number | null {
  const labeled = measure === 'owner' ? judged.filter(({ label }) => label.owner !== undefined) : judged
  if (labeled.length === 0) return null
  return labeled.filter(({ verdict, label }) => measures[measure](verdict, label)).length / labeled.length
}

/** "expected → got" of the wrong first causes, the most frequent first. */
export function countConfusions(judged: readonly Judged[]): [string, string[]][] {
  const wrong = judged.filter(({ verdict, label }) => !isFirstRight(verdict, label))
  const groups = Map.groupBy(wrong, ({ verdict, label }) => `${label.cause} → ${verdict.candidates[0]}`)
  return [...groups]
    .map(([confusion, members]): [string, string[]] => [confusion, members.map(({ id }) => id)])
    .toSorted(([, a], [, b]) => b.length - a.length)
}
