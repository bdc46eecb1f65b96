import { auditEvent } from '../../ground/audit/audit-event.ts'
import { dayOf } from '../../ground/day.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { makeCertificate, renewalMoment } from '../credentials/certificate.ts'
import { certificateName, newCertificate } from '../credentials/choose-credential.ts'
import { nextOf, type WaitingCredential, waitsUntil, withNext } from '../credentials/credential.ts'
import { openCredential } from '../credentials/open-credential.ts'
import type { Check } from '../verification/checks.ts'
import { toVerification } from '../verification/verification.ts'
import { diagnosisContext } from './diagnosis-context.ts'
import { healthAfterSignIn, untested } from './health.ts'
import { isProven, isSameApplication, mailboxOf, type Office365Configuration } from './office365-configuration.ts'
import { isUnreadable } from './open-secret.ts'
import type { SubmitDependencies } from './submit-configuration.ts'

const isOver = (expiresOn: string | null, now: Date): boolean => expiresOn !== null && expiresOn < dayOf(now)

/** Makes the next certificate ahead of the end of one that this server made. Mail is sent with the current one until then. */
export async function prepareRenewal(
  dependencies: SubmitDependencies,
  context: RequestContext,
  saved: Office365Configuration,
): Promise<Office365Configuration> {
  const { botId, credential, waiting } = saved
  const { now } = context
  if (credential.kind !== 'certificate' || credential.validMonths === null || !isProven(saved)) return saved
  const current = nextOf(waiting)
  // One that no one uploaded before it ended itself is made again.
  const isPrepared = current !== null && !isOver(current.expiresOn, now)
  if (isPrepared || now < renewalMoment(credential.certificate)) return saved
  const { validMonths } = credential
  const made = await makeCertificate({ name: certificateName(botId), months: validMonths, now })
  const next = await newCertificate(dependencies, { botId, newId: context.newId }, made, {
    origin: 'made',
    validMonths,
  })
  const { expiresOn, key } = next
  const prepared: WaitingCredential = {
    credential: next.credential,
    expiresOn,
    values: null,
    madeAt: now.toISOString(),
    madeBy: context.actor,
  }
  const event = auditEvent(context, 'office365.certificate-made', { botId, details: { expiresOn } })
  const both = waiting?.values ? withNext(waiting, prepared) : prepared
  const outcome = await dependencies.configurations.saveWaiting(saved, both, event, { key })
  return outcome === 'saved' ? { ...saved, waiting: both } : saved
}

/** Drops a credential that was submitted long ago and never registered in Entra. Mail is sent with the saved one. */
export async function dropForgotten(
  { configurations }: SubmitDependencies,
  context: RequestContext,
  saved: Office365Configuration,
): Promise<Office365Configuration> {
  const { botId, waiting } = saved
  if (!waiting?.values || context.now < waitsUntil(waiting)) return saved
  const details = { credential: waiting.credential.kind, submittedAt: waiting.madeAt, submittedBy: waiting.madeBy.name }
  const event = auditEvent(context, 'office365.credential-dropped', { botId, details })
  const next = nextOf(waiting)
  const outcome = await configurations.saveWaiting(saved, next, event)
  return outcome === 'saved' ? { ...saved, waiting: next } : saved
}

interface Adoption {
  /** With the new credential if Entra accepted it. */
  configuration: Office365Configuration
  /** What was found about a credential that was submitted; null if none waited. */
  checks: Check[] | null
}

/** The configuration with the credential that waited, as if it had been submitted now. */
function withWaiting(
  saved: Office365Configuration,
  { credential, expiresOn, values, madeBy }: WaitingCredential,
  now: Date,
): Office365Configuration {
  const at = now.toISOString()
  const submitted = values && { ...saved, ...values }
  const isSameMailbox =
    submitted === null || (isSameApplication(saved, submitted) && mailboxOf(saved) === mailboxOf(submitted))
  return {
    ...saved,
    ...values,
    version: saved.version + 1,
    credential,
    waiting: values === null && saved.waiting?.values ? withNext(saved.waiting, null) : null,
    sealedSecret: null,
    sealedWith: null,
    secretSavedAt: at,
    secretExpiresOn: expiresOn,
    ...(values
      ? { state: 'locked', savedAt: at, savedBy: madeBy, health: untested(now) }
      : { health: healthAfterSignIn(saved.health, now) ?? saved.health }),
    restriction: isSameMailbox ? saved.restriction : null,
    lastAcceptedAt: isSameMailbox ? saved.lastAcceptedAt : null,
    signedInAt: at,
  }
}

/** Asks Entra whether it accepts a credential that waits, and changes over to it if it does. */
export async function adoptWaiting(
  dependencies: SubmitDependencies,
  context: RequestContext,
  saved: Office365Configuration,
): Promise<Adoption> {
  const { waiting } = saved
  if (!waiting) return { configuration: saved, checks: null }
  const first = await adopt(dependencies, context, saved, waiting)
  const next = waiting.values && nextOf(first.configuration.waiting)
  if (!next) return first
  const { configuration } = await adopt(dependencies, context, saved, next)
  return { configuration, checks: first.checks }
}

async function adopt(
  dependencies: SubmitDependencies,
  context: RequestContext,
  saved: Office365Configuration,
  waiting: WaitingCredential,
): Promise<Adoption> {
  const { configurations, entra } = dependencies
  const { botId } = saved
  const next = withWaiting(saved, waiting, context.now)
  const proof = await openCredential(dependencies, next, waiting.credential).catch((error: unknown) => {
    // The current credential works all the same. `encryption-keys verify` names the key that is missing.
    if (isUnreadable(error)) return null
    throw error
  })
  if (!proof) return { configuration: saved, checks: null }
  const verification = toVerification(await entra.signIn({ ...next, proof }), {
    context: diagnosisContext({ ...next, secretSavedAt: null }, context.now),
    restriction: next.restriction,
    credential: waiting.credential.kind,
  })
  const checks = waiting.values && verification.checks
  if (verification.outcome !== 'signed-in') return { configuration: saved, checks }
  const details = { version: next.version, credential: waiting.credential.kind, submittedBy: waiting.madeBy.name }
  const event = auditEvent(context, 'office365.credential-changed', { botId, details })
  const outcome = await configurations.save(next, saved, event, { isRenewal: waiting.values === null })
  return outcome === 'saved' ? { configuration: next, checks } : { configuration: saved, checks }
}
