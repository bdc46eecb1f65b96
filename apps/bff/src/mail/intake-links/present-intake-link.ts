import { type CredentialKind, type CredentialView, defaultCredentialKind } from '@office365-email/shared/credential'
import type { IntakeLinkView, IntakeRegistration } from '@office365-email/shared/intake-link'
import { presentPrepared } from '../credentials/prepare-credential.ts'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import { type IntakeLink, isPrepared, type PreparedLink, statusOf } from './intake-link.ts'

type Issuer = Pick<AssertionIssuer, 'describe'>

/** Left out if it is the default, so that responses are as they were before there were other kinds. */
export const presentKind = ({ credentialKind }: IntakeLink): { credentialKind?: CredentialKind } =>
  credentialKind === defaultCredentialKind ? {} : { credentialKind }

function presentCredential({ prepared, submitted: { cloud, checks } }: PreparedLink, issuer: Issuer): CredentialView {
  const isProven = checks.some(({ name, outcome }) => name === 'secret' && outcome === 'passed')
  return presentPrepared(prepared, { cloud, isProven }, issuer)
}

/** For an admin of the bot: never a token or a secret. */
export function presentIntakeLink(link: IntakeLink, now: Date, issuer: Issuer): IntakeLinkView {
  const { id, createdAt, createdBy, expiresAt, submitted } = link
  const credential = isPrepared(link) ? { credential: presentCredential(link, issuer) } : {}
  return {
    id,
    createdAt,
    createdBy,
    expiresAt,
    status: statusOf(link, now),
    ...presentKind(link),
    ...(submitted && { submitted: { ...submitted, ...credential } }),
  }
}

/** For the holder of the link: what has to be registered in Entra. */
export const presentRegistration = (link: PreparedLink, issuer: Issuer): IntakeRegistration => ({
  credential: presentCredential(link, issuer),
  ...(link.prepared.kind === 'certificate' && { certificate: link.prepared.certificate }),
})
