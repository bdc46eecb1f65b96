import type { Rule } from '../rule.ts'
import { graphRules } from './graph.ts'
import { networkRules } from './network.ts'
import { tokenRules } from './token.ts'

/** One rule for each cause that a text can show. `unclear` has none: it applies if no rule matches. */
export const allRules: readonly Rule[] = [...tokenRules, ...networkRules, ...graphRules]
