import type { Endpoint, ParamsOf, Schema } from '@office365-email/shared/endpoint'
import type { Context } from 'hono'
import type * as z from 'zod/mini'
import type { RequestContext } from '../request-context.ts'
import type { BotReference } from './access.ts'
import type { Environment } from './environment.ts'
import type { Principal } from './principal.ts'

type Parsed<Definition> = Definition extends Schema ? z.output<Definition> : undefined

/** A request that was let in, with everything that its endpoint describes already parsed. */
export interface EndpointRequest<Definition extends Endpoint> {
  params: ParamsOf<Definition>
  query: Parsed<Definition['query']>
  body: Parsed<Definition['body']>
  principal: Definition['access'] extends 'anyone' ? Principal | null : Principal
  bot: Definition['path'] extends `/bots/:botId${string}` ? BotReference : null
  /** What verbs need to know of the request. */
  context: RequestContext
  /** The path that the API is mounted at. */
  basePath: string
  /** For cookies and further headers. */
  http: Context<Environment>
}

// biome-ignore lint/suspicious/noConfusingVoidType: verbs that return nothing stand as handlers of answers without a body
type BodyOf<Answer> = Answer extends { schema: infer Body extends Schema } ? z.output<Body> : Response | void
type Answers<Definition extends Endpoint> = {
  [Status in keyof Definition['answers']]: BodyOf<Definition['answers'][Status]>
}[keyof Definition['answers']]

/** Returns the body of the answer, with the endpoint's lowest status unless the handler sets another one. */
type Handler<Dependencies, Definition extends Endpoint> = (
  dependencies: Dependencies,
  request: EndpointRequest<Definition>,
) => Promise<Answers<Definition>> | Answers<Definition>

export interface EndpointRoute<Dependencies> {
  endpoint: Endpoint
  handler: (dependencies: Dependencies, request: EndpointRequest<Endpoint>) => unknown
}

/** Joins an endpoint with what it does. */
export const handle = <Dependencies, const Definition extends Endpoint>(
  endpoint: Definition,
  handler: Handler<Dependencies, Definition>,
): EndpointRoute<Dependencies> => ({
  endpoint,
  // `serveEndpoints` calls a handler only with a request that it has parsed with this endpoint's own schemas.
  handler: handler as EndpointRoute<Dependencies>['handler'],
})
