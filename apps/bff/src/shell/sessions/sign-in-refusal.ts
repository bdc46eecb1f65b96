import type { ProblemSlug } from '@office365-email/shared/problem'
import type { SignInFailure } from '@office365-email/shared/session'
import { Problem } from '../../ground/problem.ts'

type Refusal = Exclude<SignInFailure, 'identity-provider'>

const refusals: Record<Refusal, { slug: ProblemSlug; detail: string }> = {
  'not-added': {
    slug: 'forbidden',
    detail: 'You signed in at the identity provider, but you have no access here. Ask an owner to add you.',
  },
  'no-address': {
    slug: 'forbidden',
    detail: 'The identity provider did not send a verified email address for you, so this server cannot identify you.',
  },
  'has-password': {
    slug: 'forbidden',
    detail:
      'Your email address belongs to a person with a password. Sign in with the password, then link your account to the identity provider.',
  },
  'not-fresh': {
    slug: 'fresh-sign-in-required',
    detail: 'The identity provider did not confirm that you just signed in.',
  },
  'not-linked': {
    slug: 'not-possible-now',
    detail:
      'Your account was not linked. Your session has ended, your sign-in is older than 30 minutes, or this identity belongs to another person here.',
  },
}

/** The reason why a sign-in through the identity provider fails. The sign-in page explains each reason. */
export class SignInRefusal extends Problem {
  readonly failure: SignInFailure
  constructor(failure: Refusal) {
    const { slug, detail } = refusals[failure]
    super(slug, { detail })
    this.failure = failure
  }
}
