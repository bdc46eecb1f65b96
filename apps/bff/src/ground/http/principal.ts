import type { SendMessage } from '@office365-email/shared/send-message'
import type { ServiceKeyScope } from '@office365-email/shared/service-key'
import type { BotScope, Role } from '@office365-email/shared/session'
import type { Secret } from '../secrets/secret.ts'

/** The maximum age of a sign-in for actions that create credentials or rights. */
export const freshMs = 30 * 60_000

/** Throws if the caller may not send this message, or if it exceeds the daily quota. Called once for each message. */
export type SendingLimit = (message: Pick<SendMessage, 'to' | 'cc' | 'bcc'>, now: Date) => Promise<void>

export interface PersonPrincipal {
  kind: 'person'
  id: string
  name: string
  role: Role
  botIds: BotScope
  /** The key that the general rate limit counts by. */
  limitKey: string
  /** Whether the person proved who they are within the last 30 minutes. `now` is in milliseconds since 1970. */
  isFresh(now: number): boolean
  /** Whether a text is the password that this person signs in with; null if they have none. */
  isOwnPassword: ((candidate: Secret) => Promise<boolean>) | null
}

export interface ServicePrincipal {
  kind: 'service'
  id: string
  name: string
  scopes: ServiceKeyScope[]
  botIds: BotScope
  limitKey: string
  limitSending: SendingLimit
}

/** The caller: a person, or a program with a service key. */
export type Principal = PersonPrincipal | ServicePrincipal

/** Returns the check for the caller's own password; null if the caller has none here. */
export const isOwnPasswordOf = (principal: Principal | null): PersonPrincipal['isOwnPassword'] =>
  principal?.kind === 'person' ? principal.isOwnPassword : null

/** Services get diagnoses without Microsoft's own words. */
export const isService = (principal: Principal | null): boolean => principal?.kind === 'service'
