import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, FaultField } from '@office365-email/shared/diagnosis/diagnosis'
import type { HealthState } from '@office365-email/shared/office365-configuration'

/** How a configuration fares, as it is stored. */
export interface Health {
  state: HealthState
  since: string | null
  diagnosis?: Diagnosis
}

/** Said of a bot whose saved client secret does not open, or was dropped together with its encryption key. */
export const unreadableSecretDiagnosis: Diagnosis = {
  ...diagnoseOwn('secret_missing'),
  detail: { kind: 'secret-lost' },
}

/** Faults of one message, or of a passing moment, say nothing about the configuration. */
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

/** What a successful sign-in proves to be over. */
export const isSignInFault = ({ field }: Diagnosis): boolean => ['tenantId', 'clientId', 'clientSecret'].includes(field)

export const untested = (now: Date): Health => ({ state: 'untested', since: now.toISOString() })

/** `since` stays while the state does. */
function follow(previous: Health, state: Health['state'], now: Date, diagnosis?: Diagnosis): Health {
  const since = previous.state === state ? previous.since : now.toISOString()
  return { state, since, ...(diagnosis && { diagnosis }) }
}

/** Microsoft accepted a message: the whole chain works. */
export const healthAfterAccepted = (previous: Health, now: Date): Health => follow(previous, 'working', now)

/** Nobody at Entra could be asked: that is an outage, whatever the reason, unless this server stopped asking. */
export const healthAfterOutage = (previous: Health, diagnosis: Diagnosis, now: Date): Health | null =>
  diagnosis.cause === 'server_stopping' ? null : follow(previous, 'unreachable', now, diagnosis)

/** The saved secret does not open. Null: that is known already. */
export function healthAfterUnreadable(previous: Health, now: Date): Health | null {
  const isKnown = previous.state === 'failing' && previous.diagnosis?.detail?.kind === 'secret-lost'
  return isKnown ? null : follow(previous, 'failing', now, unreadableSecretDiagnosis)
}

/** Null: this failure is no evidence about the configuration. */
export function healthAfterFailure(previous: Health, diagnosis: Diagnosis, now: Date): Health | null {
  if (diagnosis.field === 'network') return follow(previous, 'unreachable', now, diagnosis)
  if (diagnosis.retryable || !fieldsOfConfiguration.includes(diagnosis.field)) return null
  return follow(previous, 'failing', now, diagnosis)
}

/**
 * Entra issued a token. That ends an outage and a refused sign-in, but does not prove that mail goes: a fault that
 * Graph reported stays until a message is accepted.
 */
export function healthAfterSignIn(previous: Health, now: Date): Health | null {
  const { state, diagnosis } = previous
  const wasSignInFault =
    state === 'unreachable' || (state === 'failing' && diagnosis !== undefined && isSignInFault(diagnosis))
  return wasSignInFault ? untested(now) : null
}
