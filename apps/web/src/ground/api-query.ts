import type { Endpoint } from '@office365-email/shared/endpoint'
import { queryOptions } from '@tanstack/react-query'
import { type ApiRequest, call, type RequestOf } from './api-client.ts'

/** `/bots/:botId/office365` has a key below `bots` and the bot's ID: all data of a bot is refreshed or removed together. */
const keyOf = ({ path }: Endpoint, { params = {}, query }: ApiRequest) => [
  ...path.split('/').flatMap((part) => (part === '' ? [] : [part.startsWith(':') ? params[part.slice(1)] : part])),
  ...(query ? [query] : []),
]

export const queryOf = <Definition extends Endpoint>(endpoint: Definition, request: RequestOf<Definition>) =>
  queryOptions({
    queryKey: keyOf(endpoint, request),
    queryFn: ({ signal }) => call(endpoint, { ...request, signal }),
  })
