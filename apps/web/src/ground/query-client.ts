import { type DefaultOptions, hashKey, QueryClient } from '@tanstack/react-query'
import { ApiProblem, PageOutdated } from './api-problem.ts'

const mayPass = (error: Error): boolean =>
  error instanceof ApiProblem ? error.document.status >= 500 : !(error instanceof PageOutdated)

const defaultOptions: DefaultOptions = {
  queries: {
    staleTime: 10_000,
    retry: (failures, error) => failures < 2 && mayPass(error),
    // Without a network, the request fails, and the page says so and offers to try again.
    networkMode: 'always',
  },
  mutations: { networkMode: 'always' },
}

export const createQueryClient = (): QueryClient => new QueryClient({ defaultOptions })

/**
 * Uses the cache of a host with our own options. Its keys may be the same as ours, so ours have other hashes. Mutations are
 * not shared: their values may be secrets, and a host may log what goes through its own cache.
 */
export const shareQueryCache = (host: QueryClient): QueryClient =>
  new QueryClient({
    queryCache: host.getQueryCache(),
    defaultOptions: {
      ...defaultOptions,
      queries: { ...defaultOptions.queries, queryKeyHashFn: (key) => `office365-email ${hashKey(key)}` },
    },
  })
