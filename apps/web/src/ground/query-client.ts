import { QueryClient } from '@tanstack/react-query'
import { ApiProblem, PageOutdated } from './api-problem.ts'

const mayPass = (error: Error): boolean =>
  error instanceof ApiProblem ? error.document.status >= 500 : !(error instanceof PageOutdated)

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && mayPass(error),
        // Without a network, the request fails, and the page says so and offers to try again.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
