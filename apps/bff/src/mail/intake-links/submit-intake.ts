import type { IntakeSubmission, SubmitIntake } from '@office365-email/shared/intake-link'
import type { Check } from '@office365-email/shared/office365-configuration'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { PersonPrincipal } from '../../ground/http/principal.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import { diagnosisContext } from '../configuration/diagnosis-context.ts'
import { refuseOwnPassword } from '../configuration/refuse-own-password.ts'
import { requireVerdict, resolveTenant } from '../configuration/submit-configuration.ts'
import type { Entra } from '../microsoft/entra.ts'
import { presentChecks } from '../verification/checks.ts'
import { toVerification } from '../verification/verification.ts'
import { actorOfLink, type IntakeLink, intakeEncryptionContext } from './intake-link.ts'
import type { IntakeLinkStore } from './intake-link-store.ts'

export interface SubmitIntakeDependencies {
  intakeLinks: IntakeLinkStore
  entra: Entra
  vault: Vault
  audit: Pick<AuditStore, 'append'>
}

type Values = Omit<SubmitIntake, 'token' | 'clientSecret'> & { clientSecret: Secret }

interface Submission {
  values: Values
  /** Checks the password of the person who is signed in in the same browser; null if there is none. */
  isOwnPassword: PersonPrincipal['isOwnPassword']
}

/** Throws like a Submit if Microsoft refuses the values or cannot be reached. */
async function verify(entra: Entra, submitted: Values, now: Date): Promise<{ values: Values; checks: Check[] }> {
  const values = await resolveTenant(entra, { ...submitted, verification: 'required' }, now)
  const secretExpiresOn = values.secretExpiresOn ?? null
  const signIn = await entra.signIn({ ...values, clientSecret: submitted.clientSecret })
  const verification = toVerification(signIn, {
    context: diagnosisContext({ ...values, secretExpiresOn, secretSavedAt: null }, now),
    restriction: null,
  })
  requireVerdict(verification, false)
  return {
    values: { ...submitted, tenantId: values.tenantId },
    // A successful sign-in has no diagnosis, so the stored checks contain none.
    checks: presentChecks(verification.checks, { forService: false }),
  }
}

/**
 * Counts a try if Microsoft judged the values, or if the secret is the signed-in person's password, which no one may
 * guess here. An outage, or two equal IDs, do not count.
 */
async function verifyAsTry(
  { intakeLinks, entra, audit }: SubmitIntakeDependencies,
  context: RequestContext,
  link: IntakeLink,
  { values: submitted, isOwnPassword }: Submission,
) {
  if (!(await intakeLinks.countTry(link.id, 1))) throw notFound()
  await refuseOwnPassword(submitted.clientSecret, isOwnPassword)
  try {
    return await verify(entra, submitted, context.now)
  } catch (error) {
    const isRefused = error instanceof Problem && error.slug === 'microsoft-rejected-values'
    if (!isRefused) await intakeLinks.countTry(link.id, -1)
    // If the link was deleted with its bot, no event is written, since it would belong to a later bot with the same ID.
    else if ((await intakeLinks.list(link.botId)).some(({ id }) => id === link.id)) {
      const details = { intakeLinkId: link.id, cause: error.details.diagnosis?.cause }
      const about = { botId: link.botId, outcome: 'refused', details } as const
      await audit.append(auditEvent(context, 'intake-link.refused', about))
    }
    throw error
  }
}

/**
 * Checks the values with Microsoft and stores them, the secret sealed, until an admin approves. This uses up the link.
 */
export async function submitIntake(
  dependencies: SubmitIntakeDependencies,
  requestContext: RequestContext,
  link: IntakeLink,
  submission: Submission,
): Promise<Check[]> {
  const { intakeLinks, vault } = dependencies
  const context = { ...requestContext, actor: actorOfLink(link) }
  const { values, checks } = await verifyAsTry(dependencies, context, link, submission)
  const { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn = null } = values
  const at = context.now.toISOString()
  const submitted: IntakeSubmission = { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn, checks, at }
  const sealed = await vault.seal(values.clientSecret, intakeEncryptionContext(link.botId, link.id))
  const event = auditEvent(context, 'intake-link.submitted', { botId: link.botId, details: { intakeLinkId: link.id } })
  if (await intakeLinks.take(link.id, ['open'], { to: 'submitted', submitted, ...sealed }, event)) return checks
  throw notFound()
}
