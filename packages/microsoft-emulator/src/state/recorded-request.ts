export type Route = 'oidc' | 'token' | 'keys' | 'sendMail' | 'graph' | 'login'

/** One request as it came in, secrets and tokens included: this is a test double. */
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
  /** The same number for all requests of one connection. */
  connectionId: number
  /** Undefined until answered, and for good if the connection was torn down or left hanging. */
  status?: number
}

export interface TokenRequest extends RecordedRequest {
  tenant: string
  form: Record<string, string>
}
