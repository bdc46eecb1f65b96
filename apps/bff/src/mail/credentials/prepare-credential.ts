import { type CredentialKind, type CredentialView, certificateMonths } from '@office365-email/shared/credential'
import { type NationalCloud, nationalClouds } from '@office365-email/shared/national-cloud'
import { Problem } from '../../ground/problem.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import { describeCertificate, makeCertificate } from './certificate.ts'
import { certificateName } from './choose-credential.ts'
import type { PreparedCredential, Proof } from './credential.ts'
import { presentCredential } from './present-credential.ts'
import type { SubmittedCredential } from './submitted-credential.ts'

interface Owner {
  botId: string
  /** Of the configuration that is saved, or of the next one. */
  generation: string
  /** The version that is saved. */
  version: number
  cloud: NationalCloud
}

/** Makes a credential for values that wait for approval. `privateKey` is null if it has none. */
export async function prepareCredential(
  kind: Exclude<CredentialKind, 'client-secret'>,
  { botId, generation, version, cloud }: Owner,
  now: Date,
): Promise<{ prepared: PreparedCredential; privateKey: Secret | null }> {
  if (kind === 'certificate') {
    const validMonths = certificateMonths.usual
    const made = await makeCertificate({ name: certificateName(botId), months: validMonths, now })
    return {
      prepared: { kind, certificate: made.certificate, origin: 'made', validMonths },
      privateKey: made.privateKey,
    }
  }
  if (nationalClouds[cloud].federationAudience === null) {
    const detail = 'Federated credentials are not known to work in this cloud. Ask for a link for a certificate.'
    throw new Problem('invalid-request', { detail, errors: [{ pointer: '/cloud', detail }] })
  }
  return { prepared: { kind, generation, version }, privateKey: null }
}

const lost = () => new Problem('secret-unreadable', { detail: 'The private key was lost. Ask for another link.' })

function requireKey(privateKey: Secret | null): Secret {
  if (privateKey === null) throw lost()
  return privateKey
}

/** What a sign-in with it sends. */
export function proofOf(
  prepared: PreparedCredential,
  privateKey: Secret | null,
  { issuer, cloud }: { issuer: AssertionIssuer; cloud: NationalCloud },
): Proof {
  if (prepared.kind === 'certificate') {
    const { kind, certificate } = prepared
    return { kind, certificate, privateKey: requireKey(privateKey) }
  }
  const { kind, generation } = prepared
  return { kind, assertion: () => issuer.assert({ generation, cloud }) }
}

/** The credential as a Submit takes it. */
export const submissionOf = (prepared: PreparedCredential, privateKey: Secret | null): SubmittedCredential =>
  prepared.kind === 'certificate'
    ? { kind: 'prepared-certificate', prepared, privateKey: requireKey(privateKey) }
    : { kind: 'federated' }

/** Builds the API's view of it. */
export const presentPrepared = (
  prepared: PreparedCredential,
  { cloud, isProven }: { cloud: NationalCloud; isProven: boolean },
  issuer: Pick<AssertionIssuer, 'describe'>,
): CredentialView =>
  presentCredential(
    {
      credential: prepared,
      waiting: null,
      generation: prepared.kind === 'federated' ? prepared.generation : '',
      cloud,
      expiresOn: prepared.kind === 'certificate' ? describeCertificate(prepared.certificate).expiresOn : null,
      isLost: false,
      isProven,
    },
    issuer,
  )
