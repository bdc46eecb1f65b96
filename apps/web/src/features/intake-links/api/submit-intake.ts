import type { IntakeResult, SubmitIntakeInput } from '@office365-email/shared/intake-link'
import { callApi } from '../../../lib/api-client.ts'

export const submitIntake = (values: SubmitIntakeInput): Promise<IntakeResult> =>
  callApi<IntakeResult>('/intake/submit', { method: 'POST', body: values })
