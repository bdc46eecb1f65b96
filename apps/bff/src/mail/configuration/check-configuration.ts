import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Check } from '../verification/checks.ts'
import { toVerification } from '../verification/verification.ts'
import { diagnosisContext } from './diagnosis-context.ts'
import { healthAfterFailure, healthAfterOutage, healthAfterSignIn, healthAfterUnreadable } from './health.ts'
import { isUnreadable, signInAsSaved } from './open-secret.ts'
import { requireConfiguration } from './require-configuration.ts'
import type { SubmitDependencies } from './submit-configuration.ts'

/** Signs in again with the saved values and sends nothing. A failed check is a result, not an error. */
export async function checkConfiguration(
  dependencies: SubmitDependencies,
  context: RequestContext,
  botId: string,
): Promise<Check[]> {
  const { configurations } = dependencies
  const saved = await requireConfiguration(configurations, botId)
  const { generation, version } = saved
  const signIn = await signInAsSaved(dependencies, saved).catch(async (error: unknown) => {
    const health = isUnreadable(error) && healthAfterUnreadable(saved.health, context.now)
    if (health) await configurations.saveHealth({ botId, generation, version, health })
    throw error
  })
  const verification = toVerification(signIn, {
    context: diagnosisContext(saved, context.now),
    restriction: saved.restriction,
    fault: saved.health.state === 'failing' ? saved.health.diagnosis : undefined,
  })
  const health =
    verification.outcome === 'signed-in'
      ? healthAfterSignIn(saved.health, context.now)
      : verification.outcome === 'unreachable'
        ? healthAfterOutage(saved.health, verification.diagnosis, context.now)
        : healthAfterFailure(saved.health, verification.diagnosis, context.now)
  const details = { check: 'sign-in', outcome: verification.outcome }
  const event = auditEvent(context, 'office365.checked', { botId, details })
  const signedInAt = verification.outcome === 'signed-in' ? { signedInAt: context.now.toISOString() } : {}
  await configurations.saveHealth({ botId, generation, version, ...(health && { health }), ...signedInAt }, event)
  return verification.checks
}
