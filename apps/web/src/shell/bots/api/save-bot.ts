import type { Bot } from '@office365-email/shared/bot'
import { callApi } from '../../../ground/api-client.ts'

/** Creates the bot, or renames it if there is one with this id. */
export const saveBot = ({ id, name }: { id: string; name: string }): Promise<Bot> =>
  callApi<Bot>(`/bots/${encodeURIComponent(id)}`, { method: 'PUT', body: { name } })
