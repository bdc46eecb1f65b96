import { type CredentialView, defaultCredentialKind } from '@office365-email/shared/credential'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import { describeCertificate } from './certificate.ts'
import { type Credential, nextOf, type PreparedCredential, type WaitingCredential, waitsUntil } from './credential.ts'

type Shown = Credential | PreparedCredential

interface Known {
  credential: Shown
  waiting: WaitingCredential | null
  generation: string
  cloud: NationalCloud
  expiresOn: string | null
  /** Its secret or private key was lost. */
  isLost: boolean
  /** Entra has accepted it. */
  isProven: boolean
}

export const noCredential: CredentialView = { kind: defaultCredentialKind, expiresOn: null, state: 'not-set' }

/** The members that every certificate has. */
const factsOf = (credential: Shown, expiresOn: string | null) => {
  if (credential.kind !== 'certificate') return { expiresOn }
  const { thumbprint, thumbprintSha256 } = describeCertificate(credential.certificate)
  return { expiresOn, thumbprint, thumbprintSha256 }
}

type Issuer = Pick<AssertionIssuer, 'describe'>

function describe(credential: Shown, expiresOn: string | null, known: Known, issuer: Issuer) {
  const federation = credential.kind === 'federated' ? issuer.describe(known) : null
  return {
    kind: credential.kind,
    ...factsOf(credential, expiresOn),
    ...(credential.kind === 'certificate' && { origin: credential.origin }),
    ...(federation && { federation }),
  }
}

/** Builds the API's view of how an app signs in, without anything secret. */
export function presentCredential(known: Known, issuer: Issuer): CredentialView {
  const { credential, waiting, expiresOn, isLost, isProven } = known
  const next = nextOf(waiting)
  const shownNext = next && { next: { ...factsOf(next.credential, next.expiresOn), state: 'waiting' as const } }
  if (waiting?.values)
    return {
      ...describe(waiting.credential, waiting.expiresOn, { ...known, ...waiting.values }, issuer),
      state: 'waiting',
      sendsWith: { kind: credential.kind, ...factsOf(credential, expiresOn) },
      waitsUntil: waitsUntil(waiting).toISOString(),
      ...shownNext,
    }
  return {
    ...describe(credential, expiresOn, known, issuer),
    state: isLost ? 'not-set' : isProven ? 'set' : 'waiting',
    ...shownNext,
  }
}
