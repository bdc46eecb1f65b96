import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { Choice } from './choose-credential.ts'
import type { Credential } from './credential.ts'

/** Entra knows the tenant and the app, but not what proves that it is the app. An administrator can still add that there. */
function isNotRegistered({ cause, detail }: Diagnosis): boolean {
  return cause === 'assertion_invalid' && detail !== undefined && waitingDetails.includes(detail.kind)
}

/** The federated credential may be there but not known everywhere yet, or its values may still be corrected. */
const waitingDetails: string[] = [
  'certificate-not-registered',
  'federation-missing',
  'federation-issuer',
  'federation-subject',
  'federation-audience',
  'issuer-unreachable',
  'issuer-key-unknown',
]

/** Whether the credential is saved although Entra does not accept it yet. */
export const mayWait = (
  { credential, isProven }: Pick<Choice, 'isProven'> & { credential: Pick<Credential, 'kind'> },
  verification: { outcome: string; diagnosis?: Diagnosis },
): boolean =>
  credential.kind !== 'client-secret' &&
  !isProven &&
  verification.diagnosis !== undefined &&
  verification.outcome === 'refused' &&
  isNotRegistered(verification.diagnosis)
