import type { SubmitIntakeInput } from '@office365-email/shared/intake-link'
import type { Check } from '@office365-email/shared/office365-configuration'
import { callApi } from '../../../lib/api-client.ts'

export const submitIntake = async (values: SubmitIntakeInput): Promise<Check[]> =>
  (await callApi<{ checks: Check[] }>('/intake/submit', { method: 'POST', body: values })).checks
