import type * as z from 'zod/mini'
import type { ProblemSlug } from './problem.ts'
import type { ServiceKeyScope } from './service-key.ts'

/** Below this path the product mounts its endpoints. */
export const apiBasePath = '/api/v1'

export type Schema = z.core.$ZodType

export interface HeaderField {
  description: string
  schema: Schema
  example?: string
}

export interface AnswerDefinition {
  description: string
  /** Null if the answer has no body. */
  schema: Schema | null
  headers?: Readonly<Record<string, HeaderField>>
  example?: unknown
}

/** If the path names a bot, the asker has to reach that bot; otherwise the bot looks like one that does not exist. */
export interface Access {
  /** Which people may: every admin, only owners, or none. */
  people: 'admin' | 'owner' | 'none'
  /** The scope that lets a service key in; `any` lets in every valid key. Without it, no key may. */
  scope?: ServiceKeyScope | 'any'
  /** People need a sign-in that is not older than 30 minutes: for everything that makes credentials or rights. */
  fresh?: true
  /** The bot does not have to exist if the asker reaches every bot. */
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
  /**
   * Besides the general limit of 1,200 requests a minute for each asker. `microsoft`: 60 a minute for each bot.
   * `restriction`: 10 an hour for each bot. `lane`: the pace of the mailbox is the only limit of a service key.
   */
  rateLimit?: 'microsoft' | 'restriction' | 'lane'
  /** 65,536 if left out. */
  maxBodyBytes?: number
  /** Only if a segment has to be more than a text. */
  params?: Schema
  query?: Schema
  headers?: Readonly<Record<string, HeaderField>>
  body?: Schema
  /** A request without a body counts as an empty object. */
  isBodyOptional?: true
  bodyExamples?: Readonly<Record<string, { summary: string; value: unknown }>>
  /** By status; the lowest is the usual one. */
  answers: Readonly<Record<number, AnswerDefinition>>
  /** Those that the operation itself has. The others follow from its access, its limits and its body. */
  problems?: readonly ProblemSlug[]
}

type ParamName<Path extends string> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | ParamName<`/${Rest}`>
  : Path extends `${string}/:${infer Name}`
    ? Name
    : never

/** What the path of an endpoint has to be filled with. */
export type ParamsOf<Definition extends Pick<Endpoint, 'path'>> = Record<ParamName<Definition['path']>, string>

/** What a client sends: values as they were typed. */
export type QueryInputOf<Definition> = Definition extends { query: infer Query extends Schema } ? z.input<Query> : never
export type BodyInputOf<Definition> = Definition extends { body: infer Body extends Schema } ? z.input<Body> : never

type BodyOfAnswer<Answer> = Answer extends { schema: infer Body extends Schema } ? z.output<Body> : null

/** The body of a successful answer; null for one without a body. */
export type AnswerOf<Definition extends Pick<Endpoint, 'answers'>> = {
  [Status in keyof Definition['answers']]: BodyOfAnswer<Definition['answers'][Status]>
}[keyof Definition['answers']]

/** The path below the base path of the API, with its parameters encoded. */
export const pathOf = <Definition extends Pick<Endpoint, 'path'>>(
  { path }: Definition,
  params: ParamsOf<Definition>,
): string => {
  const values: Partial<Record<string, string>> = params
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}
