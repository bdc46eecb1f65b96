import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api-problem.ts'

export const createQueryClient = (): QueryClient =>
  new QueryClient({
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
