import type { SubmitIntake } from '@office365-email/shared/intake-link'
import type { Check as CheckView } from '@office365-email/shared/office365-configuration'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { PersonPrincipal } from '../../ground/http/principal.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import { diagnosisContext } from '../configuration/diagnosis-context.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import { refuseOwnPassword } from '../configuration/refuse-own-password.ts'
import { requireVerdict, resolveTenant } from '../configuration/submit-configuration.ts'
import type { PreparedCredential, Proof } from '../credentials/credential.ts'
import { mayWait } from '../credentials/may-wait.ts'
import { prepareCredential, proofOf } from '../credentials/prepare-credential.ts'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import type { Entra } from '../microsoft/entra.ts'
import { type Check, presentChecks } from '../verification/checks.ts'
import { toVerification, type Verification } from '../verification/verification.ts'
import { actorOfLink, type EnteredValues, type IntakeLink, submissionContext } from './intake-link.ts'
import type { IntakeLinkStore } from './intake-link-store.ts'

export interface SubmitIntakeDependencies {
  intakeLinks: IntakeLinkStore
  configurations: Office365ConfigurationStore
  entra: Entra
  issuer: AssertionIssuer
  vault: Vault
  audit: Pick<AuditStore, 'append'>
}

type Values = Omit<SubmitIntake, 'token' | 'clientSecret'>

interface Submission {
  values: Values
  /** Null: this server makes the credential. */
  clientSecret: Secret | null
  /** Checks the password of the person who is signed in in the same browser; null if there is none. */
  isOwnPassword: PersonPrincipal['isOwnPassword']
}

/** How the app is to sign in. */
interface Entered {
  /** Null if a client secret was entered. */
  prepared: PreparedCredential | null
  /** The client secret, or the private key. */
  secret: Secret | null
  proof: Proof
}

type AskDependencies = Pick<SubmitIntakeDependencies, 'configurations' | 'entra' | 'issuer'>

/** Asks Entra whether it accepts these values. */
export async function askEntra(entra: Entra, values: Values, proof: Proof, now: Date): Promise<Verification> {
  return toVerification(await entra.signIn({ ...values, proof }), {
    context: diagnosisContext({ ...values, secretExpiresOn: values.secretExpiresOn ?? null, secretSavedAt: null }, now),
    restriction: null,
    credential: proof.kind,
  })
}

/** The results of checks as they are stored: without diagnoses. The values are checked again when they are approved. */
export const toStoredChecks = (checks: Check[]): CheckView[] => checks.map(({ diagnosis: _, ...check }) => check)

async function enter(
  { configurations, issuer }: AskDependencies,
  context: RequestContext,
  { botId, credentialKind }: IntakeLink,
  { cloud, clientSecret }: Pick<Values, 'cloud'> & Pick<Submission, 'clientSecret'>,
): Promise<Entered> {
  if (credentialKind === 'client-secret' && clientSecret !== null)
    return { prepared: null, secret: clientSecret, proof: { kind: 'client-secret', clientSecret } }
  if (credentialKind === 'client-secret' || clientSecret !== null)
    throw new Error('a client secret was entered through a link for another kind')
  const saved = await configurations.read(botId)
  const generation = saved.state === 'unconfigured' ? context.newId() : saved.generation
  const owner = { botId, generation, version: saved.version, cloud }
  const { prepared, privateKey } = await prepareCredential(credentialKind, owner, context.now)
  return { prepared, secret: privateKey, proof: proofOf(prepared, privateKey, { issuer, cloud }) }
}

interface Verified {
  values: Values
  entered: Entered
  checks: Check[]
}

/** Throws like a Submit if Microsoft refuses the values or cannot be reached. What was made may still be unknown there. */
async function verify(
  dependencies: AskDependencies,
  context: RequestContext,
  link: IntakeLink,
  { values: submitted, clientSecret }: Submission,
): Promise<Verified> {
  const { entra } = dependencies
  const values = await resolveTenant(entra, submitted, context.now)
  const entered = await enter(dependencies, context, link, { cloud: values.cloud, clientSecret })
  const verification = await askEntra(entra, values, entered.proof, context.now)
  const waits = mayWait({ credential: entered.proof, isProven: false }, verification)
  if (!waits) requireVerdict(verification, false)
  return { values, entered, checks: verification.checks }
}

/**
 * Counts a try if Microsoft judged the values, or if the secret is the signed-in person's password, which no one may
 * guess here. An outage, or two equal IDs, do not count.
 */
async function verifyAsTry(
  dependencies: SubmitIntakeDependencies,
  context: RequestContext,
  link: IntakeLink,
  submission: Submission,
): Promise<Verified> {
  const { intakeLinks, audit } = dependencies
  const { clientSecret, isOwnPassword } = submission
  if (!(await intakeLinks.countTry(link.id, 1))) throw notFound()
  if (clientSecret !== null) await refuseOwnPassword(clientSecret, isOwnPassword)
  try {
    return await verify(dependencies, context, link, submission)
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
 * Checks the values with Microsoft and stores them until an admin approves, with the secret or the private key sealed. No
 * values can be entered through the link after that.
 */
export async function submitIntake(
  dependencies: SubmitIntakeDependencies,
  requestContext: RequestContext,
  link: IntakeLink,
  submission: Submission,
): Promise<CheckView[]> {
  const { intakeLinks, vault } = dependencies
  const context = { ...requestContext, actor: actorOfLink(link) }
  const { values, entered, checks } = await verifyAsTry(dependencies, context, link, submission)
  const { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn = null } = values
  const at = context.now.toISOString()
  const stored = toStoredChecks(checks)
  const submitted: EnteredValues = { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn, checks: stored, at }
  const { prepared, secret } = entered
  const sealed = secret
    ? await vault.seal(secret, submissionContext(link, prepared))
    : { sealedSecret: null, sealedWith: null }
  const details = { intakeLinkId: link.id, ...(prepared && { credential: prepared.kind }) }
  const event = auditEvent(context, 'intake-link.submitted', { botId: link.botId, details })
  const isTaken = await intakeLinks.take(link.id, ['open'], { to: 'submitted', submitted, prepared, ...sealed }, event)
  if (!isTaken) throw notFound()
  return presentChecks(checks, { forService: false })
}
