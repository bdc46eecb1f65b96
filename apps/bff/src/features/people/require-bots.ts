import type { BotScope } from '@office365-email/shared/session'
import { Problem } from '../../problem.ts'
import type { BotStore } from '../bots/bot-store.ts'

/** A misspelt bot would open to the person whenever somebody makes one of that name. */
export async function requireBots(bots: BotStore, botIds: BotScope): Promise<void> {
  if (botIds === 'all') return
  for (const [index, botId] of botIds.entries()) {
    if (await bots.read(botId)) continue
    const detail = 'There is no such bot.'
    throw new Problem('invalid-request', { detail, errors: [{ pointer: `/botIds/${index}`, detail }] })
  }
}
