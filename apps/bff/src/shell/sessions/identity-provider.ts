import type { Secret } from '../../ground/secrets/secret.ts'
/** What has to come back with the browser. It travels in a cookie of its own, and is good for one sign-in. */
export interface SignInTransaction {
  state: string
  nonce: string
  codeVerifier: string
}

/** Who a person is at the organization's identity provider. */
export interface Identity {
  /** The provider itself: a subject is unique only together with it. */
  issuer: string
  /** Never given to another person there. */
  subject: string
  /** Null unless the provider sends an address and vouches for it. */
  email: string | null
  name: string | null
  roles: string[]
  /** When the person last proved there who they are, in milliseconds since 1970; null if the provider does not say. */
  authenticatedAt: number | null
}

/** The organization's OpenID Connect provider. Is asked for its addresses when it is first needed, not at start. */
export interface IdentityProvider {
  /** Where the browser goes to sign in. With `maxAgeSeconds` 0, a sign-in that the provider remembers is not enough. */
  begin(options: { maxAgeSeconds: number }): Promise<{ url: URL; transaction: SignInTransaction }>
  /** Throws a problem for anything but the answer to this transaction. `query` begins with its question mark. */
  finish(query: string, transaction: SignInTransaction): Promise<Identity>
}

export interface IdentityProviderSettings {
  issuer: string
  clientId: string
  clientSecret: Secret
  /** Whoever holds this role there is an admin of every bot here. */
  adminRole: string | null
  /** Whether a mail address counts if the provider does not say that it is verified. */
  trustsEmail: boolean
}
