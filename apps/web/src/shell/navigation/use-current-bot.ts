import type { Bot } from '@office365-email/shared/bot'
import { useEffect } from 'react'
import { useParams } from 'react-router'

const key = 'last-bot'

/** The bot in the address; on pages without a bot, the last one that was open, or else the first. */
export function useCurrentBot(bots: readonly Bot[] | undefined): Bot | null {
  const { botId } = useParams()
  useEffect(() => {
    if (botId) sessionStorage.setItem(key, botId)
  }, [botId])
  if (!bots) return null
  if (botId) return bots.find((bot) => bot.id === botId) ?? null
  const last = sessionStorage.getItem(key)
  return bots.find((bot) => bot.id === last) ?? bots[0] ?? null
}
