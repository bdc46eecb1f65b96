import type { Endpoint, ParamsOf, Schema } from '@office365-email/shared/endpoint'
import type { Context } from 'hono'
import type * as z from 'zod/mini'
import type { RequestContext } from '../request-context.ts'
import type { BotReference } from './access.ts'
import type { Environment } from './environment.ts'
import type { Principal } from './principal.ts'

type Parsed<Definition> = Definition extends Schema ? z.output<Definition> : undefined

/** An admitted request. Everything that its endpoint describes is already parsed. */
export interface EndpointRequest<Definition extends Endpoint> {
  params: ParamsOf<Definition>
  query: Parsed<Definition['query']>
  body: Parsed<Definition['body']>
  principal: Definition['access'] extends 'anyone' ? Principal | null : Principal
  bot: Definition['path'] extends `/bots/:botId${string}`
    ? BotReference | (Definition['access'] extends { makesBot: true } ? null : never)
    : null
  /** The part of the request that verbs need. */
  context: RequestContext
  /** The path that the API is mounted at. */
  basePath: string
  /** The request as Hono has it, for its headers and cookies. */
  http: Context<Environment>
  reply: Reply
}

/** What a handler may change about its response, besides the body. */
export interface Reply {
  /** The lowest one that the endpoint defines. */
  status: number
  headers: Record<string, string>
  /** Values of `Set-Cookie`. */
  cookies: string[]
}

/**
 * A body that is written while it is read. An error breaks the connection off, so that no client takes it for complete. The
 * same happens before the next piece if the caller has lost a right since the request.
 */
export class StreamedText {
  readonly pieces: AsyncIterable<string>
  constructor(pieces: AsyncIterable<string>) {
    this.pieces = pieces
  }
}

/** The handler of a file sets its content type. */
type BodyOf<Definition> = Definition extends { schema: infer Body extends Schema }
  ? z.output<Body>
  : Definition extends { mediaTypes: readonly string[] }
    ? StreamedText | Uint8Array
    : // biome-ignore lint/suspicious/noConfusingVoidType: verbs that return nothing are handlers of responses without a body
      void
type ResponseBodies<Definition extends Endpoint> = {
  [Status in keyof Definition['responses']]: BodyOf<Definition['responses'][Status]>
}[keyof Definition['responses']]

/** Returns the body of the response. */
type Handler<Dependencies, Definition extends Endpoint> = (
  dependencies: Dependencies,
  request: EndpointRequest<Definition>,
) => Promise<ResponseBodies<Definition>> | ResponseBodies<Definition>

export interface EndpointRoute<Dependencies> {
  endpoint: Endpoint
  handler: (dependencies: Dependencies, request: EndpointRequest<Endpoint>) => unknown
}

/** Connects an endpoint with its handler. */
export const handle = <Dependencies, const Definition extends Endpoint>(
  endpoint: Definition,
  handler: Handler<Dependencies, Definition>,
): EndpointRoute<Dependencies> => ({
  endpoint,
  // `serveEndpoints` calls a handler only with a request that it has parsed with this endpoint's own schemas.
  handler: handler as EndpointRoute<Dependencies>['handler'],
})
