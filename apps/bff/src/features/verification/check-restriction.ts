import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import { Problem } from '../../problem.ts'
import type { Vault } from '../../secrets/vault.ts'
import { auditEvent, type RequestContext } from '../audit/audit-event.ts'
import type { MailBody, MailSubmitter } from '../messages/mail-submission.ts'
import { diagnosisContext } from '../office365-configuration/diagnosis-context.ts'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../office365-configuration/office365-configuration-store.ts'
import { openSecret } from '../office365-configuration/open-secret.ts'
import { requireConfiguration } from '../office365-configuration/require-configuration.ts'
import type { AccessToken, Entra } from './entra.ts'

interface Dependencies {
  configurations: Office365ConfigurationStore
  entra: Entra
  mail: MailSubmitter
  vault: Vault
}

type Finding = Pick<Restriction, 'outcome' | 'by'> & { diagnosis?: Diagnosis }

/** A message that names nobody: whatever the answer is, nothing can go out. */
const withoutRecipients: MailBody = {
  contentType: 'application/json',
  bytes: Buffer.from(
    JSON.stringify({
      message: {
        subject: 'Restriction check: this message has no recipient',
        body: { contentType: 'Text', content: '' },
        toRecipients: [],
      },
      saveToSentItems: false,
    }),
  ),
}

/** Graph got as far as the recipients: the app may send from the mailbox. */
const mayAnswer = (diagnosis: Diagnosis) =>
  diagnosis.evidence.status === 400 && diagnosis.cause === 'recipients_invalid'

const causesOfPolicy = ['app_access_policy', 'ews_access_policy']

function judge(own: Diagnosis, other: Diagnosis): Finding {
  // An app that may send from nowhere is not limited to its mailbox: only a passed control makes a refusal mean something.
  if (!mayAnswer(own)) return { outcome: 'unknown', diagnosis: own }
  if (mayAnswer(other)) return { outcome: 'unlimited' }
  if (other.evidence.status !== 403) return { outcome: 'unknown', diagnosis: other }
  return { outcome: 'limited', by: causesOfPolicy.includes(other.cause) ? 'access-policy' : 'exchange-scope' }
}

/** A 202 for a message without recipients is none of the answers that this check understands. */
const accepted: Failure = { stage: 'graph', status: 202, body: undefined }

async function probe(
  { mail }: Dependencies,
  context: RequestContext,
  configuration: Office365Configuration,
  token: AccessToken,
  userId: string,
): Promise<Diagnosis> {
  const { cloud } = configuration
  const clientRequestId = context.newId()
  const result = await mail.submit({ cloud, userId, token: token.value, body: withoutRecipients, clientRequestId })
  const failure = result.outcome === 'accepted' ? accepted : result.failure
  return diagnose(failure, diagnosisContext({ ...configuration, userId }, context.now, token.roles))
}

async function find(
  dependencies: Dependencies,
  context: RequestContext,
  configuration: Office365Configuration,
  otherUserId: string,
): Promise<Finding> {
  const { userId } = configuration
  const clientSecret = await openSecret(dependencies.vault, configuration)
  const signIn = await dependencies.entra.signIn({ ...configuration, clientSecret })
  if (signIn.outcome !== 'signed-in')
    return { outcome: 'unknown', diagnosis: diagnose(signIn.failure, diagnosisContext(configuration, context.now)) }
  const own = await probe(dependencies, context, configuration, signIn.token, userId)
  if (!mayAnswer(own)) return judge(own, own)
  return judge(own, await probe(dependencies, context, configuration, signIn.token, otherUserId))
}

const isOwn = ({ userId, userEmail }: Office365Configuration, otherUserId: string) =>
  [userId, userEmail].some((own) => own.toLowerCase() === otherUserId.toLowerCase())

/**
 * Finds out whether the app is limited to its mailbox, by asking Graph to send without recipients: first from the
 * configured mailbox, then from another one. Microsoft does not document that permission is checked before recipients.
 */
export async function checkRestriction(
  dependencies: Dependencies,
  context: RequestContext,
  { botId, otherUserId }: { botId: string; otherUserId: string },
): Promise<Restriction & { diagnosis?: Diagnosis }> {
  const configuration = await requireConfiguration(dependencies.configurations, botId)
  if (isOwn(configuration, otherUserId)) {
    const detail = 'This is the configured mailbox itself. Name another one, which the app must not reach.'
    throw new Problem('invalid-request', { detail, errors: [{ pointer: '/otherUserId', detail }] })
  }
  const { diagnosis, ...finding } = await find(dependencies, context, configuration, otherUserId)
  const restriction: Restriction = { ...finding, at: context.now.toISOString() }
  const details = { check: 'restriction', outcome: finding.outcome, ...(finding.by && { by: finding.by }) }
  const event = auditEvent(context, 'office365.checked', { botId, details })
  // What proves nothing, a mistyped mailbox for one, takes nothing away from what was proven.
  const isNews = finding.outcome !== 'unknown' || (configuration.restriction?.outcome ?? 'unknown') === 'unknown'
  await dependencies.configurations.saveHealth(
    { botId, version: configuration.version, ...(isNews && { restriction }) },
    event,
  )
  return { ...restriction, ...(diagnosis && { diagnosis }) }
}
