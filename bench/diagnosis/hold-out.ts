import { createMatcher, type LayeredRule, listRules } from './engine.ts'
import { type Judged, judgeAll } from './measure.ts'
import type { LabeledFailure } from './read-corpus.ts'

const foldCount = 5
const lists = ['numbers', 'codes', 'says', 'andSays', 'headerSays'] as const

/** What is withheld: whole signs (the rows), or also single numbers, codes and phrases of a row. */
export type Grain = 'signs' | 'phrases'

/** Deals the records of each cause in turn, so that every fold has every cause that has enough records. */
function dealFolds(records: readonly LabeledFailure[]): number[] {
  const folds = new Array<number>(records.length)
  const byCause = Map.groupBy(records.keys(), (index) => records[index]?.label.cause)
  let next = 0
  for (const indexes of byCause.values()) for (const index of indexes) folds[index] = next++ % foldCount
  return folds
}

/** The row reduced to one entry of one of its lists. */
function* singleEntries(rule: LayeredRule) {
  for (const list of lists)
    for (const entry of rule[list] ?? []) yield { list, entry, single: { ...rule, [list]: [entry] } }
}

/** Only these records need the row: it holds for at least one of them, and for no other record. */
const isNeededOnlyBy = (fold: number, uses: readonly number[], folds: readonly number[]): boolean =>
  uses.length > 0 && uses.every((index) => folds[index] === fold)

/** Diagnoses each fifth of the records without the rows, or the parts of rows, that no other record needs. */
export function holdOut(records: readonly LabeledFailure[], grain: Grain): Judged[] {
  const folds = dealFolds(records)
  const match = createMatcher(records.map(({ failure }) => failure))
  const rules = listRules().map((rule) => {
    const uses = match(rule)
    const entries =
      grain === 'phrases' && uses.length > 0
        ? [...singleEntries(rule)].map(({ list, entry, single }) => ({ list, entry, uses: match(single) }))
        : []
    return { rule, uses, entries }
  })

  /** The row as somebody would have written it who does not know the fold. */
  const withhold = ({ rule, uses, entries }: (typeof rules)[number], fold: number): LayeredRule[] => {
    if (isNeededOnlyBy(fold, uses, folds)) return []
    const withheld = entries.filter((entry) => isNeededOnlyBy(fold, entry.uses, folds))
    if (withheld.length === 0) return [rule]
    const left = Object.fromEntries(
      lists.flatMap((list) => {
        const all = rule[list]
        return all === undefined
          ? []
          : [[list, [...all].filter((piece) => !withheld.some((one) => one.list === list && one.entry === piece))]]
      }),
    )
    return Object.values(left).some((pieces) => pieces.length === 0) ? [] : [{ ...rule, ...left }]
  }

  return Array.from({ length: foldCount }, (_, fold) =>
    judgeAll(
      records.filter((_record, index) => folds[index] === fold),
      rules.flatMap((one) => withhold(one, fold)),
    ),
  ).flat()
}
