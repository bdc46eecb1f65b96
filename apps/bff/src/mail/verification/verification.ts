import type { CredentialKind } from '@office365-email/shared/credential'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { DiagnosisContext } from '@office365-email/shared/diagnosis/diagnosis-context'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { AccessToken, SignInOutcome } from '../microsoft/entra.ts'
import { type Check, checksOfFailedSignIn, checksOfSignIn } from './checks.ts'

export type Verification =
  | { outcome: 'signed-in'; checks: Check[]; token: AccessToken }
  | { outcome: 'refused' | 'unreachable'; checks: Check[]; diagnosis: Diagnosis }
  | { outcome: 'throttled'; checks: Check[]; diagnosis: Diagnosis; retryAfterSeconds: number }

/** Turns the result of a sign-in with these values into checks and a diagnosis. */
export function toVerification(
  result: SignInOutcome,
  known: {
    context: DiagnosisContext
    restriction: Restriction | null
    credential: CredentialKind
    fault?: Diagnosis | undefined
  },
): Verification {
  if (result.outcome === 'signed-in')
    return { outcome: 'signed-in', checks: checksOfSignIn(result.token.roles, known), token: result.token }
  const diagnosis = diagnose(result.failure, known.context)
  const checks = checksOfFailedSignIn(diagnosis, known)
  if (result.outcome !== 'throttled') return { outcome: result.outcome, checks, diagnosis }
  return { outcome: 'throttled', checks, diagnosis, retryAfterSeconds: result.retryAfterSeconds }
}
