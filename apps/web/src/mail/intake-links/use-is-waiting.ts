import { useQuery } from '@tanstack/react-query'
import { intakeLinksQuery } from './api/intake-links-query.ts'

/** Whether somebody has filled in this bot's values, and they wait for approval. Undefined until that is known. */
export function useIsWaiting(botId: string): boolean | undefined {
  const { data: links, isFetched } = useQuery(intakeLinksQuery(botId))
  if (!isFetched) return undefined
  return links?.some(({ status }) => status === 'waiting-for-approval') ?? false
}
