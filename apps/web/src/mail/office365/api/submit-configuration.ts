import type { SubmitConfigurationInput, SubmittedView } from '@office365-email/shared/office365-configuration'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

interface Submission {
  botId: string
  /** The version that the form began with: the server refuses if it has moved since. */
  version: number
  values: SubmitConfigurationInput
}

export const submitConfiguration = ({ botId, version, values }: Submission): Promise<SubmittedView> =>
  callApi<SubmittedView>(configurationPath(botId), { method: 'PUT', body: values, ifMatch: version })
