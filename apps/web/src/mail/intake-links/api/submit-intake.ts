import type { IntakeResult, SubmitIntakeInput } from '@office365-email/shared/intake-link'
import { callApi } from '../../../ground/api-client.ts'

export const submitIntake = (values: SubmitIntakeInput): Promise<IntakeResult> =>
  callApi<IntakeResult>('/intake/submit', { method: 'POST', body: values })
