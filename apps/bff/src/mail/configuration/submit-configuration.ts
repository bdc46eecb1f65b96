import type { SubmitConfiguration } from '@office365-email/shared/configuration-values'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import { parseGuid } from '@office365-email/shared/guid'
import { type Office365Field, office365Fields } from '@office365-email/shared/office365-fields'
import type { FieldError } from '@office365-email/shared/problem'
import { findEqualIds } from '@office365-email/shared/read-office365-field'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { PersonPrincipal } from '../../ground/http/principal.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { type Choice, chooseCredential, type SavedCredential } from '../credentials/choose-credential.ts'
import {
  lacksSecret,
  nextOf,
  type PreparedCredential,
  type RegisteredCredential,
  withNext,
} from '../credentials/credential.ts'
import { mayWait } from '../credentials/may-wait.ts'
import type { CredentialDependencies } from '../credentials/open-credential.ts'
import { listEntered, type SubmittedCredential } from '../credentials/submitted-credential.ts'
import type { Entra } from '../microsoft/entra.ts'
import type { Check } from '../verification/checks.ts'
import { toVerification, type Verification } from '../verification/verification.ts'
import type { ApplicationUseStore } from './application-use-store.ts'
import { configurationChanged, requireVersion } from './configuration-version.ts'
import { diagnosisContext } from './diagnosis-context.ts'
import { isUnreadableSecret, untested } from './health.ts'
import {
  type ConfigurationRecord,
  isProven,
  isSameApplication,
  mailboxOf,
  type Office365Configuration,
} from './office365-configuration.ts'
import type { Office365ConfigurationStore, SavedWith } from './office365-configuration-store.ts'
import { isUnreadable, unreadable } from './open-secret.ts'
import { refuseOwnPassword } from './refuse-own-password.ts'

export interface SubmitDependencies extends CredentialDependencies {
  configurations: Office365ConfigurationStore
  applicationUses: ApplicationUseStore
  entra: Entra
}

/** The values of a Submit, without its credential. */
export type SubmittedValues = Omit<SubmitConfiguration, 'clientSecret' | 'secretExpiresOn' | 'credential'>

interface Submission {
  botId: string
  values: SubmittedValues
  credential: SubmittedCredential
  /** The member of the request that has the credential. */
  sentAs?: 'clientSecret' | 'credential'
  ifMatch: string | null
  /** Checks the password of the person who submits; null if they have none here. */
  isOwnPassword: PersonPrincipal['isOwnPassword']
  /** A credential that was made before these values were approved. */
  prepared?: PreparedCredential | null
  /** The intake link that the values came from, which is approved when they are saved as this version. */
  linkOf?: (version: number) => SavedWith['link']
  /** Whether the person or the program that submits has access to a bot; by default to no other one. */
  reachesBot?: (botId: string) => boolean
}

const locked = () =>
  new Problem('configuration-locked', { detail: 'The configuration is locked. Choose Reset first, then submit again.' })

/** The link was used, revoked, or has expired. */
export const nothingWaits = () =>
  new Problem('not-possible-now', { detail: 'This link has no values that wait for approval. Load the page again.' })

const isFormField = (field: string): field is Office365Field => (office365Fields as readonly string[]).includes(field)

/** Error 700016 names the application, but often the tenant is wrong: both fields are marked, the client ID first. */
function fieldErrors(diagnosis: Diagnosis): FieldError[] {
  const { field, cause } = diagnosis
  const title = titleOf(diagnosis)
  if (cause === 'wrong_cloud') return [{ pointer: '/cloud', detail: title }]
  if (cause === 'app_not_in_tenant')
    return [
      { pointer: '/clientId', detail: title },
      { pointer: '/tenantId', detail: 'If the client ID is right, the app is not registered in this tenant.' },
    ]
  return isFormField(field) ? [{ pointer: `/${field}`, detail: title }] : []
}

export function requireVerdict(verification: Verification, mayBeSkipped: boolean): void {
  if (verification.outcome === 'signed-in') return
  const { diagnosis } = verification
  if (verification.outcome === 'refused')
    throw new Problem('microsoft-rejected-values', {
      detail: `${titleOf(diagnosis)}. Nothing was saved.`,
      diagnosis,
      errors: fieldErrors(diagnosis),
    })
  if (mayBeSkipped) return
  if (verification.outcome === 'throttled')
    throw new Problem('microsoft-throttled', {
      detail: 'Microsoft asked this server to wait before it checks the values again. Nothing was saved.',
      diagnosis,
      retryAfterSeconds: verification.retryAfterSeconds,
    })
  throw new Problem('microsoft-unreachable', {
    detail: 'The server could not reach Microsoft to check the values. Nothing was saved.',
    diagnosis,
    retryAfterSeconds: 30,
  })
}

/** Replaces a verified domain with its tenant ID, which is what gets saved, since domains move between tenants. */
export async function resolveTenant<Values extends Pick<SubmittedValues, 'tenantId' | 'clientId' | 'userId' | 'cloud'>>(
  entra: Entra,
  values: Values,
  now: Date,
): Promise<Values> {
  if (parseGuid(values.tenantId)) return values
  const found = await entra.findTenant(values.cloud, values.tenantId)
  if (found.outcome !== 'found') {
    const diagnosis = diagnose(found.failure, { tenantId: values.tenantId, cloud: values.cloud, now })
    const verification = { ...found, checks: [], diagnosis }
    requireVerdict(verification, false)
    throw new Error('a tenant that was not found always has a verdict')
  }
  const resolved = { ...values, tenantId: found.tenantId }
  const equal = findEqualIds(resolved)
  if (equal.length > 0)
    throw new Problem('invalid-request', {
      detail: 'Two of the IDs are the same.',
      errors: equal.map(({ field, remedy }) => ({ pointer: `/${field}`, detail: remedy })),
    })
  return resolved
}

const savedCredential = (saved: Office365Configuration): SavedCredential => ({ ...saved, isProven: isProven(saved) })

async function choose(
  dependencies: CredentialDependencies,
  context: RequestContext,
  saved: ConfigurationRecord,
  { generation, values, submitted }: { generation: string; values: SubmittedValues; submitted: SubmittedCredential },
): Promise<Choice> {
  const isConfigured = saved.state !== 'unconfigured'
  const waiting = isConfigured ? saved.waiting : null
  try {
    return await chooseCredential(dependencies, {
      botId: saved.botId,
      generation,
      cloud: values.cloud,
      submitted,
      saved: isConfigured ? (isSameApplication(saved, values) ? savedCredential(saved) : 'other') : null,
      waiting: waiting?.values && isSameApplication(waiting.values, values) ? waiting : null,
      now: context.now,
      newId: context.newId,
    })
  } catch (error) {
    throw isUnreadable(error) ? unreadable(error) : error
  }
}

/** Whether mail may be sent with it now, so that a credential that waits must not take its place. */
const isInUse = (saved: ConfigurationRecord): saved is Office365Configuration =>
  saved.state !== 'unconfigured' && isProven(saved) && !isUnreadableSecret(saved.health) && !lacksSecret(saved)

interface Submitted {
  configuration: Office365Configuration
  checks: Check[]
}

interface Aside {
  values: SubmittedValues
  choice: Choice
  credential: RegisteredCredential
  link: SavedWith['link']
}

/** Keeps the credential aside until Entra accepts it. Mail is sent with the saved one, and the form stays unlocked. */
async function setAside(
  { configurations }: SubmitDependencies,
  context: RequestContext,
  saved: Office365Configuration,
  { values, choice, credential, link }: Aside,
): Promise<Office365Configuration> {
  const { userEmail, clientId, tenantId, userId, cloud } = values
  const submitted = {
    credential,
    expiresOn: choice.expiresOn,
    values: { userEmail, clientId, tenantId, userId, cloud },
    madeAt: context.now.toISOString(),
    madeBy: context.actor,
  }
  const waiting = withNext(submitted, nextOf(saved.waiting))
  const details = { version: saved.version, credential: credential.kind, verified: false, waiting: true }
  const event = auditEvent(context, 'office365.submitted', { botId: saved.botId, details })
  const { key } = await choice.seal(saved.version)
  const outcome = await configurations.saveWaiting(saved, waiting, event, { key, link })
  if (outcome === 'saved') return { ...saved, waiting }
  if (outcome === 'link-ended') throw nothingWaits()
  throw configurationChanged(await configurations.read(saved.botId))
}

/** A federated credential that is registered already names one generation, so it belongs to no other. */
function generationFor(
  saved: ConfigurationRecord,
  prepared: PreparedCredential | null,
  newId: RequestContext['newId'],
): string {
  const current = saved.state === 'unconfigured' ? null : saved.generation
  if (prepared?.kind !== 'federated') return current ?? newId()
  // The same version means that nothing was saved and removed since, so the generation was never used.
  const fits = current === null ? saved.version === prepared.version : current === prepared.generation
  if (fits) return prepared.generation
  throw new Problem('not-possible-now', {
    detail:
      'The configuration was saved or removed since these values were entered, so the subject of the federated credential is another one now. Revoke the link, and create another one.',
  })
}

/** An app that trusts the subject of all bots would let each of them send from the mailboxes of the others. */
async function requireOwnApplication(
  { applicationUses, issuer }: SubmitDependencies,
  { botId, values, reachesBot = () => false }: Pick<Submission, 'botId' | 'values' | 'reachesBot'>,
): Promise<void> {
  if (!issuer.isShared) return
  const users = await applicationUses.listBots(values)
  if (users.every((user) => user === botId || reachesBot(user))) return
  throw new Problem('forbidden', {
    detail:
      'Another bot uses this app, and you have no access to that bot. On this server, all bots share one federated credential. Register an app for this bot, or ask an owner.',
  })
}

/**
 * Checks the values with Microsoft, saves them as the next version and locks them. If one of these fails, nothing
 * changes. A certificate or a federated credential that Entra does not know yet may wait.
 */
export async function submitConfiguration(
  dependencies: SubmitDependencies,
  context: RequestContext,
  submission: Submission,
): Promise<Submitted> {
  const {
    botId,
    values: submitted,
    credential,
    sentAs = 'clientSecret',
    ifMatch,
    isOwnPassword,
    prepared = null,
    linkOf,
  } = submission
  const { configurations, entra } = dependencies
  const saved = await configurations.read(botId)
  requireVersion(saved, ifMatch)
  if (saved.state === 'locked') throw locked()
  for (const { entered, pointer } of listEntered(credential, sentAs))
    await refuseOwnPassword(entered, isOwnPassword, pointer)

  const values = await resolveTenant(entra, submitted, context.now)
  const generation = generationFor(saved, prepared, context.newId)
  const choice = await choose(dependencies, context, saved, { generation, values, submitted: credential })
  const { isKept, expiresOn: secretExpiresOn } = choice
  if (choice.credential.kind === 'federated' && !isKept)
    await requireOwnApplication(dependencies, { ...submission, values })
  const savedAt = context.now.toISOString()
  const keptSince = isKept && saved.state !== 'unconfigured' ? saved.secretSavedAt : null

  const restriction = saved.state !== 'unconfigured' && isSameMailbox(saved, values) ? saved.restriction : null
  // A new secret is not saved yet, so it has no age.
  const known = { ...values, secretSavedAt: keptSince, secretExpiresOn }
  const verification = toVerification(await entra.signIn({ ...values, proof: choice.proof }), {
    context: diagnosisContext(known, context.now),
    restriction,
    credential: choice.credential.kind,
  })
  const waits = mayWait(choice, verification)
  if (!waits) requireVerdict(verification, values.verification === 'skip')
  if (
    verification.outcome !== 'signed-in' &&
    choice.credential.kind !== 'client-secret' &&
    isInUse(saved) &&
    !choice.isProven
  ) {
    const aside = { values, choice, credential: choice.credential, link: linkOf?.(saved.version) }
    return { configuration: await setAside(dependencies, context, saved, aside), checks: verification.checks }
  }

  const hasSignedIn = verification.outcome === 'signed-in'
  const version = saved.version + 1
  const { key, ...sealed } = await choice.seal(version)
  const configuration: Office365Configuration = {
    botId,
    generation,
    version,
    state: 'locked',
    userEmail: values.userEmail,
    clientId: values.clientId,
    tenantId: values.tenantId,
    userId: values.userId,
    cloud: values.cloud,
    credential: choice.credential,
    // The next certificate is for the one that stays.
    waiting: saved.state !== 'unconfigured' && isKept ? nextOf(saved.waiting) : null,
    ...sealed,
    secretSavedAt: keptSince ?? savedAt,
    secretExpiresOn,
    savedAt,
    savedBy: context.actor,
    health: untested(context.now),
    restriction,
    lastAcceptedAt: saved.state !== 'unconfigured' && isSameMailbox(saved, values) ? saved.lastAcceptedAt : null,
    signedInAt: hasSignedIn ? savedAt : null,
  }
  const details = {
    version,
    credential: choice.credential.kind,
    secret: isKept ? 'kept' : 'new',
    verified: hasSignedIn,
  }
  const event = auditEvent(context, 'office365.submitted', { botId, details })
  const outcome = await configurations.save(configuration, saved, event, { key, link: linkOf?.(version) })
  if (outcome === 'absent') throw notFound()
  if (outcome === 'changed') throw configurationChanged(await configurations.read(botId))
  if (outcome === 'locked') throw locked()
  if (outcome === 'link-ended') throw nothingWaits()
  return { configuration, checks: verification.checks }
}

const isSameMailbox = (
  saved: Office365Configuration,
  values: Pick<SubmittedValues, 'cloud' | 'tenantId' | 'clientId' | 'userId' | 'userEmail'>,
): boolean => isSameApplication(saved, values) && mailboxOf(saved) === mailboxOf(values)
