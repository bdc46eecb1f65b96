import { personalDataEndpoints } from '@office365-email/shared/endpoints/personal-data'
import { type PersonalDataResult, takeAllSteps } from '@office365-email/shared/personal-data'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../ground/api-client.ts'

interface Searched {
  address: string
  found: PersonalDataResult
  /** What was deleted before this search. */
  isAfterDeletion: boolean
}

/** Searches and deletions run in steps, until the person stops them or leaves the page. */
export function usePersonalData() {
  const [read, setRead] = useState(0)
  const stopping = useRef(new AbortController())
  const queryClient = useQueryClient()
  const stop = () => stopping.current.abort()
  useEffect(() => () => stopping.current.abort(), [])

  const runAll = (endpoint: (typeof personalDataEndpoints)[keyof typeof personalDataEndpoints], address: string) => {
    const { signal } = stopping.current
    return takeAllSteps(
      (position) => {
        signal.throwIfAborted()
        return call(endpoint, { body: { address, ...(position && { position }) }, signal })
      },
      (sum) => setRead(sum.read),
    )
  }
  const begin = () => {
    stopping.current = new AbortController()
    setRead(0)
  }
  const search = useMutation({
    mutationFn: async ({ address, isAfterDeletion = false }: { address: string; isAfterDeletion?: boolean }) => {
      const found = await runAll(personalDataEndpoints.searchPersonalData, address)
      return { address, found, isAfterDeletion } satisfies Searched
    },
    gcTime: 0,
    onMutate: begin,
  })
  const deletion = useMutation({
    mutationFn: (address: string) => runAll(personalDataEndpoints.deletePersonalData, address),
    gcTime: 0,
    onMutate: begin,
    onSuccess: (_, address) => search.mutate({ address, isAfterDeletion: true }),
    onError: () => search.reset(),
    // Other pages would show the address as they last read it.
    onSettled: () => queryClient.removeQueries({ type: 'inactive' }),
  })
  return { read, search, deletion, stop }
}
