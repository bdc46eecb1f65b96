import { MutationCache, QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { shareQueryCache } from './query-client.ts'

it('shares the cache of a host without meeting its data', async () => {
  const host = new QueryClient()
  const own = shareQueryCache(host)
  host.setQueryData(['bots'], 'of the host')
  own.setQueryData(['bots'], 'our own')
  expect(host.getQueryData(['bots'])).toBe('of the host')
  expect(own.getQueryData(['bots'])).toBe('our own')
  await own.prefetchQuery({ queryKey: ['bots', 'orders'], queryFn: () => 'Orders' })
  host.clear()
  expect(own.getQueryData(['bots', 'orders'])).toBeUndefined()
})

it('shows a host no values that a person submits, which may be a client secret', async () => {
  const seen: unknown[] = []
  const host = new QueryClient({
    mutationCache: new MutationCache({ onSettled: (...values) => void seen.push(values) }),
  })
  host.getMutationCache().subscribe(({ mutation }) => void seen.push(mutation?.state.variables))
  const submit = shareQueryCache(host)
    .getMutationCache()
    .build(shareQueryCache(host), { mutationFn: async () => 'saved' })
  await submit.execute({ clientSecret: 'secret-word' })
  expect(seen).toEqual([])
})
