import type { Cause } from './diagnosis.ts'
import type { Clues } from './read-clues.ts'
import type { Rule, Sign, Weight } from './rule.ts'

/** A cause that the clues point to, with the matching sign of the highest weight. */
export interface Match {
  cause: Cause
  sign: Sign
}

const withinSentence = new WeakMap<RegExp, RegExp>()

/** In a pattern, `[^.]` means "in the same sentence": a dot inside a name or an address does not end a sentence. */
function readPiece(piece: RegExp): RegExp {
  const known = withinSentence.get(piece)
  if (known !== undefined) return known
  const read = new RegExp(piece.source.replaceAll('[^.]', String.raw`(?:[^.]|\.(?=\S))`), piece.flags)
  withinSentence.set(piece, read)
  return read
}

const contains = (text: string, piece: string | RegExp): boolean =>
  typeof piece === 'string' ? text.includes(piece) : readPiece(piece).test(text)
const containsAny = (text: string, pieces: readonly (string | RegExp)[]): boolean =>
  pieces.some((piece) => contains(text, piece))

function holds(sign: Sign, clues: Clues): boolean {
  const { numbers, numberRanges, codes, says, andSays, unless, statuses, stages, headerSays, html } = sign
  if (stages !== undefined && (clues.stage === null || !stages.includes(clues.stage))) return false
  if (statuses !== undefined && (clues.status === null || !statuses.includes(clues.status))) return false
  if (html !== undefined && !clues.html) return false
  if (numbers !== undefined && !clues.numbers.some((number) => numbers.includes(number))) return false
  if (numberRanges !== undefined) {
    const inside = (number: number) => numberRanges.some(([first, last]) => number >= first && number <= last)
    if (!clues.numbers.some(inside)) return false
  }
  if (codes !== undefined && !codes.some((code) => clues.words.has(code.toLowerCase()))) return false
  if (says !== undefined && !containsAny(clues.text, says)) return false
  if (andSays !== undefined && !containsAny(clues.text, andSays)) return false
  if (headerSays !== undefined && !containsAny(clues.headerText, headerSays)) return false
  return unless === undefined || !containsAny(clues.text, unless)
}

const byWeight = (a: { sign: { weight: Weight } }, b: { sign: { weight: Weight } }) => b.sign.weight - a.sign.weight

/** The causes that the clues point to, highest weight first; equal weights in the order of the rules. */
export function matchRules(rules: readonly Rule[], clues: Clues): Match[] {
  const matches = rules.flatMap(({ cause, signs }) => {
    const held = signs.filter((sign) => holds(sign, clues)).map((sign) => ({ cause, sign }))
    return held.toSorted(byWeight).slice(0, 1)
  })
  return matches.toSorted(byWeight)
}
