export type Route = 'oidc' | 'token' | 'keys' | 'sendMail' | 'graph' | 'login'

/** One request as received. It includes secrets and tokens, because this is a test double. */
export interface RecordedRequest {
  at: Date
  method: string
  /** Path without the query string, as sent. */
  path: string
  query: string
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
  route: Route
  /** All requests of one connection have the same number. */
  connectionId: number
  /** Undefined until the response; it stays undefined if the connection is reset or left hanging. */
  status?: number
}

export interface TokenRequest extends RecordedRequest {
  tenant: string
  form: Record<string, string>
}
