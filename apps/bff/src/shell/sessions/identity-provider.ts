import type { Secret } from '../../ground/secrets/secret.ts'
/** The values that the browser must bring back. They are kept in a separate cookie, for one sign-in. */
export interface SignInTransaction {
  state: string
  nonce: string
  codeVerifier: string
}

/** Who a person is at the organization's identity provider. */
export interface Identity {
  /** The provider. A subject is unique only within its issuer. */
  issuer: string
  /** The provider never gives it to another person. */
  subject: string
  /** Null unless the provider sends an address and vouches for it. */
  email: string | null
  name: string | null
  roles: string[]
  /** When the person last proved there who they are, in milliseconds since 1970; null if the provider does not say. */
  authenticatedAt: number | null
}

/** The organization's OpenID Connect provider. Discovery runs when the provider is first needed, not at start. */
export interface IdentityProvider {
  /** Returns the URL where the browser signs in. With `maxAgeSeconds` 0, the person has to sign in again there. */
  begin(options: { maxAgeSeconds: number }): Promise<{ url: URL; transaction: SignInTransaction }>
  /** Throws a problem unless `query`, which begins with a question mark, is the response to this transaction. */
  finish(query: string, transaction: SignInTransaction): Promise<Identity>
}

export interface IdentityProviderSettings {
  issuer: string
  clientId: string
  clientSecret: Secret
  /** A person with this role at the provider is an admin of every bot here. */
  adminRole: string | null
  /** Whether a mail address counts if the provider does not say that it is verified. */
  trustsEmail: boolean
}
