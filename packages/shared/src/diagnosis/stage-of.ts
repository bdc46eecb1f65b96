import { networkCauses, ownCauses, tokenCauses } from './causes.ts'
import type { Cause, Stage } from './diagnosis.ts'

const stages = new Map<Cause, Stage | 'server'>([
  ...ownCauses.map((cause) => [cause, 'server'] as const),
  ...tokenCauses.map((cause) => [cause, 'token'] as const),
  ...networkCauses.map((cause) => [cause, 'network'] as const),
])

/** Where a cause usually occurs; `server` for a failure of this server itself. */
export const stageOf = (cause: Cause): Stage | 'server' => stages.get(cause) ?? 'graph'
