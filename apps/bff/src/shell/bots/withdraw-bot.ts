import type { ServiceKey } from '@office365-email/shared/service-key'
import type { BotScope } from '@office365-email/shared/session'

/** Returns the scope without this bot; null if the scope does not name it. */
export const withoutBot = (scope: BotScope, botId: string): string[] | null =>
  scope === 'all' || !scope.includes(botId) ? null : scope.filter((one) => one !== botId)

/** A key for no other bot is revoked. Returns null if the key does not name the bot. */
export function withdrawFromKey(
  { botIds, revokedAt }: Pick<ServiceKey, 'botIds' | 'revokedAt'>,
  botId: string,
  at: string,
): { changes: { botIds: string[]; revokedAt: string | null }; isRevoked: boolean } | null {
  const left = withoutBot(botIds, botId)
  if (!left) return null
  const isRevoked = left.length === 0 && revokedAt === null
  return { changes: { botIds: left, revokedAt: isRevoked ? at : revokedAt }, isRevoked }
}
