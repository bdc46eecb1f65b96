/** What the product needs to know of a person, and the names of the claims that say it. */
export const claimMembers = ['sub', 'email', 'name', 'role', 'bots', 'auth_time'] as const
export type ClaimNames = Record<(typeof claimMembers)[number], string>

export interface HostSignInSettings {
  /** In lower case. */
  header: string
  keys: { url: URL } | { file: string }
  issuer: string
  audience: string
  claims: ClaimNames
  /** Where a person without a token is sent. `{next}` in it stands for the page to return to. */
  signInUrl: string | null
}
