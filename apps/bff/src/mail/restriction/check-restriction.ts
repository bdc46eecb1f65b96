import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { DiagnosisContext } from '@office365-email/shared/diagnosis/diagnosis-context'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { diagnosisContext } from '../configuration/diagnosis-context.ts'
import type { Health } from '../configuration/health.ts'
import { healthAfterFailure } from '../configuration/health.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import { signInAsSaved } from '../configuration/open-secret.ts'
import { requireConfiguration } from '../configuration/require-configuration.ts'
import type { CredentialDependencies } from '../credentials/open-credential.ts'
import type { AccessToken, Entra } from '../microsoft/entra.ts'
import type { MailBody, MailSubmitter } from '../microsoft/mail-submission.ts'
import type { Sending } from '../sending/sending.ts'

export interface RestrictionDependencies extends CredentialDependencies {
  configurations: Office365ConfigurationStore
  entra: Entra
  /** Microsoft Graph itself, even while sending is simulated: the check sends no mail. */
  graphMail: MailSubmitter
  sending: Sending
}

type Finding = Pick<Restriction, 'outcome' | 'by'> & {
  diagnosis?: Diagnosis
  /** Changed only if the bot's own mailbox refused the sender. */
  health?: Health | null
}

/** A message without recipients: whatever the response is, no mail is sent. */
const withoutRecipients = (from: object): MailBody => ({
  contentType: 'application/json',
  bytes: Buffer.from(
    JSON.stringify({
      message: {
        ...from,
        subject: 'Restriction check: this message has no recipient',
        body: { contentType: 'Text', content: '' },
        toRecipients: [],
      },
      saveToSentItems: false,
    }),
  ),
})

/** Graph refused only the recipients, so the app may send from the mailbox. */
const maySend = (diagnosis: Diagnosis) => diagnosis.evidence.status === 400 && diagnosis.cause === 'recipients_invalid'

const causesOfPolicy = ['app_access_policy', 'ews_access_policy']

function judge(other: Diagnosis): Finding {
  if (maySend(other)) return { outcome: 'unlimited' }
  if (other.evidence.status !== 403) return { outcome: 'unknown', diagnosis: other }
  return { outcome: 'limited', by: causesOfPolicy.includes(other.cause) ? 'access-policy' : 'exchange-scope' }
}

/** This check cannot interpret a 202 for a message without recipients: it is no message that someone waits for. */
const accepted: Failure = { stage: 'graph', body: undefined }

interface Probed {
  userId: string
  body: MailBody
  /** Makes the diagnosis more precise. */
  known: DiagnosisContext
}

async function probe(
  { graphMail }: RestrictionDependencies,
  context: RequestContext,
  { cloud }: Office365Configuration,
  token: AccessToken,
  { userId, body, known }: Probed,
): Promise<Diagnosis> {
  const result = await graphMail.submit({ cloud, userId, token: token.value, body, clientRequestId: context.newId() })
  return diagnose('failure' in result ? result.failure : accepted, known)
}

async function find(
  dependencies: RestrictionDependencies,
  context: RequestContext,
  configuration: Office365Configuration,
  otherUserId: string,
): Promise<Finding> {
  const { userId, userEmail, health } = configuration
  const signIn = await signInAsSaved(dependencies, configuration)
  if (signIn.outcome !== 'signed-in')
    return { outcome: 'unknown', diagnosis: diagnose(signIn.failure, diagnosisContext(configuration, context.now)) }
  const { token } = signIn
  const known = diagnosisContext(configuration, context.now, token.roles)
  // With the sender of every message of the bot. The other mailbox gets none: it would always refuse User Email.
  const own = await probe(dependencies, context, configuration, token, {
    userId,
    body: withoutRecipients({ from: { emailAddress: { address: userEmail } } }),
    known,
  })
  // An app that cannot send at all is not limited to its mailbox: a refusal counts only if its own mailbox works.
  if (!maySend(own)) {
    // A refused sender is certain. Other refusals change the health only after a real message.
    const isMismatch = own.cause === 'mailbox_mismatch'
    return {
      outcome: 'unknown',
      diagnosis: own,
      health: isMismatch ? healthAfterFailure(health, own, context.now) : null,
    }
  }
  const other = await probe(dependencies, context, configuration, token, {
    userId: otherUserId,
    body: withoutRecipients({}),
    known: { ...known, userId: otherUserId, userEmail: null },
  })
  return judge(other)
}

const isOwn = ({ userId, userEmail }: Office365Configuration, otherUserId: string) =>
  [userId, userEmail].some((own) => own.toLowerCase() === otherUserId.toLowerCase())

/**
 * Checks whether the app is limited to its mailbox, by asking Graph to send without recipients: first from the
 * configured mailbox, then from another one. Microsoft does not document that permission is checked before recipients.
 */
export async function checkRestriction(
  dependencies: RestrictionDependencies,
  context: RequestContext,
  { botId, otherUserId }: { botId: string; otherUserId: string },
): Promise<Restriction & { diagnosis?: Diagnosis }> {
  await dependencies.sending.requireOn()
  const configuration = await requireConfiguration(dependencies.configurations, botId)
  if (isOwn(configuration, otherUserId)) {
    const detail =
      'This is the configured mailbox itself. Enter another one, which the app must not be able to send from.'
    throw new Problem('invalid-request', { detail, errors: [{ pointer: '/otherUserId', detail }] })
  }
  const { diagnosis, health, ...finding } = await find(dependencies, context, configuration, otherUserId)
  const restriction: Restriction = { ...finding, at: context.now.toISOString() }
  const details = { check: 'restriction', outcome: finding.outcome, ...(finding.by && { by: finding.by }) }
  const event = auditEvent(context, 'office365.checked', { botId, details })
  // An unclear result, such as for a mistyped mailbox, does not replace a clear one.
  const isNews = finding.outcome !== 'unknown' || (configuration.restriction?.outcome ?? 'unknown') === 'unknown'
  const { generation, version } = configuration
  await dependencies.configurations.saveHealth(
    { botId, generation, version, ...(isNews && { restriction }), ...(health && { health }) },
    event,
  )
  return { ...restriction, ...(diagnosis && { diagnosis }) }
}
