import type { Bot } from '@office365-email/shared/bot'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { BotStore } from './bot-store.ts'

interface Dependencies {
  bots: BotStore
}

/** Creates the bot, or renames it. */
export async function saveBot(
  { bots }: Dependencies,
  context: RequestContext,
  bot: { id: string; name: string },
): Promise<{ bot: Bot; isNew: boolean }> {
  const outcome = await bots.save(bot, {
    created: auditEvent(context, 'bot.created', { botId: bot.id }),
    renamed: auditEvent(context, 'bot.renamed', { botId: bot.id }),
  })
  const saved = await bots.read(bot.id)
  if (!saved) throw notFound()
  return { bot: saved, isNew: outcome === 'created' }
}

export async function deleteBot({ bots }: Dependencies, context: RequestContext, botId: string): Promise<void> {
  const outcome = await bots.delete(botId, {
    deleted: auditEvent(context, 'bot.deleted', { botId }),
    keyRevoked: (serviceKeyId) => auditEvent(context, 'service-key.revoked', { botId, details: { serviceKeyId } }),
    personChanged: ({ id: personId, role, botIds }) =>
      auditEvent(context, 'person.changed', { details: { personId, role, botIds, changed: ['botIds'] } }),
  })
  if (outcome === 'absent') throw notFound()
  if (outcome === 'configured')
    throw new Problem('bot-has-configuration', {
      detail: 'Remove the Office 365 mail configuration of this bot first. That deletes its client secret.',
    })
}
