import { certificateMonths } from '@office365-email/shared/credential'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import { Problem } from '../../ground/problem.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { describeCertificate, makeCertificate } from './certificate.ts'
import {
  type CertificateCredential,
  type Credential,
  type CredentialKey,
  keyEncryptionContext,
  type Proof,
  secretEncryptionContext,
  type WaitingCredential,
} from './credential.ts'
import { type CredentialDependencies, type CredentialOwner, openCredential } from './open-credential.ts'
import { readOwnCertificate } from './read-own-certificate.ts'
import type { SubmittedCredential } from './submitted-credential.ts'

/** How a credential is stored: in the configuration, or as a key beside it. */
export interface Sealed {
  sealedSecret: string | null
  sealedWith: string | null
  key?: CredentialKey
}

/** The credential of a Submit, ready for a sign-in. */
export interface Choice {
  credential: Credential
  proof: Proof
  expiresOn: string | null
  /** It is the one that is saved. */
  isKept: boolean
  /** Entra accepted it before. */
  isProven: boolean
  seal(version: number): Promise<Sealed>
}

/** The saved credential. */
export interface SavedCredential extends CredentialOwner {
  credential: Credential
  secretExpiresOn: string | null
  isProven: boolean
}

export interface Choosing {
  botId: string
  /** The generation that the configuration has or will have. */
  generation: string
  cloud: CredentialOwner['cloud']
  submitted: SubmittedCredential
  /** Null: nothing is saved. `other`: what is saved belongs to another tenant, client or cloud. */
  saved: SavedCredential | 'other' | null
  /** A credential that waits for the same application. */
  waiting: WaitingCredential | null
  now: Date
  newId: () => string
}

type Submitted<Kind extends SubmittedCredential['kind']> = Extract<SubmittedCredential, { kind: Kind }>

const withoutSecret: Sealed = { sealedSecret: null, sealedWith: null }

function requireAnother(detail: string): never {
  throw new Problem('secret-required', { detail, errors: [{ pointer: '/clientSecret', detail }] })
}

const resealSecret =
  ({ vault }: CredentialDependencies, botId: string, secret: Secret): Choice['seal'] =>
  (version) =>
    vault.seal(secret, secretEncryptionContext(botId, version))

async function keep(
  dependencies: CredentialDependencies,
  saved: SavedCredential,
  expiresOn: string | null = saved.secretExpiresOn,
): Promise<Choice> {
  const { credential, botId, isProven } = saved
  const proof = await openCredential(dependencies, saved, credential)
  const seal =
    proof.kind === 'client-secret' ? resealSecret(dependencies, botId, proof.clientSecret) : async () => withoutSecret
  return { credential, proof, expiresOn, isKept: true, isProven, seal }
}

async function keepSaved(
  dependencies: CredentialDependencies,
  { saved }: Pick<Choosing, 'saved'>,
  expiresOn: string | undefined,
): Promise<Choice> {
  if (saved === null) return requireAnother('Enter the Client Secret Key.')
  if (saved === 'other')
    return requireAnother(
      'The saved secret belongs to another tenant, client or cloud. Enter the Client Secret Key for these values.',
    )
  if (saved.credential.kind !== 'client-secret') {
    if (await isLost(dependencies, saved.credential))
      return requireAnother('The private key of the certificate was lost. Make a new certificate.')
    return await keep(dependencies, saved)
  }
  if (saved.sealedSecret === null) return requireAnother('The saved secret was lost. Enter the client secret again.')
  return await keep(dependencies, saved, expiresOn ?? saved.secretExpiresOn)
}

async function isLost({ credentialKeys }: CredentialDependencies, credential: Credential): Promise<boolean> {
  return credential.kind === 'certificate' && (await credentialKeys.read(credential.keyId)) === null
}

async function chooseSecret(
  dependencies: CredentialDependencies,
  { saved, botId }: Choosing,
  { clientSecret, expiresOn }: Submitted<'client-secret'>,
): Promise<Choice> {
  if (clientSecret !== undefined)
    return {
      credential: { kind: 'client-secret' },
      proof: { kind: 'client-secret', clientSecret },
      expiresOn: expiresOn ?? null,
      isKept: false,
      isProven: true,
      seal: resealSecret(dependencies, botId, clientSecret),
    }
  if (saved !== null && saved !== 'other' && saved.credential.kind !== 'client-secret')
    return requireAnother('No client secret is saved. Enter the Client Secret Key.')
  return await keepSaved(dependencies, { saved }, expiresOn)
}

/** A new certificate, whose private key is sealed before anything else can happen to it. */
export async function newCertificate(
  { vault }: Pick<CredentialDependencies, 'vault'>,
  { botId, newId }: Pick<Choosing, 'botId' | 'newId'>,
  { certificate, privateKey }: { certificate: string; privateKey: Secret },
  how: Pick<CertificateCredential, 'origin' | 'validMonths'>,
): Promise<{ credential: CertificateCredential; key: CredentialKey; expiresOn: string; proof: Proof }> {
  const id = newId()
  const sealed = await vault.seal(privateKey, keyEncryptionContext(botId, id))
  return {
    credential: { kind: 'certificate', keyId: id, certificate, ...how },
    key: { id, botId, sealedKey: sealed.sealedSecret, sealedWith: sealed.sealedWith },
    expiresOn: describeCertificate(certificate).expiresOn,
    proof: { kind: 'certificate', certificate, privateKey },
  }
}

/** The name that administrators see in Entra. An ID of a bot needs no escaping. */
export const certificateName = (botId: string): string => `office365-email ${botId}`

async function chooseNewCertificate(
  dependencies: CredentialDependencies,
  choosing: Choosing,
  made: { certificate: string; privateKey: Secret },
  how: Pick<CertificateCredential, 'origin' | 'validMonths'>,
): Promise<Choice> {
  const { credential, key, expiresOn, proof } = await newCertificate(dependencies, choosing, made, how)
  return { credential, proof, expiresOn, isKept: false, isProven: false, seal: async () => ({ ...withoutSecret, key }) }
}

/**
 * One that waits is never replaced by the way, because its upload may have begun. With a number of months, one that is
 * in use is.
 */
async function chooseCertificate(
  dependencies: CredentialDependencies,
  choosing: Choosing,
  { validMonths }: Submitted<'certificate'>,
): Promise<Choice> {
  const { saved, waiting, botId, now } = choosing
  const fits = (credential: Credential): credential is CertificateCredential =>
    credential.kind === 'certificate' && (validMonths === undefined || validMonths === credential.validMonths)

  if (waiting?.values && fits(waiting.credential)) {
    const { credential, expiresOn } = waiting
    const proof = await openCredential(dependencies, { ...choosing, version: 0, sealedSecret: null }, credential)
    return { credential, proof, expiresOn, isKept: false, isProven: false, seal: async () => withoutSecret }
  }
  if (saved !== null && saved !== 'other' && fits(saved.credential)) {
    const mayStay = validMonths === undefined || !saved.isProven
    if (mayStay && !(await isLost(dependencies, saved.credential))) return await keep(dependencies, saved)
  }
  const months = validMonths ?? certificateMonths.usual
  const made = await makeCertificate({ name: certificateName(botId), months, now })
  return await chooseNewCertificate(dependencies, choosing, made, { origin: 'made', validMonths: months })
}

async function chooseFederated(dependencies: CredentialDependencies, choosing: Choosing): Promise<Choice> {
  const { saved, cloud } = choosing
  if (nationalClouds[cloud].federationAudience === null) {
    const detail = 'Federated credentials are not known to work in this cloud. Use a certificate.'
    throw new Problem('invalid-request', { detail, errors: [{ pointer: '/credential/kind', detail }] })
  }
  if (saved !== null && saved !== 'other' && saved.credential.kind === 'federated')
    return await keep(dependencies, saved)
  const credential: Credential = { kind: 'federated' }
  const proof = await openCredential(dependencies, { ...choosing, version: 0, sealedSecret: null }, credential)
  return { credential, proof, expiresOn: null, isKept: false, isProven: false, seal: async () => withoutSecret }
}

/** Returns the credential that a Submit asks for: a new one, the saved one, or the one that waits. */
export async function chooseCredential(dependencies: CredentialDependencies, choosing: Choosing): Promise<Choice> {
  const { submitted, now } = choosing
  switch (submitted.kind) {
    case 'saved':
      return await keepSaved(dependencies, choosing, submitted.expiresOn)
    case 'client-secret':
      return await chooseSecret(dependencies, choosing, submitted)
    case 'certificate':
      return await chooseCertificate(dependencies, choosing, submitted)
    case 'own-certificate':
      return await chooseNewCertificate(dependencies, choosing, readOwnCertificate(submitted, now), {
        origin: 'own',
        validMonths: null,
      })
    case 'prepared-certificate': {
      const { prepared, privateKey } = submitted
      const { certificate, origin, validMonths } = prepared
      const how = { origin, validMonths }
      return await chooseNewCertificate(dependencies, choosing, { certificate, privateKey }, how)
    }
    case 'federated':
      return await chooseFederated(dependencies, choosing)
  }
}
