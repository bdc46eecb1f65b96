import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSettled } from '../../ground/use-settled.ts'
import { type BotFilter, botPagesQuery } from './queries.ts'

/** Shorter than a pause between words, so that the server is not asked for each letter. */
export const typingPauseMs = 150

/** The bots that match, page by page. The previous ones stay until the next ones are there. */
export const useBotPages = ({ q = '', status }: BotFilter, refetchInterval: number | false = false) =>
  useInfiniteQuery({ ...botPagesQuery({ q: q.trim(), status }), placeholderData: keepPreviousData, refetchInterval })

/** The bots that match what a person types. */
export function useBotSearch(typed: string) {
  const wanted = useSettled(typed, typingPauseMs)
  const query = useBotPages({ q: wanted })
  return { query, isCurrent: query.isSuccess && !query.isPlaceholderData && wanted === typed }
}

/** The bots that a person can choose from, for `AllOrSome`. */
export function useBotOptions(search: string) {
  const [first] = useBotSearch(search).query.data?.pages ?? []
  return { options: first?.bots ?? [], found: first?.totals?.matching ?? 0, all: first?.totals?.bots ?? 0 }
}
