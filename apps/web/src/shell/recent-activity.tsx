import { useQuery } from '@tanstack/react-query'
import { BotActivity } from './audit/components/bot-activity.tsx'
import { serviceKeysQuery } from './service-keys/service-keys-query.ts'

/** The latest actions on a bot, with the names of its service keys. */
export function RecentActivity({ botId, botName }: { botId: string; botName: string }) {
  const { data: keys = [] } = useQuery(serviceKeysQuery)
  const serviceKeys = new Map(keys.map(({ id, name }) => [id, name]))
  return <BotActivity botId={botId} botName={botName} serviceKeys={serviceKeys} />
}
