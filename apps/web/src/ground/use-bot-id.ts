import { useParams } from 'react-router'

/** The bot in the address. Only for pages whose route contains a bot. */
export function useBotId(): string {
  const { botId } = useParams()
  if (botId === undefined) throw new Error('This page belongs to no bot.')
  return botId
}
