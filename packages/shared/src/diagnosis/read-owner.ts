import type { Cause, Evidence, Owner } from './diagnosis.ts'
import type { Match } from './match-rules.ts'
import type { Clues } from './read-clues.ts'
import type { Sign } from './rule.ts'
import { allRules } from './rules/all-rules.ts'

const stageOf = (cause: Cause) => allRules.find((rule) => rule.cause === cause)?.stage

/** Any server or proxy on the way returns such a status. */
const isStatusOnly = ({ numbers, numberRanges, codes, says, headerSays }: Sign): boolean =>
  [numbers, numberRanges, codes, says, headerSays].every((condition) => condition === undefined)

/**
 * Whose answer it is, if that is certain: a cause of the conversation that the answer was met in, and more to show for it
 * than a status. What only a network stack reports is nobody's answer.
 */
export function readOwner(match: Match | undefined, clues: Clues, { requestId }: Evidence): Owner {
  if (match === undefined) return 'unknown'
  const { cause, sign } = match
  if (cause === 'proxy_refused') return clues.status === 407 || clues.text.includes('proxy') ? 'proxy' : 'unknown'
  if (clues.html || (isStatusOnly(sign) && requestId === null)) return 'unknown'
  const stage = stageOf(cause)
  if (stage === 'token') return clues.stage === 'token' ? 'entra' : 'unknown'
  // A reply of SMTP has come from a mail server, whoever passed it on.
  const isSmtp = /\b[45]\d\d[ -][45]\.\d\.\d{1,3}\b/.test(clues.text)
  return stage === 'graph' && clues.stage === 'graph' && !isSmtp ? 'graph' : 'unknown'
}
