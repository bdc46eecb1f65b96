import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, FaultField } from '@office365-email/shared/diagnosis/diagnosis'
import type { HealthState } from '@office365-email/shared/office365-configuration'

/** The health of a configuration, as it is stored. */
export interface Health {
  state: HealthState
  since: string | null
  diagnosis?: Diagnosis
}

/** For a bot whose saved client secret cannot be opened, or was deleted with its encryption key. */
export const unreadableSecretDiagnosis: Diagnosis = {
  ...diagnoseOwn('secret_missing'),
  detail: { kind: 'secret-lost' },
}

/**
 * Only faults of these fields count. Faults of one message, and temporary ones, say nothing about the configuration.
 */
const fieldsOfConfiguration: FaultField[] = [
  'userEmail',
  'clientId',
  'tenantId',
  'clientSecret',
  'userId',
  'permissions',
  'policy',
  'mailbox',
]

/** Whether a successful sign-in proves that the fault is over. */
export const isSignInFault = ({ field }: Diagnosis): boolean => ['tenantId', 'clientId', 'clientSecret'].includes(field)

export const untested = (now: Date): Health => ({ state: 'untested', since: now.toISOString() })

/** `since` stays the same while the state does. */
function follow(previous: Health, state: Health['state'], now: Date, diagnosis?: Diagnosis): Health {
  const since = previous.state === state ? previous.since : now.toISOString()
  return { state, since, ...(diagnosis && { diagnosis }) }
}

/** Microsoft accepted a message: the whole chain works. */
export const healthAfterAccepted = (previous: Health, now: Date): Health => follow(previous, 'working', now)

/** Entra could not be reached. That is an outage, whatever the cause, unless this server is stopping (null). */
export const healthAfterOutage = (previous: Health, diagnosis: Diagnosis, now: Date): Health | null =>
  diagnosis.cause === 'server_stopping' ? null : follow(previous, 'unreachable', now, diagnosis)

export const isUnreadableSecret = ({ state, diagnosis }: Health): boolean =>
  state === 'failing' && diagnosis?.detail?.kind === 'secret-lost'

/** The saved secret cannot be opened. Null: that is already recorded. */
export function healthAfterUnreadable(previous: Health, now: Date): Health | null {
  return isUnreadableSecret(previous) ? null : follow(previous, 'failing', now, unreadableSecretDiagnosis)
}

/** Null: this failure says nothing about the configuration. */
export function healthAfterFailure(previous: Health, diagnosis: Diagnosis, now: Date): Health | null {
  if (diagnosis.field === 'network') return follow(previous, 'unreachable', now, diagnosis)
  if (diagnosis.retryable || !fieldsOfConfiguration.includes(diagnosis.field)) return null
  return follow(previous, 'failing', now, diagnosis)
}

/**
 * Entra issued a token. That ends an outage and a refused sign-in, but does not prove that mail works: a fault that
 * Graph reported stays until a message is accepted.
 */
export function healthAfterSignIn(previous: Health, now: Date): Health | null {
  const { state, diagnosis } = previous
  const wasSignInFault =
    state === 'unreachable' || (state === 'failing' && diagnosis !== undefined && isSignInFault(diagnosis))
  return wasSignInFault ? untested(now) : null
}
