import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { PersonPrincipal } from '../../ground/http/principal.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import { nothingWaits, type SubmitDependencies, submitConfiguration } from '../configuration/submit-configuration.ts'
import { submissionOf } from '../credentials/prepare-credential.ts'
import { approvalMs, type IntakeLink, statusOf } from './intake-link.ts'
import type { IntakeLinkStore } from './intake-link-store.ts'
import { openSubmission } from './open-submission.ts'

export interface ManageDependencies extends SubmitDependencies {
  intakeLinks: IntakeLinkStore
}

interface Reference {
  botId: string
  intakeLinkId: string
}

async function getLink(intakeLinks: IntakeLinkStore, { botId, intakeLinkId }: Reference): Promise<IntakeLink> {
  const link = (await intakeLinks.list(botId)).find(({ id }) => id === intakeLinkId)
  if (!link) throw notFound()
  return link
}

interface Approver {
  isOwnPassword: PersonPrincipal['isOwnPassword']
  reachesBot: (botId: string) => boolean
}

/**
 * Submits the entered values as the approving admin: they are verified again, saved and locked. What was made for them
 * becomes the credential, even if Entra does not accept it yet.
 */
export async function approveIntakeLink(
  dependencies: ManageDependencies,
  context: RequestContext,
  reference: Reference,
  approver: Approver,
): Promise<Office365Configuration> {
  const { intakeLinks, vault } = dependencies
  const { botId, intakeLinkId } = reference
  const link = await getLink(intakeLinks, reference)
  if (statusOf(link, context.now) !== 'waiting-for-approval' || !link.submitted) throw nothingWaits()
  const { checks: _, at: __, secretExpiresOn, ...submitted } = link.submitted
  const { prepared } = link
  const secret = await openSubmission(vault, link)
  const values = { ...submitted, verification: 'required' } as const
  const entered = {
    kind: 'client-secret',
    clientSecret: secret ?? undefined,
    expiresOn: secretExpiresOn ?? undefined,
  } as const
  const credential = prepared ? submissionOf(prepared, secret) : entered
  const linkOf = (version: number) => ({
    id: intakeLinkId,
    event: auditEvent(context, 'intake-link.approved', { botId, details: { intakeLinkId, version } }),
  })
  const submission = { botId, values, credential, prepared, ifMatch: null, linkOf, ...approver }
  return (await submitConfiguration(dependencies, context, submission)).configuration
}

const approvedBefore = () =>
  new Problem('not-possible-now', {
    detail: 'The values of this link are approved and saved already, so it cannot be revoked. Load the page again.',
  })

/** Ends the link immediately and deletes its secret. Revoking it again is not an error. */
export async function revokeIntakeLink(
  { intakeLinks }: Pick<ManageDependencies, 'intakeLinks'>,
  context: RequestContext,
  reference: Reference,
): Promise<void> {
  const { botId, intakeLinkId } = reference
  await getLink(intakeLinks, reference)
  const event = auditEvent(context, 'intake-link.revoked', { botId, details: { intakeLinkId } })
  if (await intakeLinks.take(intakeLinkId, ['open', 'submitted'], { to: 'revoked' }, event)) return
  if ((await getLink(intakeLinks, reference)).state === 'approved') throw approvedBefore()
}

/** Deletes the secrets of submissions that no admin approved in time. */
export const forgetIntakeSecrets = (intakeLinks: IntakeLinkStore, now: Date): Promise<void> =>
  intakeLinks.forgetSecrets(new Date(now.getTime() - approvalMs).toISOString())
