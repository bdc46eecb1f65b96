import type { Step } from './actions.ts'
import type { Diagnosis, DiagnosisView } from './diagnosis.ts'
import type { Remedy } from './rule.ts'
import { describeDetail } from './texts/describe-detail.ts'
import { remedies } from './texts/remedies.ts'
import { checkSentItems } from './texts/steps.ts'

/** Steps of somebody who knows that nothing was sent, and what `checkSentItems` says better. */
const beforeHandOver: readonly Step['action'][] = ['try-again', 'send-again', 'check-sent-items']

function wordsOf({ cause, detail, isHandedOver }: Pick<Diagnosis, 'cause' | 'detail' | 'isHandedOver'>): Remedy {
  const remedy = detail === undefined ? remedies[cause] : describeDetail(remedies[cause], detail)
  if (!isHandedOver) return remedy
  const others = remedy.nextSteps.filter(({ action }) => !beforeHandOver.includes(action))
  const actor = remedy.actor === 'nobody' ? 'dashboard-admin' : remedy.actor
  return { ...remedy, actor, nextSteps: [checkSentItems, ...others] }
}

/** One line of what happened. */
export const titleOf = (diagnosis: Diagnosis): string => wordsOf(diagnosis).title

/** What the API returns of a diagnosis. Services get the verdict, but not Microsoft's own words. */
export function presentDiagnosis(diagnosis: Diagnosis, { forService = false } = {}): DiagnosisView {
  const { cause, candidates, field, retryable, owner } = diagnosis
  const { title, explanation, nextSteps, actor } = wordsOf(diagnosis)
  const { message, ...evidence } = diagnosis.evidence
  return {
    cause,
    candidates,
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
