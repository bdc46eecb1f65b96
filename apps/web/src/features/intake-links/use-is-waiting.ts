import { useQuery } from '@tanstack/react-query'
import { intakeLinksQuery } from './api/intake-links-query.ts'

/** Whether somebody has filled in this bot's values, and they wait for approval. */
export function useIsWaiting(botId: string): boolean {
  const { data: links } = useQuery(intakeLinksQuery(botId))
  return links?.some(({ status }) => status === 'waiting-for-approval') ?? false
}
