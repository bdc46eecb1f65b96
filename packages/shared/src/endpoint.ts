import type * as z from 'zod/mini'
import type { AuditAction } from './audit-event.ts'
import type { ProblemSlug } from './problem.ts'
import type { ServiceKeyScope } from './service-key.ts'

/** The product mounts its endpoints below this path. */
export const apiBasePath = '/api/v1'

export type Schema = z.core.$ZodType

export interface HeaderField {
  description: string
  schema: Schema
  example?: string
}

export interface ResponseDefinition {
  description: string
  /** Null if the response has no body, or a file. */
  schema: Schema | null
  /** The media types of a file, the usual one first. The caller chooses with the query or with `Accept`. */
  mediaTypes?: readonly string[]
  headers?: Readonly<Record<string, HeaderField>>
  example?: unknown
}

/** If the path contains a bot, the caller needs access to it; otherwise the response is the same as for a missing bot. */
export interface Access {
  /** Which people may call it: every admin, only owners, or none. */
  people: 'admin' | 'owner' | 'none'
  /** The scope that a service key needs; `any` allows every valid key. Without it, no key is allowed. */
  scope?: ServiceKeyScope | 'any'
  /** People need a sign-in from the last 30 minutes: for every operation that creates credentials or permissions. */
  fresh?: true
  /** The bot does not have to exist if the caller has access to every bot. */
  makesBot?: true
}

/** One operation of the API. The server, its documentation, the pages' client and the tests all read it from here. */
export interface Endpoint {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** Relative to the base path of the API. `:name` stands for one segment. */
  path: `/${string}`
  tag: string
  summary: string
  description?: string
  access: 'anyone' | Access
  /** It responds to every caller in the same way, so credentials that are not valid count as none. */
  ignoresInvalidCredentials?: true
  /** For a GET that changes something, such as beginning a sign-in: programs send HEAD to look, which must change nothing. */
  refusesHead?: true
  /** The action of the audit event if the server refuses it to a caller that it knows. */
  refusedAs?: AuditAction
  /**
   * In addition to the general limit of 1,200 requests a minute for each caller. `microsoft`: 60 a minute for each bot.
   * `restriction`: 10 an hour for each bot. `lane`: the pace of the mailbox is the only limit of a service key.
   */
  rateLimit?: 'microsoft' | 'restriction' | 'lane'
  /** 65,536 if left out. */
  maxBodyBytes?: number
  /** Only if a segment must be more than text. */
  params?: Schema
  query?: Schema
  headers?: Readonly<Record<string, HeaderField>>
  body?: Schema
  /** A request without a body counts as an empty object. */
  isBodyOptional?: true
  bodyExamples?: Readonly<Record<string, { summary: string; value: unknown }>>
  /** The response is a file with this name, formatted so that people and Git can read it. */
  savedAs?: string
  /** By status; the lowest is the usual response. */
  responses: Readonly<Record<number, ResponseDefinition>>
  /** The operation's own problems. The others follow from its access, its limits, and its body. */
  problems?: readonly ProblemSlug[]
}

type ParamName<Path extends string> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | ParamName<`/${Rest}`>
  : Path extends `${string}/:${infer Name}`
    ? Name
    : never

/** The values for the parameters in the path of an endpoint. */
export type ParamsOf<Definition extends Pick<Endpoint, 'path'>> = Record<ParamName<Definition['path']>, string>

/** The values that a client sends, as they were typed. */
export type QueryInputOf<Definition> = Definition extends { query: infer Query extends Schema } ? z.input<Query> : never
export type BodyInputOf<Definition> = Definition extends { body: infer Body extends Schema } ? z.input<Body> : never

type BodyOfResponse<Definition> = Definition extends { schema: infer Body extends Schema } ? z.output<Body> : null

/** The body of a successful response; null if it has none. */
export type ResponseOf<Definition extends Pick<Endpoint, 'responses'>> = {
  [Status in keyof Definition['responses']]: BodyOfResponse<Definition['responses'][Status]>
}[keyof Definition['responses']]

/** The path below the base path of the API, with its parameters encoded. */
export const pathOf = <Definition extends Pick<Endpoint, 'path'>>(
  { path }: Definition,
  params: ParamsOf<Definition>,
): string => {
  const values: Partial<Record<string, string>> = params
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}
