import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, isProblem } from './api-problem.ts'

/** `onSignedOut` hears of every answer that says that the session has ended. */
export function createQueryClient(onSignedOut: (client: QueryClient) => void): QueryClient {
  const onError = (error: Error) => {
    if (isProblem(error, 'not-signed-in')) onSignedOut(client)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && (!(error instanceof ApiProblem) || error.document.status >= 500),
        // Without a network the request fails and the page says so, with a way to try again.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}
