import { createMatcher, listRules, type Rule, type Sign, withRules } from './engine.ts'
import { type Judged, judgeAll } from './measure.ts'
import type { LabeledFailure } from './read-corpus.ts'

const foldCount = 5
const lists = ['numbers', 'codes', 'says', 'andSays', 'headerSays'] as const

/** What is withheld: whole signs, or also single numbers, codes and phrases of a sign. */
export type Grain = 'signs' | 'phrases'

/** Deals the records of each cause in turn, so that every fold has every cause that has enough records. */
function dealFolds(records: readonly LabeledFailure[]): number[] {
  const folds = new Array<number>(records.length)
  const byCause = Map.groupBy(records.keys(), (index) => records[index]?.label.cause)
  let next = 0
  for (const indexes of byCause.values()) for (const index of indexes) folds[index] = next++ % foldCount
  return folds
}

/** The sign reduced to one entry of one of its lists. */
function* singleEntries(sign: Sign) {
  for (const list of lists)
    for (const entry of sign[list] ?? []) yield { list, entry, single: { ...sign, [list]: [entry] } }
}

/** Only these records need the row: it holds for at least one of them, and for no other record. */
const isNeededOnlyBy = (fold: number, uses: readonly number[], folds: readonly number[]): boolean =>
  uses.length > 0 && uses.every((index) => folds[index] === fold)

/** Diagnoses each fifth of the records without the rows of the rules that no other record needs. */
export function holdOut(records: readonly LabeledFailure[], grain: Grain): Judged[] {
  const folds = dealFolds(records)
  const match = createMatcher(records.map(({ failure }) => failure))
  const rules = listRules()
  const uses = new Map(rules.flatMap(({ signs }) => signs.map((sign) => [sign, match(sign)] as const)))
  const entries = new Map(
    [...uses.keys()].map((sign) => [
      sign,
      grain === 'phrases' && uses.get(sign)?.length
        ? [...singleEntries(sign)].map(({ list, entry, single }) => ({ list, entry, uses: match(single) }))
        : [],
    ]),
  )

  /** The sign as somebody would have written it who does not know the fold. */
  const withhold = (sign: Sign, fold: number): Sign[] => {
    if (isNeededOnlyBy(fold, uses.get(sign) ?? [], folds)) return []
    const withheld = (entries.get(sign) ?? []).filter((entry) => isNeededOnlyBy(fold, entry.uses, folds))
    if (withheld.length === 0) return [sign]
    const left = Object.fromEntries(
      lists.flatMap((list) => {
        const all = sign[list]
        return all === undefined
          ? []
          : [[list, [...all].filter((piece) => !withheld.some((one) => one.list === list && one.entry === piece))]]
      }),
    )
    return Object.values(left).some((pieces) => pieces.length === 0) ? [] : [{ ...sign, ...left }]
  }

  return Array.from({ length: foldCount }, (_, fold) => {
    const reduced: Rule[] = rules.map((rule) => ({
      ...rule,
      signs: rule.signs.flatMap((sign) => withhold(sign, fold)),
    }))
    return withRules(reduced, () => judgeAll(records.filter((_record, index) => folds[index] === fold)))
  }).flat()
}
