import type { Bot } from '@office365-email/shared/bot'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { botQuery, botsByIdQuery, firstBotsQuery } from '../bots/queries.ts'

/** Other products of the same origin may use the same storage. */
const key = 'office365-email-last-bot'

export const forgetCurrentBot = (): void => sessionStorage.removeItem(key)

/** The bot in the address; on pages without a bot, the last one that was open, or else the first. */
export function useCurrentBot(): Bot | null {
  const { botId } = useParams()
  useEffect(() => {
    if (botId) sessionStorage.setItem(key, botId)
  }, [botId])
  const lastId = botId ? null : sessionStorage.getItem(key)
  const { data: inAddress } = useQuery({ ...botQuery(botId ?? ''), enabled: botId !== undefined })
  const { data: last, isLoading } = useQuery({ ...botsByIdQuery([lastId ?? '']), enabled: lastId !== null })
  const { data: first } = useQuery(firstBotsQuery())
  if (botId) return inAddress ?? null
  return last?.bots[0] ?? (isLoading ? null : (first?.bots[0] ?? null))
}
