import type { QueryClient } from '@tanstack/react-query'

/** A bot that is created later with the same id is another one: nothing that was fetched of this one is shown there. */
export const forgetBot = (queryClient: QueryClient, botId: string): void =>
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === botId })
