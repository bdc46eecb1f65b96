/** What has to come back with the browser. It travels in a cookie of its own, and is good for one sign-in. */
export interface SignInTransaction {
  state: string
  nonce: string
  codeVerifier: string
}

/** Who somebody is at the organisation's identity provider. */
export interface Identity {
  /** Never given to anybody else there. */
  subject: string
  /** Null where the provider tells none, or says that it is not verified. */
  email: string | null
  name: string | null
  roles: string[]
}

/** The organisation's OpenID Connect provider. Is asked for its addresses when it is first needed, not at start. */
export interface IdentityProvider {
  /** Where the browser goes to sign in. With `fresh`, a sign-in that the provider remembers is not enough. */
  begin(options: { fresh: boolean }): Promise<{ url: URL; transaction: SignInTransaction }>
  /** Throws a problem for anything but the answer to this transaction. `query` begins with its question mark. */
  finish(query: string, transaction: SignInTransaction): Promise<Identity>
}
