import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'

export interface Bot {
  id: string
  name: string
}

interface Session {
  user: { name: string; email: string; role: 'owner' | 'admin' }
  bots: Bot[]
}

export async function getJson<Result>(path: string): Promise<Result> {
  const response = await fetch(path)
  if (response.ok) return await response.json()
  // The server sends a person without a session to the sign-in, and back to this page.
  if (response.status === 401) window.location.reload()
  throw new Error(`${path} returned ${response.status}`)
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => getJson<Session>('/host/session'),
  staleTime: Number.POSITIVE_INFINITY,
})

export const useSession = (): Session => useSuspenseQuery(sessionQuery).data

export const useBot = (botId = ''): Bot | undefined => useSession().bots.find(({ id }) => id === botId)
