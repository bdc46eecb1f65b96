import type { TokenErrorCode } from '../errors/token-errors.ts'

/** Thrown by the checks of the login endpoints; becomes Entra's JSON error. */
export class TokenRefusal extends Error {
  readonly code: TokenErrorCode
  readonly values: Readonly<Record<string, string>>
  /** Replaces the table's text, for codes that Entra uses with several texts. */
  readonly text: string | undefined
  readonly claims: string | undefined

  constructor(
    code: TokenErrorCode,
    values: Record<string, string> = {},
    more: { text?: string; claims?: string } = {},
  ) {
    super(`AADSTS${code}`)
    this.code = code
    this.values = values
    this.text = more.text
    this.claims = more.claims
  }
}
