import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

export interface RestrictionFinding extends Restriction {
  /** Why it is not known. */
  diagnosis?: DiagnosisView
}

/** Nothing can go out: Microsoft is asked to send to nobody. */
export const checkRestriction = (request: { botId: string; otherUserId: string }): Promise<RestrictionFinding> =>
  callApi<RestrictionFinding>(`${configurationPath(request.botId)}/restriction-checks`, {
    method: 'POST',
    body: { otherUserId: request.otherUserId },
  })
