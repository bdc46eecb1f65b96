import { Problem } from '../../ground/problem.ts'

export interface LocalSignInSettings {
  /** Whether people can sign in with a password that this server checks. */
  localSignIn: boolean
}

export function requireLocalSignIn({ localSignIn }: LocalSignInSettings): void {
  if (!localSignIn)
    throw new Problem('forbidden', {
      detail: 'This server has no sign-in with a password. Sign in through the dashboard or your organization.',
    })
}
