import type { Check } from '@office365-email/shared/office365-configuration'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { proofOf } from '../credentials/prepare-credential.ts'
import { presentChecks } from '../verification/checks.ts'
import { actorOfLink, type PreparedLink } from './intake-link.ts'
import { openSubmission } from './open-submission.ts'
import { askEntra, type SubmitIntakeDependencies, toStoredChecks } from './submit-intake.ts'

/** Asks Entra whether it accepts what was made for the link by now. A failed check is a result, not an error. */
export async function checkIntake(
  { intakeLinks, entra, vault, issuer }: SubmitIntakeDependencies,
  requestContext: RequestContext,
  link: PreparedLink,
): Promise<{ link: PreparedLink; checks: Check[] }> {
  const context = { ...requestContext, actor: actorOfLink(link) }
  const { id, botId, prepared, submitted: entered } = link
  const { secretExpiresOn: _, ...values } = entered
  const proof = proofOf(prepared, await openSubmission(vault, link), { issuer, cloud: values.cloud })
  const { outcome, checks } = await askEntra(entra, values, proof, context.now)
  const submitted = { ...entered, checks: toStoredChecks(checks) }
  const event = auditEvent(context, 'intake-link.checked', { botId, details: { intakeLinkId: id, outcome } })
  // Revoked or approved in the meantime.
  if (!(await intakeLinks.take(id, ['submitted'], { to: 'submitted', submitted }, event))) throw notFound()
  return { link: { ...link, submitted }, checks: presentChecks(checks, { forService: false }) }
}
