import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { CredentialKind } from '@office365-email/shared/credential'
import { type IntakeLinkStatus, type IntakeSubmission, maxIntakeTries } from '@office365-email/shared/intake-link'
import { dayMs } from '../../ground/day.ts'
import type { EncryptionContext } from '../../ground/secrets/vault.ts'
import type { PreparedCredential } from '../credentials/credential.ts'

/** How long a submission waits for an admin. Then its secret is deleted. */
export const approvalMs = 7 * dayMs

/** What was entered. Its credential is stored beside it. */
export type EnteredValues = Omit<IntakeSubmission, 'credential'>

/** A link that an IT admin uses once to enter the values of one bot. Only a hash of its token is stored. */
export interface IntakeLink {
  id: string
  botId: string
  createdAt: string
  createdBy: ActorReference
  expiresAt: string
  /** How the app is to sign in. */
  credentialKind: CredentialKind
  /** How many sets of values from this link were checked with Microsoft. */
  tries: number
  state: 'open' | 'submitted' | 'approved' | 'revoked'
  submitted: EnteredValues | null
  /** What this server made for the values; null if a client secret was entered. */
  prepared: PreparedCredential | null
  /** The client secret, or the private key. Deleted as soon as it is approved, revoked or too old. */
  sealedSecret: string | null
}

export function statusOf(
  { state, expiresAt, tries, submitted, prepared, sealedSecret }: IntakeLink,
  now: Date,
): IntakeLinkStatus {
  if (state === 'approved' || state === 'revoked') return state
  if (state === 'submitted') {
    const isComplete = sealedSecret !== null || prepared?.kind === 'federated'
    const isWaiting = submitted !== null && isComplete && now.getTime() < Date.parse(submitted.at) + approvalMs
    return isWaiting ? 'waiting-for-approval' : 'expired'
  }
  return now.getTime() < Date.parse(expiresAt) && tries < maxIntakeTries ? 'open' : 'expired'
}

/** A link whose credential has to be registered in Entra. */
export type PreparedLink = IntakeLink & { submitted: EnteredValues; prepared: PreparedCredential }

export const isPrepared = (link: IntakeLink): link is PreparedLink => link.prepared !== null && link.submitted !== null

/** Whether what was made is to be registered in Entra, and its link has not expired. */
export const isRegistering = (link: IntakeLink, now: Date): link is PreparedLink =>
  isPrepared(link) && statusOf(link, now) === 'waiting-for-approval' && now.getTime() < Date.parse(link.expiresAt)

/**
 * The encryption context of a submitted secret (version 1) or of a private key (version 2). A server that does not know
 * private keys must not open one: it would send it to Entra as a secret.
 */
export const intakeEncryptionContext = (botId: string, linkId: string, version: number): EncryptionContext => ({
  botId,
  field: `intake-link/${linkId}`,
  version,
})

export const submissionContext = ({ id, botId }: IntakeLink, prepared: PreparedCredential | null): EncryptionContext =>
  intakeEncryptionContext(botId, id, prepared === null ? 1 : 2)

/** The holder of a link acts in its name, since the server knows nothing else about them. */
export const actorOfLink = ({ id }: Pick<IntakeLink, 'id'>): ActorReference => ({
  kind: 'intake-link',
  id,
  name: 'intake link',
})
