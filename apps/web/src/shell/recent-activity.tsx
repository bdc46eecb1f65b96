import { useQuery } from '@tanstack/react-query'
import { BotActivity } from './audit/components/bot-activity.tsx'
import { serviceKeysQuery } from './service-keys/service-keys-query.ts'

/** What was last done to a bot, with its service keys by name. */
export function RecentActivity({ botId, botName }: { botId: string; botName: string }) {
  const { data: keys = [] } = useQuery(serviceKeysQuery)
  const serviceKeys = new Map(keys.map(({ id, name }) => [id, name]))
  return <BotActivity botId={botId} botName={botName} serviceKeys={serviceKeys} />
}
