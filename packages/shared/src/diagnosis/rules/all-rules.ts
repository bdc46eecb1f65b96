import type { Rule } from '../rule.ts'
import { graphRules } from './graph.ts'
import { networkRules } from './network.ts'
import { tokenRules } from './token.ts'

/** One rule a cause; `unclear` has none, it is what is left. */
export const allRules: readonly Rule[] = [...tokenRules, ...networkRules, ...graphRules]
