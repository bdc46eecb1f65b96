import type { ProblemSlug } from '@office365-email/shared/problem'
import type { SignInFailure } from '@office365-email/shared/session'
import { Problem } from '../../ground/problem.ts'

type Refusal = Exclude<SignInFailure, 'identity-provider'>

const refusals: Record<Refusal, { slug: ProblemSlug; detail: string }> = {
  'not-added': {
    slug: 'forbidden',
    detail: 'You are signed in at the identity provider, but may not come in here. Ask an owner to add you.',
  },
  'no-address': {
    slug: 'forbidden',
    detail: 'The identity provider sends no verified email address of yours, so this server cannot tell who you are.',
  },
  'has-password': {
    slug: 'forbidden',
    detail:
      'Your email address belongs to a person with a password. Sign in with the password, then link your sign-in with the identity provider.',
  },
  'not-fresh': {
    slug: 'fresh-sign-in-required',
    detail: 'The identity provider does not confirm that you signed in just now.',
  },
  'not-linked': {
    slug: 'not-possible-now',
    detail:
      'Nothing was linked: your sign-in here ended or is older than 30 minutes, or this identity belongs to another person here.',
  },
}

/** Why a sign-in through the identity provider comes to nothing; the sign-in page explains each. */
export class SignInRefusal extends Problem {
  readonly failure: SignInFailure
  constructor(failure: Refusal) {
    const { slug, detail } = refusals[failure]
    super(slug, { detail })
    this.failure = failure
  }
}
