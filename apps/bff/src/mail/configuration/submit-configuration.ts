import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import { parseGuid } from '@office365-email/shared/guid'
import type { SubmitConfiguration } from '@office365-email/shared/office365-configuration'
import { findEqualIds, type Office365Field, office365Fields } from '@office365-email/shared/office365-fields'
import type { FieldError } from '@office365-email/shared/problem'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { PersonPrincipal } from '../../ground/http/principal.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { Entra } from '../microsoft/entra.ts'
import type { Check } from '../verification/checks.ts'
import { toVerification, type Verification } from '../verification/verification.ts'
import { configurationChanged, requireVersion } from './configuration-version.ts'
import { diagnosisContext } from './diagnosis-context.ts'
import { untested } from './health.ts'
import {
  type ConfigurationRecord,
  isSameApplication,
  mailboxOf,
  type Office365Configuration,
  secretEncryptionContext,
} from './office365-configuration.ts'
import type { Office365ConfigurationStore } from './office365-configuration-store.ts'
import { openSecret } from './open-secret.ts'
import { refuseOwnPassword } from './refuse-own-password.ts'

export interface SubmitDependencies {
  configurations: Office365ConfigurationStore
  entra: Entra
  vault: Vault
}

/** The values of a Submit, with the secret as `Secret`. */
type SubmittedValues = Omit<SubmitConfiguration, 'clientSecret'> & { clientSecret?: Secret | undefined }

interface Submission {
  botId: string
  values: SubmittedValues
  ifMatch: string | null
  /** Checks the password of the person who submits; null if they have none here. */
  isOwnPassword: PersonPrincipal['isOwnPassword']
  /** Called after Microsoft's response, right before the values are saved. Throws if they must no longer be saved. */
  beforeSave?: () => Promise<void>
}

const locked = () =>
  new Problem('configuration-locked', { detail: 'The configuration is locked. Choose Reset first, then submit again.' })

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
export async function resolveTenant(entra: Entra, values: SubmittedValues, now: Date): Promise<SubmittedValues> {
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

/** Returns the submitted secret, or the saved one unless the tenant, application or cloud is another. */
async function chooseSecret(
  vault: Vault,
  values: SubmittedValues,
  saved: ConfigurationRecord,
): Promise<{ secret: Secret; kept: Office365Configuration | null }> {
  if (values.clientSecret !== undefined) return { secret: values.clientSecret, kept: null }
  const requireAnother = (detail: string): never => {
    throw new Problem('secret-required', { detail, errors: [{ pointer: '/clientSecret', detail }] })
  }
  if (saved.state === 'unconfigured') return requireAnother('Enter the Client Secret Key.')
  if (saved.sealedSecret === null) return requireAnother('The saved secret was lost. Enter the client secret again.')
  if (!isSameApplication(saved, values))
    return requireAnother(
      'The saved secret belongs to another tenant, client or cloud. Enter the Client Secret Key for these values.',
    )
  return { secret: await openSecret(vault, saved), kept: saved }
}

/**
 * Checks the values with Microsoft, saves them as the next version and locks them. If one of these fails, nothing
 * changes.
 */
export async function submitConfiguration(
  { configurations, entra, vault }: SubmitDependencies,
  context: RequestContext,
  { botId, values: submitted, ifMatch, isOwnPassword, beforeSave }: Submission,
): Promise<{ configuration: Office365Configuration; checks: Check[] }> {
  const saved = await configurations.read(botId)
  requireVersion(saved, ifMatch)
  if (saved.state === 'locked') throw locked()
  if (submitted.clientSecret !== undefined) await refuseOwnPassword(submitted.clientSecret, isOwnPassword)

  const values = await resolveTenant(entra, submitted, context.now)
  const { secret, kept } = await chooseSecret(vault, values, saved)
  const savedAt = context.now.toISOString()
  const secretSavedAt = kept?.secretSavedAt ?? savedAt
  const secretExpiresOn = values.secretExpiresOn ?? kept?.secretExpiresOn ?? null

  const restriction = saved.state !== 'unconfigured' && isSameMailbox(saved, values) ? saved.restriction : null
  // A new secret is not saved yet, so it has no age.
  const known = { ...values, secretSavedAt: kept?.secretSavedAt ?? null, secretExpiresOn }
  const verification = toVerification(await entra.signIn({ ...values, clientSecret: secret }), {
    context: diagnosisContext(known, context.now),
    restriction,
  })
  requireVerdict(verification, values.verification === 'skip')

  const hasSignedIn = verification.outcome === 'signed-in'
  const version = saved.version + 1
  const configuration: Office365Configuration = {
    botId,
    generation: saved.state === 'unconfigured' ? context.newId() : saved.generation,
    version,
    state: 'locked',
    userEmail: values.userEmail,
    clientId: values.clientId,
    tenantId: values.tenantId,
    userId: values.userId,
    cloud: values.cloud,
    ...(await vault.seal(secret, secretEncryptionContext(botId, version))),
    secretSavedAt,
    secretExpiresOn,
    savedAt,
    savedBy: context.actor,
    health: untested(context.now),
    restriction,
    lastAcceptedAt: saved.state !== 'unconfigured' && isSameMailbox(saved, values) ? saved.lastAcceptedAt : null,
    signedInAt: hasSignedIn ? savedAt : null,
  }
  const details = { version, secret: kept ? 'kept' : 'new', verified: hasSignedIn }
  const event = auditEvent(context, 'office365.submitted', { botId, details })
  await beforeSave?.()
  const outcome = await configurations.save(configuration, saved, event)
  if (outcome === 'absent') throw notFound()
  if (outcome === 'changed') throw configurationChanged(await configurations.read(botId))
  if (outcome === 'locked') throw locked()
  return { configuration, checks: verification.checks }
}

const isSameMailbox = (saved: Office365Configuration, values: SubmittedValues): boolean =>
  isSameApplication(saved, values) && mailboxOf(saved) === mailboxOf(values)
