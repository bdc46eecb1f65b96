import type { DiagnosisContext } from '@office365-email/shared/diagnosis/diagnosis-context'
import type { Office365Configuration } from './office365-configuration.ts'

type Known = Pick<
  Office365Configuration,
  'clientId' | 'tenantId' | 'userId' | 'userEmail' | 'cloud' | 'secretExpiresOn'
> & {
  secretSavedAt: string | null
}

/** The parts of a configuration that make a diagnosis more precise. */
export const diagnosisContext = (known: Known, now: Date, tokenRoles?: string[] | null): DiagnosisContext => ({
  clientId: known.clientId,
  tenantId: known.tenantId,
  userId: known.userId,
  userEmail: known.userEmail,
  cloud: known.cloud,
  secretSavedAt: known.secretSavedAt,
  ...(known.secretExpiresOn && { secretExpiresOn: known.secretExpiresOn }),
  ...(tokenRoles !== undefined && { tokenRoles }),
  now,
})
