import type { Bot } from '@office365-email/shared/bot'
import { useEffect } from 'react'
import { useParams } from 'react-router'

const key = 'last-bot'

/** The bot of the address; on pages of no bot the one that was looked at last, else the first. */
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
