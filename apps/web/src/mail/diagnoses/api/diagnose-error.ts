import type { DiagnosisView, ReportedFailure } from '@office365-email/shared/diagnosis/diagnosis'
import { callApi } from '../../../ground/api-client.ts'

/** The server explains and forgets: it neither logs nor stores what it is given. */
export const diagnoseError = (failure: ReportedFailure): Promise<DiagnosisView> =>
  callApi<DiagnosisView>('/diagnoses', { method: 'POST', body: failure })
