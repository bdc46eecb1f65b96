import type { Cause, Evidence, Owner } from './diagnosis.ts'
import type { Match } from './match-rules.ts'
import type { Clues } from './read-clues.ts'
import type { Sign } from './rule.ts'
import { allRules } from './rules/all-rules.ts'

const stageOf = (cause: Cause) => allRules.find((rule) => rule.cause === cause)?.stage

/** Any server or proxy between here and Microsoft can return such a status. */
const isStatusOnly = ({ numbers, numberRanges, codes, says, headerSays }: Sign): boolean =>
  [numbers, numberRanges, codes, says, headerSays].every((condition) => condition === undefined)

/**
 * The system that sent the response, if that is certain: the cause belongs to the stage in which the failure occurred, and
 * more than a status points to it. A failure that only the network stack reports has no sender.
 */
export function readOwner(match: Match | undefined, clues: Clues, { requestId }: Evidence): Owner {
  if (match === undefined) return 'unknown'
  const { cause, sign } = match
  if (cause === 'proxy_refused') return clues.status === 407 || clues.text.includes('proxy') ? 'proxy' : 'unknown'
  if (clues.html || (isStatusOnly(sign) && requestId === null)) return 'unknown'
  const stage = stageOf(cause)
  if (stage === 'token') return clues.stage === 'token' ? 'entra' : 'unknown'
  // An SMTP reply comes from a mail server, even if another system forwarded it.
  const isSmtp = /\b[45]\d\d[ -][45]\.\d\.\d{1,3}\b/.test(clues.text)
  return stage === 'graph' && clues.stage === 'graph' && !isSmtp ? 'graph' : 'unknown'
}
