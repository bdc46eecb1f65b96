import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { CredentialKind } from '@office365-email/shared/credential'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { Secret } from '../../ground/secrets/secret.ts'

/** A certificate and the ID of its sealed private key. */
export interface CertificateCredential {
  kind: 'certificate'
  keyId: string
  /** PEM, without the key. */
  certificate: string
  /** `made`: by this server, which also makes the next one. */
  origin: 'made' | 'own'
  /** How long it was made valid for; null for one that was brought. */
  validMonths: number | null
}

/** How the app of a configuration signs in, without anything secret. Stored as JSON, so its names stay. */
export type Credential = { kind: 'client-secret' } | CertificateCredential | { kind: 'federated' }

/** Whether a person enters it through a link. This server makes the others. */
export const isEntered = (kind: CredentialKind): boolean => kind === 'client-secret'

/** Whether several bots of an app use the same one, so that it can be applied to all of them. */
export const isShared = ({ kind }: Credential): boolean => kind === 'client-secret'

/** Whether a bot needs a secret that is not stored, such as after its encryption key was lost. */
export const lacksSecret = (saved: { credential: Credential; sealedSecret: string | null }): boolean =>
  saved.credential.kind === 'client-secret' && saved.sealedSecret === null

/** What Entra has to be told before it accepts it, so that it can wait. */
export type RegisteredCredential = Exclude<Credential, { kind: 'client-secret' }>

/** The values that were submitted together with a credential. */
export interface SubmittedWith {
  userEmail: string
  clientId: string
  tenantId: string
  userId: string
  cloud: NationalCloud
}

/** A credential that Entra has not accepted yet. Until then, mail is sent with the saved one. Stored as JSON. */
export interface WaitingCredential {
  credential: RegisteredCredential
  expiresOn: string | null
  /** Null: it is the next certificate of the saved values. */
  values: SubmittedWith | null
  madeAt: string
  madeBy: ActorReference
  /** With `values`: the next certificate of the saved ones, which waits at the same time. */
  next?: WaitingCredential
}

/** Within this time, an administrator registers a credential that was submitted. Then it is dropped. */
const submittedForMs = 14 * 24 * 60 * 60_000

export const waitsUntil = ({ madeAt }: WaitingCredential): Date => new Date(Date.parse(madeAt) + submittedForMs)

/** The next certificate of the saved values; null if none waits. */
export const nextOf = (waiting: WaitingCredential | null): WaitingCredential | null =>
  waiting?.values ? (waiting.next ?? null) : waiting

/** The same credential that was submitted, with another next certificate of the saved values beside it. */
export function withNext(submitted: WaitingCredential, next: WaitingCredential | null): WaitingCredential {
  const { next: _, ...alone } = submitted
  return next ? { ...alone, next } : alone
}

/**
 * A credential that was made for values that no admin approved yet. Its private key is sealed beside it. Stored as JSON,
 * so its names stay.
 */
export type PreparedCredential =
  | Omit<CertificateCredential, 'keyId'>
  /** With the configuration that its subject names: the one that is saved, or the next one after this version. */
  | { kind: 'federated'; generation: string; version: number }

/** What a sign-in at Entra sends. */
export type Proof =
  | { kind: 'client-secret'; clientSecret: Secret }
  | { kind: 'certificate'; certificate: string; privateKey: Secret }
  | { kind: 'federated'; assertion: () => Promise<Secret> }

/** The sealed private key of a certificate. */
export interface CredentialKey {
  id: string
  botId: string
  sealedKey: string
  sealedWith: string
}

/** Each method is one transaction. Keys are saved and deleted together with the configuration that names them. */
export interface CredentialKeyStore {
  read(id: string): Promise<CredentialKey | null>
}

/** The encryption context of a bot's client secret. */
export const secretEncryptionContext = (botId: string, version: number) => ({ botId, field: 'clientSecret', version })

/** The encryption context of a private key. Its ID is random, and no other certificate ever gets it. */
export const keyEncryptionContext = (botId: string, keyId: string) => ({
  botId,
  field: `certificate/${keyId}`,
  version: 1,
})

/** The IDs of the private keys that a configuration needs. */
export const keyIdsOf = (credentials: {
  credential: Credential
  waiting: Pick<WaitingCredential, 'credential' | 'next'> | null
}): string[] =>
  [credentials.credential, credentials.waiting?.credential, credentials.waiting?.next?.credential].flatMap(
    (credential) => (credential?.kind === 'certificate' ? [credential.keyId] : []),
  )

/** The public certificate in question; by default the one that waits for Entra, or else the one in use. Null: there is none. */
export function findCertificate(
  { credential, waiting }: { credential: Credential; waiting: Pick<WaitingCredential, 'credential' | 'next'> | null },
  which?: 'current' | 'next',
): string | null {
  const asked = { current: [credential], next: [waiting?.next?.credential, waiting?.credential] }
  const candidates = which ? asked[which] : [waiting?.credential, credential]
  const found = candidates.find((each) => each?.kind === 'certificate')
  return found?.kind === 'certificate' ? found.certificate : null
}
