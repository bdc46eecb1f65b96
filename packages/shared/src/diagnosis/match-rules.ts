import { containsAny } from './match-pieces.ts'
import type { Clues } from './read-clues.ts'
import type { Sender } from './read-sender.ts'
import type { LayeredRule, Rule } from './rule.ts'

const showsNumber = ({ numbers }: Clues, wanted: NonNullable<Rule['numbers']>): boolean =>
  numbers.some((number) =>
    wanted.some((one) => (typeof one === 'number' ? number === one : number >= one[0] && number <= one[1])),
  )

function holds(rule: Rule, clues: Clues, sender: Sender): boolean {
  const { owners, unlessFrom, numbers, codes, says, andSays, unless, statuses, headerSays, html, noAnswer } = rule
  if (owners !== undefined && !owners.includes(sender.owner)) return false
  if (unlessFrom?.includes(sender.owner) && sender.certainty === 'certain') return false
  if (statuses !== undefined && (clues.status === null || !statuses.includes(clues.status))) return false
  if (html !== undefined && !clues.html) return false
  if (noAnswer !== undefined && clues.isAnswer) return false
  if (numbers !== undefined && !showsNumber(clues, numbers)) return false
  if (codes !== undefined && !codes.some((code) => clues.words.has(code.toLowerCase()))) return false
  if (says !== undefined && !containsAny(clues.text, says)) return false
  if (andSays !== undefined && !containsAny(clues.text, andSays)) return false
  if (headerSays !== undefined && !containsAny(clues.headerText, headerSays)) return false
  return unless === undefined || !containsAny(clues.text, unless)
}

/** The rules that hold, in their order: the first one is the verdict, the others are its alternatives. */
export const matchRules = (rules: readonly LayeredRule[], clues: Clues, sender: Sender): LayeredRule[] =>
  rules.filter((rule) => holds(rule, clues, sender))
