import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { DiagnosisContext } from '@office365-email/shared/diagnosis/diagnosis-context'
import type { Check, Health, Restriction } from '@office365-email/shared/office365-configuration'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { AccessToken, Application, Entra } from '../microsoft/entra.ts'
import { checksOfFailedSignIn, checksOfSignIn } from './checks.ts'

export type Verification =
  | { outcome: 'signed-in'; checks: Check[]; token: AccessToken }
  | { outcome: 'refused' | 'unreachable'; checks: Check[]; diagnosis: Diagnosis }
  | { outcome: 'throttled'; checks: Check[]; diagnosis: Diagnosis; retryAfterSeconds: number }

/** Asks Entra for a token with exactly these values, never from a cache, and reads its answer. */
export async function verifyApplication(
  entra: Entra,
  application: Application & { clientSecret: Secret },
  known: { context: DiagnosisContext; restriction: Restriction | null; health?: Health },
): Promise<Verification> {
  const result = await entra.signIn(application)
  if (result.outcome === 'signed-in')
    return { outcome: 'signed-in', checks: checksOfSignIn(result.token.roles, known), token: result.token }
  const diagnosis = diagnose(result.failure, known.context)
  const checks = checksOfFailedSignIn(diagnosis, known.restriction)
  if (result.outcome !== 'throttled') return { outcome: result.outcome, checks, diagnosis }
  return { outcome: 'throttled', checks, diagnosis, retryAfterSeconds: result.retryAfterSeconds }
}
