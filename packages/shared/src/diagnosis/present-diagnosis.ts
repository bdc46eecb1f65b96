import type { Step } from './actions.ts'
import type { Cause, Diagnosis, DiagnosisView } from './diagnosis.ts'
import type { Remedy } from './rule.ts'
import { describeDetail } from './texts/describe-detail.ts'
import { remedies } from './texts/remedies.ts'
import { checkSentItems } from './texts/steps.ts'

/** Steps that assume that nothing was sent, and the one that `checkSentItems` replaces. */
const unfitAfterHandOver: readonly Step['action'][] = ['try-again', 'send-again', 'check-sent-items']

/** A database may hold causes of a later version. */
const toKnown = (cause: Cause): Cause => (Object.hasOwn(remedies, cause) ? cause : 'unclear')

function textsOf({
  cause: stored,
  detail,
  isHandedOver,
}: Pick<Diagnosis, 'cause' | 'detail' | 'isHandedOver'>): Remedy {
  const cause = toKnown(stored)
  const remedy = detail === undefined ? remedies[cause] : describeDetail(remedies[cause], detail)
  if (!isHandedOver) return remedy
  const others = remedy.nextSteps.filter(({ action }) => !unfitAfterHandOver.includes(action))
  const actor = remedy.actor === 'nobody' ? 'dashboard-admin' : remedy.actor
  return { ...remedy, actor, nextSteps: [checkSentItems, ...others] }
}

export const titleOf = (diagnosis: Diagnosis): string => textsOf(diagnosis).title

/** The diagnosis as the API returns it. Services receive it without Microsoft's message. */
export function presentDiagnosis(diagnosis: Diagnosis, { forService = false } = {}): DiagnosisView {
  const { cause, candidates, field, retryable, owner } = diagnosis
  const { title, explanation, nextSteps, actor } = textsOf(diagnosis)
  const { message, ...evidence } = diagnosis.evidence
  return {
    cause: toKnown(cause),
    candidates: candidates.map(toKnown),
    field,
    retryable,
    title,
    explanation,
    nextSteps: nextSteps.map(({ text }) => text),
    actions: nextSteps.map(({ action }) => action),
    actor,
    owner,
    evidence: forService ? evidence : { ...evidence, message: message ?? null },
  }
}
