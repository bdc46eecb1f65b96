import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { mayWait } from '../credentials/may-wait.ts'
import type { Check } from '../verification/checks.ts'
import { toVerification, type Verification } from '../verification/verification.ts'
import { adoptWaiting, dropForgotten, prepareRenewal } from './adopt-credential.ts'
import { diagnosisContext } from './diagnosis-context.ts'
import { healthAfterFailure, healthAfterOutage, healthAfterSignIn, healthAfterUnreadable } from './health.ts'
import { isProven, type Office365Configuration } from './office365-configuration.ts'
import { isUnreadable, signInAsSaved } from './open-secret.ts'
import { requireConfiguration } from './require-configuration.ts'
import type { SubmitDependencies } from './submit-configuration.ts'

/** One that Entra has not accepted yet has no fault: an administrator has to register it there first. */
const stillWaits = (saved: Office365Configuration, verification: Verification): boolean =>
  mayWait({ credential: saved.credential, isProven: isProven(saved) }, verification)

/**
 * Signs in again with the saved values and sends nothing. A failed check is a result, not an error. Drops a
 * credential that has waited too long. Changes over to one that waits if Entra accepts it by now: the result is then about
 * that one.
 */
export async function checkConfiguration(
  dependencies: SubmitDependencies,
  context: RequestContext,
  botId: string,
): Promise<Check[]> {
  const configured = await requireConfiguration(dependencies.configurations, botId)
  const prepared = await prepareRenewal(dependencies, context, configured)
  const current = await dropForgotten(dependencies, context, prepared)
  const { configuration, checks } = await adoptWaiting(dependencies, context, current)
  const found = await checkSaved(dependencies, context, configuration)
  return checks ?? found
}

async function checkSaved(
  dependencies: SubmitDependencies,
  context: RequestContext,
  saved: Office365Configuration,
): Promise<Check[]> {
  const { configurations } = dependencies
  const { botId, generation, version } = saved
  const signIn = await signInAsSaved(dependencies, saved).catch(async (error: unknown) => {
    const health = isUnreadable(error) && healthAfterUnreadable(saved.health, context.now)
    if (health) await configurations.saveHealth({ botId, generation, version, health })
    throw error
  })
  const verification = toVerification(signIn, {
    context: diagnosisContext(saved, context.now),
    restriction: saved.restriction,
    credential: saved.credential.kind,
    fault: saved.health.state === 'failing' ? saved.health.diagnosis : undefined,
  })
  const health =
    verification.outcome === 'signed-in'
      ? healthAfterSignIn(saved.health, context.now)
      : verification.outcome === 'unreachable'
        ? healthAfterOutage(saved.health, verification.diagnosis, context.now)
        : stillWaits(saved, verification)
          ? null
          : healthAfterFailure(saved.health, verification.diagnosis, context.now)
  const details = { check: 'sign-in', outcome: verification.outcome }
  const event = auditEvent(context, 'office365.checked', { botId, details })
  const signedInAt = verification.outcome === 'signed-in' ? { signedInAt: context.now.toISOString() } : {}
  await configurations.saveHealth({ botId, generation, version, ...(health && { health }), ...signedInAt }, event)
  return verification.checks
}
