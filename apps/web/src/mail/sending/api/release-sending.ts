import type { SendingView } from '@office365-email/shared/sending'
import { callApi } from '../../../ground/api-client.ts'

export const releaseSending = (): Promise<SendingView> => callApi<SendingView>('/sending/release', { method: 'POST' })
