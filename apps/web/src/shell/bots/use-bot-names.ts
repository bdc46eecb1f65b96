import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { botNamesQuery } from './queries.ts'

const noNames: ReadonlyMap<string, string> = new Map()

/** The names of these bots by their IDs, without those of bots that no longer exist. */
export function useBotNames(botIds: Iterable<string>): ReadonlyMap<string, string> {
  const query = botNamesQuery([...new Set(botIds)].sort())
  return useQuery({ ...query, placeholderData: keepPreviousData }).data ?? noNames
}
