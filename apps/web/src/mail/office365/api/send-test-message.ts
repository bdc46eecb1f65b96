import type { TestMessageResult } from '@office365-email/shared/message'
import { callApi } from '../../../ground/api-client.ts'

export const sendTestMessage = ({ botId, to }: { botId: string; to: string }): Promise<TestMessageResult> =>
  callApi<TestMessageResult>(`/bots/${encodeURIComponent(botId)}/test-messages`, { method: 'POST', body: { to } })
