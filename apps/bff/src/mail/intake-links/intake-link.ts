import type { ActorReference } from '@office365-email/shared/actor-reference'
import {
  type IntakeLinkStatus,
  type IntakeLinkView,
  type IntakeSubmission,
  maxIntakeTries,
} from '@office365-email/shared/intake-link'
import type { EncryptionContext } from '../../ground/secrets/vault.ts'

/** How long a submission waits for an admin. Then its secret is deleted. */
export const approvalMs = 7 * 24 * 60 * 60_000

/** A link that an IT admin uses once to enter the values of one bot. Only a hash of its token is stored. */
export interface IntakeLink {
  id: string
  botId: string
  createdAt: string
  createdBy: ActorReference
  expiresAt: string
  /** How many sets of values from this link were checked with Microsoft. */
  tries: number
  state: 'open' | 'submitted' | 'approved' | 'revoked'
  submitted: IntakeSubmission | null
  /** Deleted as soon as it is approved, revoked or too old. */
  sealedSecret: string | null
}

export function statusOf(
  { state, expiresAt, tries, submitted, sealedSecret }: IntakeLink,
  now: Date,
): IntakeLinkStatus {
  if (state === 'approved' || state === 'revoked') return state
  if (state === 'submitted') {
    const isWaiting =
      submitted !== null && sealedSecret !== null && now.getTime() < Date.parse(submitted.at) + approvalMs
    return isWaiting ? 'waiting-for-approval' : 'expired'
  }
  return now.getTime() < Date.parse(expiresAt) && tries < maxIntakeTries ? 'open' : 'expired'
}

export function presentIntakeLink(link: IntakeLink, now: Date): IntakeLinkView {
  const { id, createdAt, createdBy, expiresAt, submitted } = link
  return { id, createdAt, createdBy, expiresAt, status: statusOf(link, now), ...(submitted && { submitted }) }
}

/** The encryption context of a submitted secret. */
export const intakeEncryptionContext = (botId: string, linkId: string): EncryptionContext => ({
  botId,
  field: `intake-link/${linkId}`,
  version: 1,
})

/** The holder of a link acts in its name, since the server knows nothing else about them. */
export const actorOfLink = ({ id }: Pick<IntakeLink, 'id'>): ActorReference => ({
  kind: 'intake-link',
  id,
  name: 'intake link',
})
